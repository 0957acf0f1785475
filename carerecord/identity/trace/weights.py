"""What each agreement is worth, in bits: log2 of how much likelier it is of one person than of two (Fellegi and Sunter). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from carerecord.identity.trace.levels import Levels

GIVEN: Mapping[str, float] = {
    "missing": 0, "nickname": 5.0, "spelt": 6.0, "typo": 6.0, "former": 4.0, "swapped": 6.0, "part": 3.5, "similar": 3.5,
    "initial": 1.5, "middle": 1.5, "different": -7.0,
}  # fmt: skip
FAMILY: Mapping[str, float] = {
    "missing": 0, "spelt": 5.5, "near": 5.5, "former": 8.0, "swapped": 7.0, "part": 6.0, "different": -4.5,
}  # fmt: skip
BORN: Mapping[str, float] = {
    "missing": 0, "exact": 14.5, "swapped": 8.5, "slip": 7.0, "year": 5.0, "different": -8.0,
}  # fmt: skip
ESTIMATED = 7.5  # bits of an exact 1 January
GENDER: Mapping[str, float] = {"missing": 0, "exact": 1.0, "different": -6.0}
MIDDLE: Mapping[str, float] = {"missing": 0, "exact": 5.0, "initial": 2.5, "different": -4.0}
POSTCODE: Mapping[str, float] = {
    "missing": 0, "exact": 14.5, "former": 11.5, "near": 8.0, "outward": 4.5, "different": -2.5,
}  # fmt: skip
PHONE: Mapping[str, float] = {"missing": 0, "exact": 16.0, "different": -1.0}
PRACTICE: Mapping[str, float] = {"missing": 0, "exact": 5.0, "different": -1.5}
NUMBER: Mapping[str, float] = {"missing": 0, "exact": 22.0, "different": -12.0}
HOUSEHOLD_MOST = 17.0  # postcode, phone and practice of one home are one fact, told three times
ANOTHER_OF_THE_FAMILY = (
    -8.0
)  # born on the same day, of the same family name, called otherwise: a twin
CALLED_SO = 3  # people, and it is a name; fewer may all be slips of the pen
COMMONEST, RAREST = 3.0, 14.0  # bits of an exact name


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many in the index are called so, of how many."""

    given: int
    family: int
    people: int

    @property
    def given_is_name(self) -> bool:
        return self.given >= CALLED_SO

    @property
    def family_is_name(self) -> bool:
        return self.family >= CALLED_SO

    def bits(self, called: int) -> float:
        share = (called + 1) / (self.people + 1)
        return min(RAREST, max(COMMONEST, -log2(share)))


def weight(levels: Levels, rarity: Rarity, *, estimated: bool) -> float:
    """Posterior bits: above nothing the two are rather one person than not, of all in the index."""
    return (
        -log2(rarity.people + 2)
        + (rarity.bits(rarity.given) if levels.given == "exact" else GIVEN[levels.given])
        + (rarity.bits(rarity.family) if levels.family == "exact" else FAMILY[levels.family])
        + (ESTIMATED if levels.born == "exact" and estimated else BORN[levels.born])
        + GENDER[levels.gender]
        + MIDDLE[levels.middle]
        + NUMBER[levels.number]
        + household(levels)
        + twin(levels)
    )


def household(levels: Levels) -> float:
    bits = POSTCODE[levels.postcode] + PHONE[levels.phone] + PRACTICE[levels.practice]
    return min(bits, HOUSEHOLD_MOST)


def twin(levels: Levels) -> float:
    same_birth = levels.born == "exact" and levels.family in ("exact", "spelt", "near")
    another = levels.given in ("different", "middle", "initial")
    return ANOTHER_OF_THE_FAMILY if same_birth and another else 0.0
