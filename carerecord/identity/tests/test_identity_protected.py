"""Whom a source protects, the index protects: in searches, after an import, and under another number (SFL-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from carerecord.contract import Person
from carerecord.identity import People
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
ADA = Person(
    "p1", "9990000018", "GIBSON", "Ada", birth_date="1948-11-08", gender="female",
    address="1 High Street", postcode="LS1 4AB",
)  # fmt: skip
LATER = replace(ADA, id="p2", nhs_number="9990000026")
LAST = replace(ADA, id="p3", nhs_number="9990000034")


@pytest.fixture
async def people(db: Database) -> People:
    index = People(db, now=lambda: NOW)
    await index.add([ADA])
    return index


async def protected(people: People, person_id: str) -> bool:
    found = await people.by_id(person_id)
    assert found is not None
    by_postcode = await people.search("Gibson", "Ada", postcode="LS1 4AB")
    assert bool(by_postcode) is not found.protected
    everyone = [one.protected async for one in people.everyone() if one.id == found.id]
    assert everyone == [found.protected]
    assert (await people.by_number(found.nhs_number)).person == found
    return found.protected


async def test_nobody_is_protected_unsaid(people: People):
    assert not await protected(people, "p1")


async def test_whom_a_source_protects_is_protected_and_stays_so_after_an_import(people: People):
    await people.protect(ADA, ["gp", "acute"])
    await people.protect(ADA, ["gp"])
    assert await protected(people, "p1")
    await people.add([replace(ADA, given="Ada Mary", address="2 High Street")])
    assert await protected(people, "p1")
    assert [one.given for one in await people.search("Gibson", "Ada", gender="female")] == [
        "Ada Mary"
    ]


async def test_it_holds_under_every_number_that_leads_on(people: People):
    await people.protect(ADA, ["gp"])
    await people.supersede(LATER.nhs_number, LAST.nhs_number)
    await people.supersede(ADA.nhs_number, LATER.nhs_number)
    await people.add([LATER, LAST])
    assert await protected(people, "p1")
    found = await people.by_id("p1")
    assert found is not None
    assert found.id == "p3"


async def known(people: People, **changes: str) -> str:
    await people.add([replace(ADA, **changes)])
    found = await people.by_id("p1")
    assert found is not None
    return found.death_known


async def test_the_day_a_death_was_first_known_of_stays_as_long_as_it_holds(db: Database):
    at = NOW
    people = People(db, now=lambda: at)
    assert await known(people) == ""
    assert await known(people, death_status="informal") == "2026-11-21"
    at = datetime(2026, 12, 1, tzinfo=UTC)
    assert await known(people, death_status="formal") == "2026-11-21"
    assert await known(people, death_status="formal", died="2026-11-20") == "2026-11-21"
    assert await known(people, death_status="removed") == ""
    assert await known(people, died="2026-11-20") == "2026-12-01"
    at = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    assert await known(people) == ""
    assert await known(people, died="2027-06") == "2027-07-02"
