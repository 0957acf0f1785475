"""Where people live and who looks after them: streets, practices, hospitals, the care home."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from carerecord.demo.sources import BEYOND, BY_ID
from carerecord.demo.sources import SOURCES as DEMO_SOURCES

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


def _registered(source: str) -> tuple[str, str, str]:
    return BY_ID[source].organisation, BY_ID[source].name, BY_ID[source].phone


RIVERSIDE = Practice(
    "riverside-gp", *_registered("riverside-gp"),
    ("Dr P Ellery", "Dr N Achebe", "Dr S Farrukh"), "Nurse C Whitlow",
)  # fmt: skip
HIGHFIELD = Practice(
    "highfield-gp", *_registered("highfield-gp"),
    ("Dr M Szymanska", "Dr J Pettifer", "Dr R Coomaraswamy"), "Nurse B Olaniyan",
)  # fmt: skip
PRACTICES = {practice.source: practice for practice in (RIVERSIDE, HIGHFIELD)}

ORGANISATIONS = {
    source.id: (source.organisation, source.name, source.phone)
    for source in (*DEMO_SOURCES, BEYOND)
}


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
