"""Where people live and who looks after them: streets, practices, hospitals, the care home."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STREETS = (
    "Alder Mews", "Bellfounder Lane", "Candlemaker Row", "Dovecote Street", "Eastfield Parade",
    "Foundry Close", "Gasworks Hill", "Hawthorn Rise", "Ironmonger Yard", "Juniper Gardens",
    "Kiln Road", "Lantern Walk", "Millrace Avenue", "Nightingale Court", "Orchard Terrace",
    "Pepperpot Lane", "Quayside View", "Ropewalk Street", "Saddlers Green", "Tannery Road",
    "Upper Sluice", "Viaduct Street", "Weighbridge Lane", "Yarrow Crescent",
)  # fmt: skip
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those a real unit postcode may end with
CARE_HOME = "Willow Court Care Home, 63 Wilkinson Bay, London"
CARE_HOME_POSTCODE = "E99 3AA"
CARE_HOME_PHONE = "020 7946 0143"


@dataclass(frozen=True, slots=True)
class Practice:
    source: str
    code: str
    name: str
    phone: str
    doctors: tuple[str, ...]
    nurse: str


RIVERSIDE = Practice(
    "riverside-gp", "G99001", "Riverside Medical Practice", "020 7946 0112",
    ("Dr P Ellery", "Dr N Achebe", "Dr S Farrukh"), "Nurse C Whitlow",
)  # fmt: skip
HIGHFIELD = Practice(
    "highfield-gp", "G99002", "Highfield Surgery", "020 7946 0126",
    ("Dr M Szymanska", "Dr J Pettifer", "Dr R Coomaraswamy"), "Nurse B Olaniyan",
)  # fmt: skip
PRACTICES = {practice.source: practice for practice in (RIVERSIDE, HIGHFIELD)}

ORGANISATIONS = {
    "riverside-gp": ("G99001", "Riverside Medical Practice", "020 7946 0112"),
    "highfield-gp": ("G99002", "Highfield Surgery", "020 7946 0126"),
    "northgate-acute": ("RNG01", "Northgate University Hospital", "020 7946 0150"),
    "st-columbas-acute": ("RSC01", "St Columba’s Hospital", "020 7946 0155"),
    "lowland-mental-health": ("RLM01", "Lowland Mental Health", "020 7946 0160"),
    "eastfield-community": ("REC01", "Eastfield Community", "020 7946 0167"),
    "capital-ambulance": ("RCA01", "Capital Ambulance Service", "020 7946 0174"),
    "eastfield-council": ("E9901", "Eastfield Council", "020 7946 0171"),
    "urgent-care-plans": ("UCP01", "Urgent Care Plan Service", "020 7946 0180"),
    "regional-laboratory": ("LAB01", "Regional Laboratory", "020 7946 0184"),
    "prescription-tracker": ("EPS01", "Prescription Tracker", "020 7946 0188"),
    "child-health": ("CHS01", "Child Health Service", "020 7946 0192"),
}
SOURCES = tuple(ORGANISATIONS)


def address(rng: Random) -> tuple[str, str]:
    """A street address and its postcode, of the invented E99 area."""
    street = rng.randrange(len(STREETS))
    unit = f"{_LETTERS[rng.randrange(20)]}{_LETTERS[rng.randrange(20)]}"
    house = rng.randint(1, 180)
    flat = f"Flat {rng.randint(1, 40)}, " if rng.random() < 0.35 else ""
    return f"{flat}{house} {STREETS[street]}, London", f"E99 {street % 9 + 1}{unit}"


def home_phone(rng: Random) -> str:
    return f"020 7946 0{rng.randint(200, 999)}"


def mobile(rng: Random) -> str:
    return f"07700 900{rng.randint(0, 999):03d}"
