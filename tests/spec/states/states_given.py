"""Sources that bring about each row of the state table for one section, and one resource each section owns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carerecord.contract import Answer, Failure, Resource, SourceSettings
from carerecord.sections import SECTIONS, owner_of
from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, answer, permit, source, view_of

LAB = [{"coding": [{"code": "laboratory"}]}]
NONE = gibson.NO_KNOWN_ALLERGY
GP, ACUTE = "gp", "acute"
DOWN = Failure("timeout", "no answer in 8 s")


def _typed(kind: str, **elements: object) -> Resource:
    return {"resourceType": kind, "id": "one", "status": "current", **elements}


def _document(words: str) -> Resource:
    return _typed("DocumentReference", type={"text": words})


def _encounter(code: str, status: str = "finished") -> Resource:
    return _typed("Encounter", status=status, **{"class": {"code": code}})


_OWNED = (
    _typed("Flag", status="active"),
    gibson.allergy("a1", "Penicillin", "91936005", "severe", "Anaphylaxis", "1987-03-14"),
    _typed("MedicationStatement", status="active"),
    _typed("MedicationDispense", status="completed"),
    gibson.problem("p1", "Stroke", "230690007", "2017-07-24"),
    _typed("Procedure", status="completed"),
    _typed("FamilyMemberHistory", status="completed"),
    _typed("Observation", status="final", category=LAB),
    _typed("DiagnosticReport", status="final"),
    _typed("Observation", status="final", category=[{"coding": [{"code": "vital-signs"}]}]),
    _document("Discharge summary"),
    _document("Outpatient letter"),
    _document("Emergency department discharge summary"),
    _document("Ambulance clinical record"),
    _document("Wound photograph"),
    _typed("Immunization", status="completed"),
    _typed("Appointment", status="booked"),
    _encounter("EMER"),
    _encounter("IMP", "in-progress"),
    _encounter("ACUTE"),
    _encounter("AMB"),
    _typed("ServiceRequest", status="active"),
    _typed("EpisodeOfCare", status="active"),
    _typed("CarePlan", status="active", title="Asthma plan"),
    _typed("CarePlan", status="active", title="About me"),
    _typed("CarePlan", status="active", title="Safeguarding plan"),
    _typed("RiskAssessment", status="final"),
    _typed("Device", status="active"),
    _typed("Patient"),
    _typed("Organization", type=[{"coding": [{"code": "prov"}]}], name="Riverside"),
    _typed("CareTeam", status="active"),
    _typed("Claim", status="active"),
)
OWNED: Mapping[str, Resource] = {owner_of(one).name: one for one in _OWNED}
NAMES = tuple(name for name in EVERY if name in OWNED)
"""Sections of which an item is enough to have an entry; the practice is known by the index as well."""


@dataclass(frozen=True, slots=True)
class Made:
    """A view in which the section stands in this row, and what must be read of it."""

    view: View
    row: str
    heading: str


def made(name: str, row: str, *, holds: bool = True) -> Made:
    """Two sources that share this section and no other. Of what may not be shown it may hold something or not."""
    shares = (name,) if row != "10" else tuple(one for one in EVERY if one != name)
    sources = tuple(_source(id, shares) for id in (GP, ACUTE))
    levels = {one: "full" for one in EVERY if row != "11" or one != name}
    view = view_of(
        *(_answers(name, row) if holds else ()), sources=sources, decision=permit(levels)
    )
    return Made(view, row, heading_of(name, row))


def heading_of(name: str, row: str) -> str:
    allergies = name == "allergies"
    x = "Allergies" if allergies else next(s.title for s in SECTIONS if s.name == name)
    known = "Known allergies" if allergies else x
    return {
        "1": f"{known}: 1",
        "2": f"{known}: at least 1",
        "3": "No known allergies",
        "3b": "No known allergies in the sources that answered",
        "4": f"{x} not recorded",
        "4b": f"{x} not recorded in the 1 source that answered",
        "5": "Records disagree",
        "6": f"{x} unavailable",
        "10": "Not shared by any source",
        "11": "Not shown",
    }[row]


def rows_of(name: str) -> tuple[str, ...]:
    """Only of allergies is there a statement of none."""
    every = ("1", "2", "4", "4b", "6", "10", "11")
    return ("1", "2", "3", "3b", "4", "4b", "5", "6", "10", "11") if name == "allergies" else every


def _answers(name: str, row: str) -> tuple[Answer, ...]:
    held, down = answer(GP, [OWNED[name]]), answer(ACUTE, failure=DOWN)
    return {
        "1": (held,),
        "2": (held, down),
        "3": (answer(GP, [NONE]),),
        "3b": (answer(GP, [NONE]), down),
        "4b": (down,),
        "5": (held, answer(ACUTE, [NONE])),
        "6": (answer(GP, failure=DOWN), down),
        "11": (held,),
    }.get(row, ())


def _source(id: str, shares: tuple[str, ...]) -> SourceSettings:
    name = {GP: "Riverside", ACUTE: "Northgate"}[id]
    return source(id, name, name, id, shares)
