"""Whom a search returns: one's own by a few details, anybody by enough of them, and how many of each (LR-25, ux S2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Person, Viewer
from carerecord.identity.nhs_number import NotAnNHSNumber, read
from carerecord.store import Database
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.contract import Criteria, Matches
from carerecord.viewing.finding import TOO_FEW
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, PERSON, DoorRegion

NURSE = replace(DOCTOR, id="n.home", role="care-home-nurse", session="s4")
FEW = Criteria(family="Gibson", given="Margery", gender="female")
ENOUGH = Criteria(family="Gibson", birth_date=PERSON.birth_date, gender="female")
OLD = "9990000026"


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


def _is_valid(number: str) -> bool:
    try:
        return read(number) == number
    except NotAnNHSNumber:
        return False


NUMBERS = [one for one in map(str, range(9990000100, 9990000500)) if _is_valid(one)]


async def known(region: DoorRegion, own: int, others: int) -> list[str]:
    """Besides the one there is: so many the doctor is linked to, and others of the same details; the ids of their own."""
    people = [replace(PERSON, id=f"q{n:02}", nhs_number=NUMBERS[n]) for n in range(own + others)]
    await region.people.add(people)
    for one in people[others:]:
        await region.relate(person_id=one.id, id=f"e-{one.id}")
    return [one.id for one in people[others:]]


@pytest.mark.parametrize(
    ("own", "others", "shown", "more"),
    [
        (0, 4, 5, False),
        (0, 5, 0, True),
        (4, 4, 9, False),
        (9, 0, 10, False),
        (10, 0, 10, True),
        (8, 5, 8, True),
    ],
)
async def test_by_enough_of_them_ten_people_are_found_and_five_one_is_not_linked_to(
    region: DoorRegion, own: int, others: int, shown: int, more: bool
):
    await known(region, own, others)
    found = await region.records.find(DOCTOR, ENOUGH)
    assert (len(found.people), found.more, found.among) == (shown, more, "everybody")


@pytest.mark.parametrize(("own", "shown", "more"), [(0, 0, False), (10, 10, False), (11, 10, True)])
async def test_by_a_few_details_up_to_ten_of_ones_own_are_found(
    region: DoorRegion, own: int, shown: int, more: bool
):
    await known(region, own, 0)
    found = await region.records.find(DOCTOR, FEW)
    assert (len(found.people), found.more, found.among) == (shown, more, "linked")


async def test_ones_own_are_found_although_many_others_come_before_them(region: DoorRegion):
    ids = await known(region, 1, 15)
    found = await region.records.find(DOCTOR, FEW)
    assert [person.id for person in found.people] == ids


@pytest.mark.parametrize(
    "asked",
    [Criteria(given="Margery", birth_date=PERSON.birth_date), Criteria(family="Gibson")],
)
async def test_with_too_few_details_nobody_is_looked_for(region: DoorRegion, asked: Criteria):
    assert await region.records.find(NURSE, asked) == Matches(problem=TOO_FEW)


async def moved(region: DoorRegion) -> Person:
    person = replace(PERSON, id="p2", nhs_number=NUMBERS[0], postcode="NE1 4LP")
    await region.people.add([person])
    return person


async def test_a_postcode_narrows_a_search_and_identifies_with_a_date_of_birth(region: DoorRegion):
    person = await moved(region)
    asked = replace(ENOUGH, gender="", postcode="NE1 4LP")
    found = await region.records.find(DOCTOR, asked)
    assert ([one.id for one in found.people], found.among) == ([person.id], "everybody")


@pytest.mark.parametrize(("birth_date", "many"), [(PERSON.birth_date, 1), ("1950-01-01", 0)])
async def test_a_number_and_a_date_of_birth_have_to_be_the_same_persons(
    region: DoorRegion, birth_date: str, many: int
):
    asked = Criteria(nhs_number=PERSON.nhs_number, birth_date=birth_date)
    assert len((await region.records.find(DOCTOR, asked)).people) == many


@pytest.mark.parametrize(
    ("viewer", "linked", "people", "replaced"),
    [(DOCTOR, False, 1, OLD), (NURSE, False, 0, ""), (NURSE, True, 1, OLD)],
)
async def test_that_a_number_was_replaced_is_told_with_the_person_alone(
    region: DoorRegion, viewer: Viewer, linked: bool, people: int, replaced: str
):
    await region.people.supersede(OLD, PERSON.nhs_number)
    if linked:
        await region.relate(viewer)
    found = await region.records.find(viewer, Criteria(nhs_number=OLD))
    assert (len(found.people), found.replaced) == (people, replaced)


async def test_who_cannot_be_let_search_again_is_told_so(region: DoorRegion):
    await region.without("access_search_stop")
    with pytest.raises(RecordUnavailable):
        await region.records.signed("resumed", CLERK)
