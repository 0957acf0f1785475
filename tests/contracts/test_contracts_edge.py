"""Edge copies asked as every source is: every state of a source, and nobody else's items."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.config import Fanout
from carerecord.contract import Answer
from carerecord.edge import Edge, EdgeSource
from carerecord.edge.tests.edge_given import (
    KEY,
    OTHER,
    QUERY,
    RECEIPT,
    SETTINGS,
    allergy,
    at,
    call_off,
    keep,
    patient,
)
from carerecord.federation import Breakers, ask_all
from carerecord.store import Database


@pytest.fixture
def edge(db: Database) -> Edge:
    return Edge(db, KEY)


async def asked(edge: Edge) -> Answer:
    sources = [EdgeSource(SETTINGS, edge)]
    (answer,) = await ask_all(sources, QUERY, RECEIPT, within=3.0, breakers=Breakers(Fanout()))
    return answer


async def test_what_is_held_is_answered_with_the_person_checked(edge, db):
    await keep(edge, db, [patient(), allergy()])
    answer = await asked(edge)
    assert (answer.state, answer.failure, answer.received) == ("answered", None, 2)
    assert [item.resource["id"] for item in answer.patients] == ["p1"]
    assert [item.resource["id"] for item in answer.items] == ["a1"]


async def test_nothing_held_is_not_found_and_the_person_alone_is_empty(edge, db):
    await keep(edge, db, [patient()], number=OTHER)
    assert (await asked(edge)).state == "not-found"
    await keep(edge, db, [patient(), allergy()])
    await call_off(edge, db, "AllergyIntolerance", "a1", said=at(1))
    assert (await asked(edge)).state == "empty"


async def test_an_old_copy_is_shown_in_part_and_shows_nobody_to_be_unknown(edge, db):
    assert (await asked(edge)).failure.kind == "overdue"
    long_ago = at(-72 * 60)
    await keep(edge, db, [patient(), allergy()], said=long_ago, now=long_ago)
    answer = await asked(edge)
    assert (answer.state, answer.failure.kind, answer.as_at) == ("partial", "overdue", long_ago)
    await call_off(edge, db, "AllergyIntolerance", "a1", said=at(-71 * 60), now=at(-71 * 60))
    assert (await asked(edge)).state == "partial"


async def test_a_broken_copy_makes_it_partial_and_says_how_many(edge, db):
    await keep(edge, db, [allergy("a2")], said=at(2))
    await db.write(lambda tx: tx.run("UPDATE edge_copy SET said = said + 1"))
    await keep(edge, db, [patient(), allergy()])
    answer = await asked(edge)
    assert (answer.state, len(answer.items), answer.received) == ("partial", 1, 3)
    assert answer.failure.words == "1 item could not be read"


async def test_copies_that_cannot_be_opened_are_a_failure_of_this_source(edge, db):
    await keep(edge, db, [patient(), allergy()])
    answer = await asked(Edge(db, bytes(32)))
    assert (answer.state, answer.failure.kind) == ("failed", "error")
    assert "cannot be read" in answer.failure.words


async def test_a_message_kept_under_the_wrong_person_shows_nothing(edge, db):
    other: dict[str, Any] = patient("p2")
    other["identifier"] = [{**other["identifier"][0], "value": OTHER}]
    await keep(edge, db, [patient(), other, allergy()])
    answer = await asked(edge)
    assert (answer.state, answer.items, len(answer.held_back)) == ("failed", (), 3)
    assert answer.failure.kind == "wrong-person"
