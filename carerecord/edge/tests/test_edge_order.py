"""Whatever order messages come in, late or twice, the same is kept: what was said last."""

from __future__ import annotations

import asyncio
import secrets
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerecord.edge import Edge, store
from carerecord.edge.tests.edge_given import (
    FEED,
    KEY,
    ME,
    NINE,
    allergy,
    at,
    call_off,
    keep,
    patient,
)
from carerecord.fhir import decode_resource, encode_resource
from carerecord.store import Database

Message = tuple[str, int, str | None]
"""Which item, when it was said, and what; None: called off."""
MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2"]),
        st.integers(0, 3),
        st.sampled_from(["Penicillin", "Amoxicillin", None]),
    ),
    max_size=8,
)

_people = count(1)


@pytest.fixture
def edge(db: Database) -> Edge:
    return Edge(db, KEY)


def expected(messages: list[Message]) -> list[tuple[Any, bytes]]:
    """The rule, said in another way: of each item the greatest by time, calling-off, bytes."""
    left = []
    for item in {item for item, _, _ in messages}:
        said = [
            (when, text is None, b"" if text is None else encode_resource(allergy(item, text)))
            for own, when, text in messages
            if own == item
        ]
        when, called_off, raw = max(said)
        if not called_off:
            left.append((at(when), raw))
    return sorted(left)


@st.composite
def arrivals(draw: Any) -> tuple[list[Message], list[Message]]:
    """What was said, and how it came: in any order, some of it twice."""
    said = draw(MESSAGES)
    doubled = draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    return said, draw(st.permutations(said + doubled))


@given(came=arrivals())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_order_and_any_doubling_leaves_the_same(
    edge: Edge, db: Database, came: tuple[list[Message], list[Message]]
) -> None:
    messages, arriving = came
    number = f"person {next(_people)}"

    def arrive(tx: Any) -> None:
        for item, when, text in arriving:
            said = {"said": at(when), "now": NINE}
            if text is None:
                edge.remove(tx, FEED, number, "AllergyIntolerance", item, **said)
            else:
                edge.keep(tx, FEED, number, [allergy(item, text)], **said)

    await db.write(arrive)
    copies = await edge.of_person(FEED, number)
    assert [(copy.said, copy.raw) for copy in copies] == expected(messages)


async def test_what_was_sent_comes_back_as_it_was_said_oldest_first(edge, db):
    weight = decode_resource(b'{"resourceType":"Observation","id":"o1","valueDecimal":72.50}')
    await keep(edge, db, [weight], said=at(5), now=at(6))
    await keep(edge, db, [patient()])
    first, second = await edge.of_person(FEED, ME)
    assert first.raw == encode_resource(patient())
    assert b"72.50" in second.raw
    assert (second.said, second.received) == (at(5), at(6))


async def test_whole_documents_come_back_byte_for_byte_and_hold_up_nobody(edge, db):
    scan = {"resourceType": "Binary", "id": "b1", "data": secrets.token_hex(store.MUCH)}
    await keep(edge, db, [scan], said=at(1))
    await keep(edge, db, [patient()])
    asked = asyncio.ensure_future(edge.of_person(FEED, ME))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0)
        turns += 1
    assert [copy.raw for copy in asked.result()] == [
        encode_resource(patient()),
        encode_resource(scan),
    ]
    assert turns > 1  # opened beside the event loop, not on it


async def test_the_same_message_again_changes_nothing_not_even_when_it_came(edge, db):
    await keep(edge, db, [allergy()], now=at(1))
    await keep(edge, db, [allergy()], now=at(9))
    (copy,) = await edge.of_person(FEED, ME)
    assert copy.received == at(1)


async def test_called_off_before_it_came_it_stays_away_until_said_again(edge, db):
    await call_off(edge, db, "AllergyIntolerance", "a1", said=at(5))
    await keep(edge, db, [allergy()], said=at(4))
    assert await edge.of_person(FEED, ME) == []
    await keep(edge, db, [allergy()], said=at(6))
    assert len(await edge.of_person(FEED, ME)) == 1


async def test_one_type_and_id_is_not_another(edge, db):
    await keep(edge, db, [patient("1"), allergy("1")])
    await call_off(edge, db, "Patient", "1", said=at(1))
    (copy,) = await edge.of_person(FEED, ME)
    assert copy.raw == encode_resource(allergy("1"))


@pytest.mark.parametrize(
    "nameless", [{"resourceType": "Patient"}, {"id": "1"}, {"resourceType": "Patient", "id": 1}]
)
async def test_what_has_no_type_or_id_is_refused_and_nothing_of_its_message_kept(
    edge, db, nameless
):
    with pytest.raises(ValueError, match="resourceType and id"):
        await keep(edge, db, [allergy(), nameless])
    assert await edge.of_person(FEED, ME) == []


async def test_what_fails_with_the_message_is_not_kept_and_its_key_seals_nothing(edge, db):
    def fails(tx):
        edge.keep(tx, FEED, ME, [allergy()], said=NINE, now=NINE)
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        await db.write(fails)
    assert await edge.of_person(FEED, ME) == []
    await keep(edge, db, [allergy()])
    assert len(await Edge(db, KEY).of_person(FEED, ME)) == 1
