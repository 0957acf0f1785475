"""Which source owns what: the home of each section, and who else may hold a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from carerecord.contract import Resource
from carerecord.demo.sources import IN_R4, DemoSource
from carerecord.sections import owner_of

_BY_ID = {source.id: source for source in IN_R4}
_KIND_OF_SECTION = {
    "alerts": "gp",
    "allergies": "gp",
    "medicines": "gp",
    "prescriptions": "pharmacy",
    "problems": "gp",
    "procedures": "acute",
    "family_history": "gp",
    "results": "laboratory",
    "reports": "laboratory",
    "observations": "gp",
    "discharge_summaries": "acute",
    "letters": "acute",
    "emergency_summaries": "acute",
    "ambulance_summaries": "ambulance",
    "documents": "acute",
    "immunisations": "gp",
    "appointments": "acute",
    "attendances": "acute",
    "admissions": "acute",
    "discharges": "acute",
    "clinics": "gp",
    "referrals": "gp",
    "community": "community",
    "care_plans": "community",
    "mental_health": "mental-health",
    "social_care": "social-care",
    "safeguarding": "social-care",
    "about_me": "social-care",
    "gp_practice": "gp",
    "contacts": "community",
}
_FOLLOWS_ENCOUNTER = {"observations", "procedures", "documents", "letters", "reports"}
_COPIES = (0, 1, 2, 3)
_COPIES_OFTEN = (45, 35, 15, 5)  # mean 0.8 copies, 1.8 items for each fact
_CHILD_YEARS = 19


def section_of(resource: Resource) -> str:
    """The one section that claims it."""
    return owner_of(resource).name


@dataclass(frozen=True, slots=True)
class Homes:
    """The sources of one person: one practice, one hospital they mostly go to, and the rest."""

    practice: DemoSource
    hospital: DemoSource
    possible: tuple[DemoSource, ...]

    @staticmethod
    def of(birth_date: str, today: date, chance: Random) -> Homes:
        practice = _BY_ID[chance.choice(("riverside-gp", "highfield-gp"))]
        hospital = _BY_ID[chance.choices(("northgate-acute", "st-columbas-acute"), (3, 1))[0]]
        young = birth_date[:4].isdecimal() and today.year - int(birth_date[:4]) < _CHILD_YEARS
        possible = tuple(
            source
            for source in IN_R4
            if (source.kind != "gp" or source is practice)
            and (source.kind != "child-health" or young)
        )
        return Homes(practice, hospital, possible)

    def home(self, section: str, encounter_home: DemoSource | None, chance: Random) -> DemoSource:
        """The owner. What was noted at an encounter belongs to whoever held it, if they share such."""
        if section == "clinics" and chance.random() < 0.4:
            return self._hospital(chance)
        if encounter_home and section in _FOLLOWS_ENCOUNTER and section in encounter_home.sections:
            return encounter_home
        kind = _KIND_OF_SECTION.get(section, "acute")
        if kind == "acute":
            return self._hospital(chance)
        return next(source for source in self.possible if source.kind == kind)

    def copies(self, sections: Sequence[str], home: DemoSource, chance: Random) -> list[DemoSource]:
        """Up to three others that share every one of these sections."""
        others = [
            source
            for source in self.possible
            if source is not home and set(sections) <= set(source.shares)
        ]
        wanted = chance.choices(_COPIES, _COPIES_OFTEN)[0]
        return chance.sample(others, min(wanted, len(others)))

    def _hospital(self, chance: Random) -> DemoSource:
        """Mostly the one they always go to."""
        others = [one for one in self.possible if one.kind == "acute" and one is not self.hospital]
        return chance.choice(others) if chance.random() < 0.2 else self.hospital
