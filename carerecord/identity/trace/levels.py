"""How nearly two people agree, field by field, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA, JaroWinkler

from carerecord.identity.folding import outward
from carerecord.identity.trace.details import Born, Name, Traits
from carerecord.identity.trace.nicknames import same_person_called
from carerecord.identity.trace.sounds import sound
from carerecord.identity.trace.spelling import same_spelling

Agreement = Literal["missing", "exact", "different"]
GivenLevel = Literal[
    "missing", "exact", "nickname", "spelt", "typo", "former", "swapped", "part", "similar", "initial", "middle", "different"
]  # fmt: skip
FamilyLevel = Literal["missing", "exact", "spelt", "near", "former", "swapped", "part", "different"]
BornLevel = Literal["missing", "exact", "swapped", "slip", "year", "different"]
PostcodeLevel = Literal["missing", "exact", "former", "near", "outward", "different"]
MiddleLevel = Literal["missing", "exact", "initial", "different"]

SHORTEST_FAMILY = 2  # letters: Wu, Ng and Ho are whole names, and slipped in as any other
_SIMILAR = 0.86  # of Jaro and Winkler; that and one sound is a variant of spelling


@dataclass(frozen=True, slots=True)
class Levels:
    given: GivenLevel
    family: FamilyLevel
    born: BornLevel
    gender: Agreement
    middle: MiddleLevel
    postcode: PostcodeLevel
    phone: Agreement
    practice: Agreement
    number: Agreement


def compare(
    asked: Traits, known: Traits, *, given_is_name: bool = False, family_is_name: bool = False
) -> Levels:
    """What is a name of its own, because others are called so, is nobody’s slip of the pen."""
    return Levels(
        _given(asked, known, given_is_name),
        _family(asked, known, family_is_name),
        _born(asked.born, known.born),
        _agreement(asked.gender, known.gender),
        _middle(asked.name, known.name),
        _postcode(asked, known),
        _agreement(asked.phone, known.phone),
        _agreement(asked.practice, known.practice),
        _agreement(asked.number, known.number),
    )


def _agreement(one: str, other: str) -> Agreement:
    if not one or not other:
        return "missing"
    return "exact" if one == other else "different"


def _given(asked: Traits, known: Traits, is_name: bool) -> GivenLevel:
    one, other = asked.name.given, known.name.given
    if not one or not other:
        return "missing"
    if one == other:
        return "exact"
    if is_swapped(asked.name, known.name):
        return "swapped"
    if same_person_called(one, other):
        return "nickname"
    if is_spelt(one, other, is_name=is_name):
        return "spelt"
    if is_typo(one, other) and not is_name:
        return "typo"
    if any(one == former.given for former in known.former):
        return "former"
    return _nearly_given(asked.name, known.name)


def _nearly_given(asked: Name, known: Name) -> GivenLevel:
    one, other = asked.given, known.given
    if one in known.given_parts or other in asked.given_parts:
        return "part"
    if one in known.middle or other in asked.middle:
        return "middle"
    if min(len(one), len(other)) == 1:
        return "initial" if one[0] == other[0] else "different"
    return "similar" if is_similar(one, other) else "different"


def is_swapped(asked: Name, known: Name) -> bool:
    """Given and family name in each other’s place."""
    crossed = (asked.given, asked.family) == (known.family, known.given)
    return crossed and asked.given != asked.family


def _family(asked: Traits, known: Traits, is_name: bool) -> FamilyLevel:
    one, other = asked.name, known.name
    if not one.family or not other.family:
        return "missing"
    if one.family == other.family:
        return "exact"
    if is_swapped(one, other):
        return "swapped"
    if any(one.family == former.family for former in known.former):
        return "former"
    if _shares_part(one, other) or any(_shares_part(one, former) for former in known.former):
        return "part"
    if is_spelt(one.family, other.family, SHORTEST_FAMILY, is_name=is_name):
        return "spelt"
    typo = is_typo(one.family, other.family, SHORTEST_FAMILY) and not is_name
    return "near" if typo or is_similar(one.family, other.family) else "different"


def _shares_part(one: Name, other: Name) -> bool:
    ones = {one.family, *one.family_parts}
    others = {other.family, *other.family_parts}
    return bool(ones & others)


def _born(one: Born, other: Born) -> BornLevel:
    if not one[0] or not other[0]:
        return "missing"
    if not all(one) or not all(other):
        return "year" if _agrees_as_known(one, other) else "different"
    if one == other:
        return "exact"
    if one == (other[0], other[2], other[1]):
        return "swapped"
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return "slip" if len(differ) == 1 and _slipped(*differ[0]) else "different"


def _agrees_as_known(one: Born, other: Born) -> bool:
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


def _slipped(one: str, other: str) -> bool:
    """One digit, two that changed places, or the number next to it."""
    return OSA.distance(one, other) <= 1 or abs(int(one) - int(other)) == 1


def agreeing_parts(one: Born, other: Born) -> int:
    """How many of year, month and day agree."""
    return sum(a == b for a, b in zip(one, other, strict=True) if a)


def _middle(asked: Name, known: Name) -> MiddleLevel:
    """An initial agrees with any name it begins."""
    if not asked.middle or not known.middle:
        return "missing"
    one, other = asked.middle[0], known.middle[0]
    if one == other or set(asked.middle) & set(known.middle):
        return "exact"
    if min(len(one), len(other)) == 1:
        return "initial" if one[0] == other[0] else "different"
    alike = is_typo(one, other) or is_similar(one, other) or same_person_called(one, other)
    return "initial" if alike else "different"


def _postcode(asked: Traits, known: Traits) -> PostcodeLevel:
    one, other = asked.postcode, known.postcode
    if one and one == other:
        return "exact"
    if one and one in known.former_postcodes:
        return "former"
    if not one or not other:
        return "missing"
    if OSA.distance(one, other) == 1:
        return "near"
    return "outward" if outward(one) == outward(other) else "different"


@lru_cache(maxsize=4096)
def is_typo(one: str, other: str, shortest: int = 3) -> bool:
    """One letter more, less or other, or two that changed places; never the first, and not in a very short name."""
    if min(len(one), len(other)) < shortest or one[0] != other[0]:
        return False
    return bool(OSA.distance(one, other, score_cutoff=1) == 1)


def is_spelt(one: str, other: str, shortest: int = 3, *, is_name: bool = False) -> bool:
    """The same name otherwise written: in a spelling that is known, or in a letter that is not heard."""
    if same_spelling(one, other):
        return True
    return not is_name and is_typo(one, other, shortest) and sound(one) == sound(other)


@lru_cache(maxsize=4096)
def is_similar(one: str, other: str) -> bool:
    """The same name to the ear, and nearly to the eye."""
    return sound(one) == sound(other) and bool(JaroWinkler.similarity(one, other) >= _SIMILAR)
