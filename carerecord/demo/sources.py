"""The twelve sources of the invented region, and the one of its neighbour: who they are and which sections they share."""

from __future__ import annotations

from dataclasses import dataclass, replace

FHIR_R4 = "fhir_r4"
_EVERY_SOURCE = ("demographics", "other")
_GP = (
    "alerts", "allergies", "medicines", "prescriptions", "problems", "procedures",
    "family_history", "results", "reports", "observations", "discharge_summaries", "letters",
    "emergency_summaries", "documents", "immunisations", "appointments", "clinics", "referrals",
    "care_plans", "gp_practice", "contacts", "safeguarding",
)  # fmt: skip
_ACUTE = (
    "alerts", "allergies", "medicines", "problems", "procedures", "results", "reports",
    "observations", "discharge_summaries", "letters", "emergency_summaries", "documents",
    "immunisations", "appointments", "attendances", "admissions", "discharges", "clinics",
    "referrals", "contacts",
)  # fmt: skip


_COMMUNITY = (
    "alerts", "allergies", "medicines", "problems", "observations", "letters", "documents",
    "immunisations", "appointments", "clinics", "referrals", "community", "care_plans",
    "contacts", "about_me",
)  # fmt: skip
_CHILD = (
    "alerts", "problems", "observations", "discharge_summaries", "documents", "immunisations",
    "appointments", "clinics", "contacts", "safeguarding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoSource:
    id: str
    name: str
    short: str
    kind: str
    organisation: str  # ODS code, invented
    phone: str  # of the range kept for drama
    shares: tuple[str, ...]
    protocol: str = FHIR_R4
    notifies: str = ""  # asked only when a viewer chooses to (SEN-12)
    asked_by: str = "QNE01"  # ODS code of the region that asks, invented

    @property
    def sections(self) -> tuple[str, ...]:
        return (*self.shares, *_EVERY_SOURCE)


SOURCES = (
    DemoSource(
        "riverside-gp", "Riverside Medical Practice", "Riverside", "gp",
        "RNG11", "01632 960111", _GP, "gp_connect",
    ),
    DemoSource(
        "highfield-gp", "Highfield Surgery", "Highfield", "gp",
        "RNG12", "01632 960112", _GP, "gp_connect",
    ),
    DemoSource(
        "northgate-acute", "Northgate University Hospital", "Northgate", "acute",
        "RNG01", "01632 960101", _ACUTE,
    ),
    DemoSource(
        "st-columbas-acute", "St Columba’s Hospital", "St Columba’s", "acute",
        "RNG02", "01632 960102", _ACUTE,
    ),
    DemoSource(
        "lowland-mental-health", "Lowland Mental Health", "Lowland", "mental-health",
        "RNG21", "01632 960121",
        ("alerts", "allergies", "medicines", "problems", "observations", "discharge_summaries",
         "letters", "documents", "appointments", "admissions", "discharges", "clinics", "referrals", "community",
         "care_plans", "mental_health", "contacts"),
    ),
    DemoSource(
        "eastfield-community", "Eastfield Community", "Community", "community",
        "RNG22", "01632 960122",
        (*_COMMUNITY, "discharge_summaries", "safeguarding"),
    ),
    DemoSource(
        "capital-ambulance", "Capital Ambulance Service", "Ambulance", "ambulance",
        "RNG31", "01632 960131",
        ("alerts", "allergies", "observations", "ambulance_summaries", "attendances"),
    ),
    DemoSource(
        "eastfield-council", "Eastfield Council", "Council", "social-care",
        "RNG41", "01632 960141",
        ("alerts", "documents", "community", "care_plans", "social_care", "contacts", "safeguarding",
         "about_me"),
    ),
    DemoSource(
        "urgent-care-plans", "Urgent Care Plan Service", "Care plan", "care-plan",
        "RNG51", "01632 960151",
        ("alerts", "allergies", "medicines", "problems", "documents", "care_plans", "contacts"),
    ),
    DemoSource(
        "regional-laboratory", "Regional Laboratory", "Laboratory", "laboratory",
        "RNG61", "01632 960161", ("results", "reports"),
    ),
    DemoSource(
        "prescription-tracker", "Prescription Tracker", "Pharmacy", "pharmacy",
        "RNG71", "01632 960171", ("medicines", "prescriptions"), "prescriptions",
    ),
    DemoSource(
        "child-health", "Child Health Service", "Child health", "child-health",
        "RNG81", "01632 960181", ("immunisations",), "immunisation",
    ),
)  # fmt: skip

_OF_BUNDLES = {"eastfield-community": _COMMUNITY, "child-health": _CHILD}
IN_R4 = tuple(
    replace(source, protocol=FHIR_R4, shares=_OF_BUNDLES.get(source.id, source.shares))
    for source in SOURCES
)
"""The same, all in one protocol: what people of bundles have cannot all be said in another."""

BY_ID = {source.id: source for source in SOURCES}

BEYOND = DemoSource(
    "westmere-acute", "Westmere Royal Hospital", "Westmere Royal", "acute",
    "RNW01", "01632 960201", _ACUTE,
)  # fmt: skip
"""The one source of the neighbouring region."""
