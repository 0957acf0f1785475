"""A number that may be two people's leads to nobody by itself, until a person settles it, and that is kept."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from carerecord.contract import Person
from carerecord.identity import People, Verified
from carerecord.identity.doubts import ELSEWHERE, Doubts, NoSuchDoubt
from carerecord.store import Database, StoreError

MARGERY = Person(
    "p-margery", "9990000018", "Gibson", "Margery", birth_date="1948-11-08", postcode="LS1 4AB"
)
NUMBER, BORN = MARGERY.nhs_number, MARGERY.birth_date
STRANGER = replace(
    MARGERY, id="", family="Patel", given="Rohan", birth_date="1990-02-03", postcode=""
)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
async def people(db: Database) -> People:
    index = People(db, now=lambda: NOW)
    await index.add([MARGERY])
    return index


async def leads(people: People) -> tuple[bool, str]:
    """Whether the number leads to her with her birth date, and what a trace by it comes to."""
    by_number = replace(MARGERY, postcode="", given="")
    return await people.known(NUMBER, BORN) is not None, (await people.trace(by_number)).outcome


async def test_a_doubted_number_leads_to_nobody_and_a_settled_one_leads_on(people):
    assert await leads(people) == (True, "linked")
    doubt = await people.doubts.begin(NUMBER, "two people came with it", by="d.lead")
    assert await leads(people) == (False, "choose")
    assert (
        await people.trace(replace(MARGERY, nhs_number=NUMBER))
    ).person_id == "p-margery"  # by her details
    assert await people.doubts.settle(doubt, "it is hers", by="d.lead") == NUMBER
    assert await leads(people) == (True, "linked")


async def test_the_national_index_with_somebody_else_under_it_puts_it_in_doubt(db, people):
    verified = Verified(db, people, now=lambda: NOW)
    assert await verified.found(NUMBER, STRANGER) == "disagrees"
    (doubt,) = await people.doubts.open()
    assert (doubt.nhs_number, doubt.why, doubt.said_by, doubt.at) == (NUMBER, ELSEWHERE, "", NOW)
    assert await people.by_id("p-margery") == MARGERY  # nobody is blended


async def test_what_a_person_settled_is_not_doubted_again_by_a_system(people):
    await people.doubts.settle(
        await people.doubts.begin(NUMBER, ELSEWHERE), "it is hers", by="d.lead"
    )
    assert await people.doubts.begin(NUMBER, ELSEWHERE) == ""
    assert await people.doubts.open() == []
    assert await people.doubts.begin(NUMBER, "a letter came", by="d.lead")


async def test_only_an_open_doubt_is_settled(people):
    doubt = await people.doubts.begin(NUMBER, ELSEWHERE)
    assert await people.doubts.begin(NUMBER, ELSEWHERE) == doubt
    await people.doubts.settle(doubt, "it is hers", by="d.lead")
    for id in (doubt, "none"):
        with pytest.raises(NoSuchDoubt):
            await people.doubts.settle(id, "again", by="d.lead")


async def test_what_was_said_is_kept(db, people):
    await people.doubts.begin(NUMBER, ELSEWHERE)
    for change in ("DELETE FROM number_doubt", "UPDATE number_doubt SET step = 'settled'"):
        with pytest.raises(StoreError):
            await db.write(lambda tx, change=change: tx.run(change))
    assert len(await people.doubts.open()) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_any_sequence_of_steps_is_that_of_the_model(db: Database, seed: int):
    rng, doubts = random.Random(seed), Doubts(db, now=lambda: NOW)
    numbers = ["9990000018", "9990000026", "9990000034"]
    open_, settled, ids = set(), set(), {}
    for _ in range(60):
        number, step = rng.choice(numbers), rng.choice(("system", "person", "settle"))
        if step == "settle":
            if number in open_:
                await doubts.settle(ids[number], "known", by="d.lead")
                settled.add(number)
            open_.discard(number)
        elif step == "person" or number not in settled or number in open_:
            ids[number] = await doubts.begin(number, "why", by="d.lead" if step == "person" else "")
            open_.add(number)
        else:
            assert await doubts.begin(number, "why") == ""
        assert {one for one in numbers if await doubts.holds(one)} == open_
        assert {doubt.nhs_number for doubt in await doubts.open()} == open_
