"""What is known of somebody, as it is compared: folded, split into names, without what only stands for nothing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from carerecord.contract import Person
from carerecord.identity.folding import fold, fold_postcode, is_full_postcode

NO_NAMES = frozenset(
    [
        "baby",
        "babyboy",
        "babygirl",
        "boy",
        "child",
        "female",
        "girl",
        "infant",
        "male",
        "newborn",
        "nfn",
        "notknown",
        "test",
        "triplet",
        "twin",
        "unknown",
    ]
)
NO_DATES = frozenset({"1800-01-01", "1900-01-01", "1901-01-01", "1753-01-01", "9999-12-31"})
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DIGITS = re.compile(r"[0-9]+")
_NOWHERE = "ZZ99"  # postcodes of nobody’s home: abroad, not known, none
_CODES_OF_TWINS = re.compile(r"[0-9]+|[a-e]|one|two|three")

Born = tuple[str, str, str]
"""Year, month and day; empty where not known."""


@dataclass(frozen=True, slots=True)
class Name:
    given: str = ""  # the first, in one word
    given_parts: tuple[str, ...] = ()  # of a hyphenated one
    middle: tuple[str, ...] = ()
    family: str = ""  # in one word
    family_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    name: Name = Name()
    former: tuple[Name, ...] = ()
    born: Born = ("", "", "")
    gender: str = ""
    postcode: str = ""
    former_postcodes: tuple[str, ...] = ()
    phone: str = ""
    practice: str = ""
    number: str = ""
    closed: bool = False  # replaced, or the number withdrawn

    @property
    def estimated(self) -> bool:
        """1 January is often the day of somebody whose day is not known."""
        return self.born[1:] == ("01", "01")


def traits_of(
    person: Person,
    *,
    former: tuple[Name, ...] = (),
    former_postcodes: tuple[str, ...] = (),
    closed: bool = False,
) -> Traits:
    """Of somebody protected nothing of a place: missing is not disagreeing (SFL-1)."""
    placed = not person.protected
    return Traits(
        name=name_of(person.given, person.family),
        former=former,
        born=born_of(person.birth_date),
        gender=gender_of(person.gender),
        postcode=postcode_of(person.postcode) if placed else "",
        former_postcodes=former_postcodes if placed else (),
        phone=phone_of(person.phone) if placed else "",
        practice=person.gp_code.strip().upper() if placed else "",
        number=person.nhs_number,
        closed=closed or person.invalidated,
    )


def called(person: Person) -> Traits:
    """Of name and gender alone."""
    return Traits(name=name_of(person.given, person.family), gender=gender_of(person.gender))


def name_of(given: str, family: str) -> Name:
    """“Anne-Marie Louise” is “annemarie” of two parts, and “louise”; “Twin 1” is nobody’s name."""
    return Name(*_given(given), *_family(family))


@lru_cache(maxsize=65536)
def _given(given: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    first, *middle = [fold(one) for one in given.split()] or [""]
    parts = tuple(first.split())
    joined = "".join(parts)
    if joined in NO_NAMES or joined.isdigit():
        middle = [one for one in middle if not _CODES_OF_TWINS.fullmatch(one)]
        joined, parts = "", ()
    named = tuple(one.replace(" ", "") for one in middle if one)
    return joined, parts if len(parts) > 1 else (), named


@lru_cache(maxsize=65536)
def _family(family: str) -> tuple[str, tuple[str, ...]]:
    folded = fold(family)
    named = "" if folded.replace(" ", "") in NO_NAMES else folded
    parts = tuple(one for one in named.split() if len(one) > 1) if " " in named else ()
    return named.replace(" ", ""), parts


def born_of(date: str) -> Born:
    match = _DATE.fullmatch(date[:10])
    if match is None or date[:10] in NO_DATES:
        return "", "", ""
    return match[1], match[2] or "", match[3] or ""


def postcode_of(postcode: str) -> str:
    folded = fold_postcode(postcode)
    return folded if is_full_postcode(folded) and not folded.startswith(_NOWHERE) else ""


def phone_of(phone: str) -> str:
    """The last nine digits: with and without a country’s or a town’s beginning it is the same one."""
    digits = "".join(_DIGITS.findall(phone))
    return digits[-9:] if len(digits) >= 9 and len(set(digits[-9:])) > 1 else ""


def gender_of(gender: str) -> str:
    folded = gender.strip().lower()
    return folded if folded in ("female", "male") else ""
