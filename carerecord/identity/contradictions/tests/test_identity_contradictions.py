"""What a source contradicts waits once, is closed by its own good answer or by a person, and is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carerecord.identity.contradictions import Contradictions, NoSuchContradiction
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
BORN, NAMED = ("birth-date",), ("name", "gender")


@pytest.fixture
def queue(db: Database) -> Contradictions:
    return Contradictions(db, now=lambda: NOW)


async def say(db: Database, queue: Contradictions, *fields: str, held: bool = True) -> None:
    await db.write(lambda tx: queue.say_within(tx, "p1", "gp", fields, held=held))


async def agree(db: Database, queue: Contradictions) -> None:
    await db.write(lambda tx: queue.agree_within(tx, "p1", "gp"))


async def waiting(queue: Contradictions) -> list[tuple[tuple[str, ...], bool]]:
    return [(one.fields, one.held) for one in await queue.open()]


async def test_it_waits_once_however_often_it_is_said_and_by_its_fields(db, queue):
    await say(db, queue, *BORN)
    await say(db, queue, *BORN)
    [one] = await queue.open()
    assert (one.person_id, one.source, one.fields, one.held, one.at) == ("p1", "gp", BORN, True, NOW)  # fmt: skip
    await say(db, queue, *NAMED, held=False)
    [later] = await queue.open()
    assert (later.id, later.fields, later.held) == (one.id, NAMED, False)


async def test_a_good_answer_closes_it_and_another_bad_one_opens_it_anew(db, queue):
    await agree(db, queue)
    assert await queue.about("p1") == {}
    await say(db, queue, *BORN)
    [first] = await queue.open()
    await agree(db, queue)
    await agree(db, queue)
    assert await queue.open() == []
    assert (await queue.about("p1"))["gp"].step == "agrees"
    await say(db, queue, *BORN)
    [second] = await queue.open()
    assert second.id != first.id


async def test_what_a_person_settled_comes_again_only_with_other_fields_or_after_a_good_answer(
    db, queue
):
    await say(db, queue, *BORN)
    [one] = await queue.open()
    settled = await queue.settle(one.id, "the source was told", "d.lead")
    assert (settled.person_id, settled.source) == ("p1", "gp")
    await say(db, queue, *BORN)
    assert await waiting(queue) == []
    await say(db, queue, *NAMED)
    assert await waiting(queue) == [(NAMED, True)]
    [other] = await queue.open()
    await queue.settle(other.id, "the same", "d.lead")
    await agree(db, queue)
    await say(db, queue, *NAMED)
    assert await waiting(queue) == [(NAMED, True)]


async def test_only_what_waits_is_settled_and_once(db, queue):
    with pytest.raises(NoSuchContradiction):
        await queue.settle("none", "why", "d.lead")
    await say(db, queue, *BORN)
    [one] = await queue.open()
    await queue.settle(one.id, "why", "d.lead")
    with pytest.raises(NoSuchContradiction):
        await queue.settle(one.id, "why", "d.lead")
