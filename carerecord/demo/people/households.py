"""Households: who lives with whom, where, and at which practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from carerecord.demo.people.names import BY_KEY, TRADITIONS, Tradition
from carerecord.demo.people.places import (
    CARE_HOME,
    CARE_HOME_PHONE,
    CARE_HOME_POSTCODE,
    address,
    home_phone,
    mobile,
)

_WEIGHTS = [tradition.share for tradition in TRADITIONS]
_KINDS = ("alone", "couple", "family", "twins", "older-alone", "older-couple", "care-home")
_KIND_WEIGHTS = (20, 18, 34, 2, 12, 11, 3)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a household, before number and stories."""

    household: str
    family: str
    given: str
    title: str
    gender: str
    born: date
    origin: str
    address: str
    postcode: str
    phone: str
    practice: str
    hospital: str
    care_home: bool = False
    next_of_kin: str = ""


def grow(seed: int, today: date) -> Iterator[Member]:
    """Households without end, one member after the other."""
    number = 0
    while True:
        rng = Random(seed * 1_000_003 + number)
        yield from _household(rng, f"h{number}", today)
        number += 1


def _household(rng: Random, key: str, today: date) -> Iterator[Member]:
    kind = rng.choices(_KINDS, _KIND_WEIGHTS)[0]
    tradition = rng.choices(TRADITIONS, _WEIGHTS)[0]
    where = _Home(rng, key, kind)
    people = list(_members(rng, kind, tradition, today))
    for place, (given, gender, born, family) in enumerate(people):
        yield Member(
            where.key, family, given, _title(rng, gender, born, today), gender, born,
            tradition.key, where.address, where.postcode,
            where.phone if where.care_home else mobile(rng), where.practice, where.hospital,
            where.care_home, _kin(rng, people, place, today),
        )  # fmt: skip


class _Home:
    def __init__(self, rng: Random, key: str, kind: str) -> None:
        self.care_home = kind == "care-home"
        self.key = "willow-court" if self.care_home else key
        street, postcode = address(rng)
        self.address = CARE_HOME if self.care_home else street
        self.postcode = CARE_HOME_POSTCODE if self.care_home else postcode
        self.phone = CARE_HOME_PHONE if self.care_home else home_phone(rng)
        self.practice = "riverside-gp" if self.care_home or rng.random() < 0.55 else "highfield-gp"
        self.hospital = "northgate-acute" if rng.random() < 0.6 else "st-columbas-acute"


_Someone = tuple[str, str, date, str]  # given, gender, born, family


def _members(rng: Random, kind: str, names: Tradition, today: date) -> Iterator[_Someone]:
    family = rng.choice(names.family)
    elders = {"alone": (19, 64), "older-alone": (66, 97), "care-home": (76, 101)}
    if kind in elders:
        yield _someone(rng, names, family, _gender(rng), _born(rng, today, *elders[kind]))
        return
    low, high = {"couple": (24, 66), "older-couple": (66, 92)}.get(kind, (25, 48))
    first = _born(rng, today, low, high)
    yield _someone(rng, names, family, "female", first)
    if kind != "family" or rng.random() < 0.75:
        partner = rng.choices((names, rng.choice(TRADITIONS)), (85, 15))[0]
        other = family if rng.random() < 0.8 else rng.choice(partner.family)
        yield _someone(
            rng, partner, other, "male", first + timedelta(days=rng.randint(-2200, 1500))
        )
    if kind == "family":
        for _ in range(rng.choices((1, 2, 3, 4), (35, 42, 17, 6))[0]):
            yield _someone(rng, names, family, _gender(rng), _child_born(rng, first, today))
    if kind == "twins":
        born = _child_born(rng, first, today)
        gender = _gender(rng)
        for given in rng.sample(_given(names, gender), 2):
            yield given, gender, born, family


def _someone(rng: Random, names: Tradition, family: str, gender: str, born: date) -> _Someone:
    return rng.choice(_given(names, gender)), gender, born, family


def _given(names: Tradition, gender: str) -> tuple[str, ...]:
    return names.female if gender == "female" else names.male


def _gender(rng: Random) -> str:
    return "female" if rng.random() < 0.52 else "male"


def _born(rng: Random, today: date, low: int, high: int) -> date:
    return today - timedelta(days=int(rng.uniform(low, high) * 365.25))


def _child_born(rng: Random, mother: date, today: date) -> date:
    age = (today - mother).days // 365
    return today - timedelta(days=rng.randint(60, min(17, max(1, age - 19)) * 365))


def _title(rng: Random, gender: str, born: date, today: date) -> str:
    draw = rng.random()
    if (today - born).days < 16 * 365:
        return ""
    if gender == "male":
        return "Dr" if draw < 0.02 else "Mr"
    return "Dr" if draw < 0.02 else "Mrs" if draw < 0.55 else "Ms" if draw < 0.85 else "Miss"


def _kin(rng: Random, people: list[_Someone], place: int, today: date) -> str:
    """Somebody of the household, else a relation elsewhere with a name of the same tradition."""
    phone = mobile(rng)
    me = people[place]
    adults = [one for one in people if one is not me and (today - one[2]).days > 18 * 365]
    if not adults:
        return f"{me[3]} family {phone}" if rng.random() < 0.7 else ""
    other = adults[0]
    child = (today - me[2]).days < 18 * 365
    relation = {
        ("female", True): "mother", ("male", True): "father",
        ("female", False): "wife", ("male", False): "husband",
    }[other[1], child]  # fmt: skip
    return f"{other[0]} {other[3]} ({relation}) {phone}"


def ethnicity(origin: str) -> tuple[str, str]:
    return BY_KEY[origin].ethnicity
