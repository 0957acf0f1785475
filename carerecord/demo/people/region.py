"""Put the region together: people, staff, evidence, objections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from carerecord.contract import Person
from carerecord.demo.people.contract import InventedPerson, InventedRegion, ObjectionState
from carerecord.demo.people.evidence import evidence_of, with_care
from carerecord.demo.people.households import Member, grow
from carerecord.demo.people.lives import ORDER, sources_of, stories_for
from carerecord.demo.people.named import CASES, NamedCase
from carerecord.demo.people.numbers import numbers
from carerecord.demo.people.places import (
    CARE_HOME,
    CARE_HOME_PHONE,
    CARE_HOME_POSTCODE,
    PRACTICES,
    address,
    mobile,
)
from carerecord.demo.people.staff import STAFF

_FIXED_NUMBERS = frozenset(case.number for case in CASES if case.number)


def invent_region(seed: int, people: int, today: date) -> InventedRegion:
    """The same region for the same seed, size and day; a larger one begins with the smaller."""
    fresh = (number for number in numbers(seed) if number not in _FIXED_NUMBERS)
    everyone = tuple(_everyone(seed, people, today, fresh))
    evidence = tuple(evidence_of(everyone, today))
    objections: dict[str, ObjectionState] = {}
    for person, case in zip(everyone, CASES, strict=False):
        if case.objection == "restricted":
            objections[person.person.nhs_number] = "restricted"
        elif case.objection == "blocked":
            objections[person.person.nhs_number] = "blocked"
    superseded = {one.former_number: one.person.nhs_number for one in everyone if one.former_number}
    return InventedRegion(everyone, with_care(STAFF, evidence), evidence, objections, superseded)


def _everyone(
    seed: int, people: int, today: date, fresh: Iterator[str]
) -> Iterator[InventedPerson]:
    for index, case in enumerate(CASES[:people]):
        yield _named(seed, index, case, today, fresh)
    members = grow(seed, today)
    for index in range(len(CASES), people):
        yield _ordinary(seed, index, next(members), today, next(fresh))


def _named(
    seed: int, index: int, case: NamedCase, today: date, fresh: Iterator[str]
) -> InventedPerson:
    family, _, rest = case.name.partition(", ")
    given, _, title = rest.partition(" (")
    rng = Random(f"{seed}/{case.household or case.name}")
    at_home = case.household == "willow-court"
    street, postcode = (CARE_HOME, CARE_HOME_POSTCODE) if at_home else address(rng)
    member = Member(
        case.household or f"n{index}", _cased(family), given, title.rstrip(")"), case.gender,
        case.birth_date(today), case.origin, street, postcode,
        CARE_HOME_PHONE if at_home else mobile(rng), case.practice, case.hospital, at_home,
        case.next_of_kin,
    )  # fmt: skip
    stories = tuple(sorted(case.stories.split(), key=ORDER.__getitem__))
    number = case.number or next(fresh)
    former = next(fresh) if case.case == "superseded" else ""
    died = today - timedelta(days=case.died_days_ago) if case.died_days_ago else None
    return _person(
        seed, index, member, number, stories, case=case.case, died=died,
        protected=case.protected, former=former, staff=case.staff, watched_by=case.watched_by,
    )  # fmt: skip


def _ordinary(seed: int, index: int, member: Member, today: date, number: str) -> InventedPerson:
    rng = Random(seed * 2_000_003 + index)
    age = (today - member.born).days * 100 // 36525
    stories = stories_for(rng, age, member.gender)
    if member.care_home:
        stories = tuple(sorted({*stories, "care-home"}, key=ORDER.__getitem__))
    return _person(seed, index, member, number, stories)


def _person(
    seed: int, index: int, member: Member, number: str, stories: tuple[str, ...], *,
    case: str = "", died: date | None = None, protected: bool = False, former: str = "",
    staff: str = "", watched_by: str = "",
) -> InventedPerson:  # fmt: skip
    practice = PRACTICES.get(member.practice)
    shown = practice if practice and not protected else None
    person = Person(
        id=hashlib.blake2b(f"{seed}/{index}".encode(), digest_size=10).hexdigest(),
        nhs_number=number,
        family=member.family,
        given=member.given,
        title=member.title,
        birth_date=member.born.isoformat(),
        gender=member.gender,
        died=died.isoformat() if died else "",
        address="" if protected else member.address,
        postcode="" if protected else member.postcode,
        phone="" if protected else member.phone,
        gp_code=shown.code if shown else "",
        gp_name=shown.name if shown else "",
        gp_phone=shown.phone if shown else "",
        next_of_kin="" if protected else member.next_of_kin,
        protected=protected,
    )
    return InventedPerson(
        index=index,
        person=person,
        case=case,
        household=member.household,
        home=(member.address, member.postcode),
        origin=member.origin,
        practice=member.practice,
        hospital=member.hospital,
        stories=stories,
        sources=sources_of(stories, member.practice, member.hospital),
        care_home=member.care_home,
        staff=staff,
        watched_by=watched_by,
        former_number=former,
    )


def _cased(family: str) -> str:
    """“O'BRIEN” as “O'Brien”: the banner puts it in capitals again."""
    return family.title()
