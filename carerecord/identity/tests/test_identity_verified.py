"""What the national index says becomes what the region knows: names, restrictions, replaced and withdrawn numbers."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.contract import Person
from carerecord.identity import People, Verified
from carerecord.identity.verified import fits

NOW = datetime(2026, 11, 8, 12, tzinfo=UTC)
OURS = Person(
    "p1", "9990000042", "Gibson", "Margery", "Mrs", "1948-11-08", "female",
    address="1 Hill Road", postcode="LS1 4AB", gp_code="B82617", gp_name="Riverside",
    gp_phone="0113 496 0100", next_of_kin="Daughter",
)  # fmt: skip
THEIRS = replace(OURS, id="", family="Gibson-Reid", gp_name="", gp_phone="", next_of_kin="")
OLD = "9990000026"


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people(db):
    return People(db)


@pytest.fixture
def verified(db, people, clock):
    return Verified(db, people, now=clock)


async def test_the_details_become_as_the_national_index_has_them(people, verified):
    await people.add([OURS])
    assert await verified.found(OURS.nhs_number, THEIRS) == "found"
    assert await people.by_id("p1") == replace(OURS, family="Gibson-Reid")
    assert await people.search("Gibson-Reid", "Margery", "1948-11-08")


async def test_another_practice_is_not_called_by_the_name_of_the_old_one(people, verified):
    await people.add([OURS])
    await verified.found(OURS.nhs_number, replace(THEIRS, gp_code="B86044"))
    person = await people.by_id("p1")
    assert (person.gp_code, person.gp_name, person.gp_phone) == ("B86044", "", "")


async def test_somebody_the_region_did_not_know_is_known_from_now_on(people, verified):
    await verified.found(THEIRS.nhs_number, THEIRS)
    person = (await people.by_number(THEIRS.nhs_number)).person
    assert person == replace(THEIRS, id=person.id)
    assert person.id


async def test_a_replaced_number_leads_to_the_person_with_the_new_one(people, verified):
    await people.add([replace(OURS, id="p0", nhs_number=OLD)])
    assert await verified.found(OLD, THEIRS) == "found"
    found = await people.by_number(OLD)
    assert (found.person.nhs_number, found.replaced) == (THEIRS.nhs_number, OLD)
    assert (await people.by_id("p0")).nhs_number == THEIRS.nhs_number
    assert await verified.lately(OLD) == await verified.lately(THEIRS.nhs_number) == "found"


async def test_somebody_quite_unlike_whom_the_region_has_overwrites_nobody(people, verified):
    await people.add([OURS])
    other = replace(THEIRS, family="Else", birth_date="1961-03-08")
    assert await verified.found(OURS.nhs_number, other) == "disagrees"
    assert await people.by_id("p1") == OURS


async def test_a_number_said_to_be_replaced_by_somebody_unlike_leads_nowhere(people, verified):
    await people.add([replace(OURS, id="p0", nhs_number=OLD, birth_date="1961-03-09")])
    assert await verified.found(OLD, THEIRS) == "disagrees"
    assert (await people.by_number(OLD)).person.id == "p0"


async def test_a_restriction_is_taken_over_and_never_taken_back(people, verified):
    await people.add([OURS])
    hidden = replace(THEIRS, protected=True, address="", postcode="", gp_code="")
    await verified.found(OURS.nhs_number, hidden)
    person = await people.by_id("p1")
    assert (person.protected, person.address, person.postcode, person.gp_name) == (True, "", "", "")
    await verified.found(OURS.nhs_number, THEIRS)
    assert (await people.by_id("p1")).protected


async def test_a_restriction_goes_on_to_the_number_that_replaces_the_old_one(people, verified):
    await people.add([replace(OURS, id="p0", nhs_number=OLD, protected=True)])
    await verified.found(OLD, THEIRS)
    assert (await people.by_number(OLD)).person.protected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({}, ("2026-10-01", "informal")),
        ({"died": "2026-10-02", "death_status": "formal"}, ("2026-10-02", "formal")),
        ({"death_status": "removed"}, ("", "removed")),
    ],
)
async def test_a_death_stays_known_until_it_is_taken_back(people, verified, said, kept):
    await people.add([replace(OURS, died="2026-10-01", death_status="informal")])
    await verified.found(OURS.nhs_number, replace(THEIRS, **said))
    person = await people.by_id("p1")
    assert (person.died, person.death_status) == kept


async def test_two_who_ask_at_once_about_somebody_new_make_one_person(people, verified):
    both = await asyncio.gather(*(verified.found(THEIRS.nhs_number, THEIRS) for _ in range(2)))
    assert both == ["found", "found"]
    assert [one.nhs_number async for one in people.everyone()] == [THEIRS.nhs_number]


async def test_a_withdrawn_number_closes_whoever_the_region_has_under_it(people, verified):
    await people.add([OURS])
    assert await verified.withdrawn(OURS.nhs_number) == "withdrawn"
    assert (await people.by_id("p1")).invalidated
    assert await verified.withdrawn("9990000050") == "withdrawn"


async def test_what_was_said_counts_for_a_day(verified, clock):
    assert await verified.lately(OURS.nhs_number) is None
    await verified.unknown(OURS.nhs_number)
    clock.now += timedelta(hours=23, minutes=59)
    assert await verified.lately(OURS.nhs_number) == "unknown"
    clock.now += timedelta(minutes=1)
    assert await verified.lately(OURS.nhs_number) is None


@pytest.mark.parametrize(
    ("family", "given", "born", "agrees"),
    [
        ("gibson", "", "1948-11-08", True),
        ("Gibson", "Margery Ann", "1948-11-08", True),
        ("O’Gibson", "Margery", "1948-11-08", False),
        ("Gibson", "Mary", "1948-11-08", False),
        ("Gibson", "Margery", "1948-11-09", False),
    ],
)
def test_whoever_was_traced_by_details_fits_them(family, given, born, agrees):
    assert fits(OURS, family, given, born) is agrees
