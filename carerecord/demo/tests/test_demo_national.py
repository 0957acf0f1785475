"""The demo's national index: everybody as the region has them, somebody it has not, and what it says when it is told to fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from carerecord.connectors import Http
from carerecord.connectors.contract import SourceError
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.pds import Pds
from carerecord.connectors.pds.pace import Pace
from carerecord.contract import Person, Receipt
from carerecord.demo.contents import Contents, invented_contents
from carerecord.demo.folder import Made
from carerecord.demo.national import Elsewhere, NationalIndex, elsewhere

MADE = Made(seed=1, today=date(2026, 11, 21).isoformat(), people=60)
CONTENTS: Contents = invented_contents(MADE)
BEYOND: Elsewhere = elsewhere(CONTENTS, MADE.seed)
RECEIPT = Receipt(1, "e")
MARGERY = CONTENTS.people[0]


@pytest.fixture
async def index() -> AsyncIterator[NationalIndex]:
    people = (*CONTENTS.people, BEYOND.person)
    fake = NationalIndex(people, dict(CONTENTS.superseded), BEYOND.withdrawn)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def pds(index: NationalIndex) -> AsyncIterator[Pds]:
    http = Http()
    yield Pds(index.url, "QNE01", http, None, Pace(10_000), within_seconds=5)
    await http.close()


def as_there(person: Person) -> Person:
    """Without what the national index does not have."""
    return replace(person, id="", gp_name="", gp_phone="", next_of_kin="")


async def test_everybody_is_known_there_as_the_region_knows_them(pds: Pds):
    for person in CONTENTS.people:
        traced = await pds.by_number(person.nhs_number, RECEIPT)
        assert traced.person == as_there(person)


async def test_whoever_is_alone_of_their_name_and_birth_date_is_traced_by_them(pds: Pds):
    called = [(one.family, one.given, one.birth_date, one.gender) for one in CONTENTS.people]
    for person, details in zip(CONTENTS.people, called, strict=True):
        if called.count(details) == 1:
            traced = await pds.by_details(*details, "", RECEIPT)
            assert traced.person == as_there(person)


async def test_a_replaced_number_leads_on_and_a_withdrawn_one_to_nobody(pds: Pds):
    ((old, new),) = CONTENTS.superseded.items()
    traced = await pds.by_number(old, RECEIPT)
    assert traced.person is not None
    assert traced.person.nhs_number == new
    assert (await pds.by_number(BEYOND.withdrawn, RECEIPT)).outcome == "withdrawn"


async def test_it_knows_somebody_the_region_does_not(pds: Pds):
    one = BEYOND.person
    traced = await pds.by_details(one.family, one.given, one.birth_date, "", "", RECEIPT)
    assert traced.person == one
    here = {person.nhs_number for person in CONTENTS.people}
    assert {one.nhs_number, BEYOND.withdrawn} & here == set()


async def test_what_was_served_is_told_without_a_number(pds: Pds, index: NationalIndex):
    await pds.by_number(MARGERY.nhs_number, RECEIPT)
    (served,) = index.faults.served
    assert MARGERY.nhs_number not in repr(served)
    assert served["path"].endswith("/Patient")


@pytest.mark.parametrize("kind", ["http_500", "malformed", "truncated", "html", "reset", "huge"])
async def test_broken_it_answers_nobody(pds: Pds, index: NationalIndex, kind: str):
    index.faults.set(Fault(kind))
    with pytest.raises(SourceError):
        await pds.by_number(MARGERY.nhs_number, RECEIPT)


async def test_the_wrong_person_is_quite_unlike_the_one_who_was_meant(
    pds: Pds, index: NationalIndex
):
    index.faults.set(Fault("wrong_person"))
    traced = await pds.by_number(MARGERY.nhs_number, RECEIPT)
    assert traced.person is not None
    assert traced.person.nhs_number == MARGERY.nhs_number
    assert traced.person.birth_date != MARGERY.birth_date
    assert traced.person.family != MARGERY.family


async def test_of_an_answer_that_comes_twice_nobody_is_chosen(pds: Pds, index: NationalIndex):
    index.faults.set(Fault("duplicate"))
    one = MARGERY
    traced = await pds.by_details(one.family, one.given, one.birth_date, "", "", RECEIPT)
    assert traced.outcome == "unsure"
