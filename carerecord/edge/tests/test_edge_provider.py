"""Copies are the provider's: counted, corrected, given back, and destroyed with a certificate (SRC-4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.edge import Edge, EdgeChanged, EdgeSealBroken, Held
from carerecord.edge.tests.edge_given import (
    FEED,
    KEY,
    ME,
    NINE,
    OTHER,
    SECOND,
    allergy,
    at,
    call_off,
    disk,
    fresh,
    keep,
    patient,
)
from carerecord.fhir import encode_resource
from carerecord.store import Database


@pytest.fixture
async def edge(db: Database) -> Edge:
    edge = Edge(db, KEY)
    await keep(edge, db, [patient(), allergy()], said=at(1))
    await keep(edge, db, [allergy("o1")], number=OTHER, said=at(3))
    await keep(edge, db, [allergy()], source=SECOND)
    return edge


async def purge(edge: Edge, db: Database, source: str = FEED) -> None:
    certificate = await edge.certificate(source, at(60))
    assert certificate is not None
    await db.write(lambda tx: edge.purge(tx, certificate))
    await edge.clear(source, piece=2)


async def correct(edge: Edge, db: Database, only=None, now=NINE) -> int:
    return await db.write(lambda tx: edge.correct(tx, FEED, ME, only=only, now=now))


async def test_it_is_counted_without_anybody_in_it(edge, db):
    await call_off(edge, db, "Patient", "p1", said=at(2))
    assert await edge.held(FEED) == Held(2, 2, 1, at(1), at(3))
    assert await edge.held("nobody") == Held(0, 0, 0, None, None)


async def test_all_that_it_sent_is_given_back_whole_and_nothing_of_others(edge, db):
    await call_off(edge, db, "Patient", "p1", said=at(2))
    await keep(edge, db, [allergy(f"a{n}") for n in range(2, 6)], said=at(2))
    given = [copy.raw async for copy in edge.export(FEED, page=2)]
    wanted = [allergy("o1"), *(allergy(f"a{n}") for n in range(1, 6))]
    assert sorted(given) == sorted(map(encode_resource, wanted))
    assert [copy async for copy in edge.export("nobody")] == []


async def test_one_item_or_everything_of_a_person_is_taken_out(edge, db):
    assert await correct(edge, db, only=("AllergyIntolerance", "a1")) == 1
    (left,) = await edge.of_person(FEED, ME)
    assert left.raw == encode_resource(patient())
    assert await correct(edge, db) == 1
    assert await correct(edge, db) == 0
    assert await edge.of_person(FEED, ME) == []
    assert (await edge.held(FEED)).people == 1
    assert len(await edge.of_person(SECOND, ME)) == 1


async def test_what_is_not_held_is_not_taken_out(edge, db):
    assert await correct(edge, db, only=("AllergyIntolerance", "a9")) == 0
    none = await db.write(lambda tx: edge.correct(tx, "nobody", ME, now=NINE))
    assert none == 0


async def test_taken_out_it_stays_out_though_the_senders_clock_was_ahead(edge, db):
    await keep(edge, db, [allergy()], said=at(99))
    await correct(edge, db, now=at(10))
    await keep(edge, db, [allergy()], said=at(99), now=at(11))
    assert await edge.of_person(FEED, ME) == []
    await keep(edge, db, [allergy()], said=at(100), now=at(12))
    assert len(await edge.of_person(FEED, ME)) == 1


async def test_a_certificate_says_what_how_much_when_and_which_key(edge, db):
    certificate = await edge.certificate(FEED, at(60))
    assert (certificate.source_id, certificate.at) == (FEED, at(60))
    assert certificate.held == Held(2, 3, 0, at(1), at(3))
    other = await edge.certificate(SECOND, at(60))
    assert certificate.key_sha256 != other.key_sha256
    assert await edge.certificate("nobody", at(60)) is None


async def test_destroyed_nothing_is_left_and_others_keep_theirs(edge, db):
    await purge(edge, db)
    assert await edge.of_person(FEED, ME) == []
    assert [copy async for copy in edge.export(FEED)] == []
    assert await edge.certificate(FEED, NINE) is None
    assert [row["source_id"] for row in await db.all("SELECT source_id FROM edge_copy")] == [SECOND]
    assert len(await edge.of_person(SECOND, ME)) == 1


async def test_rows_that_outlast_their_key_are_opened_by_nobody(edge, db):
    """Killed between the two steps, or read from the disk: the key is what destroys."""
    certificate = await edge.certificate(FEED, NINE)
    rows = await db.all("SELECT * FROM edge_copy WHERE source_id = :s", s=FEED)
    await db.write(lambda tx: edge.purge(tx, certificate))
    assert await edge.of_person(FEED, ME) == []
    await keep(edge, db, [patient("p2")])
    (copy,) = await edge.of_person(FEED, ME)
    assert copy.raw == encode_resource(patient("p2"))
    put_back = (
        "INSERT INTO edge_copy (person, source_id, item, said, received, sealed)"
        " VALUES (:person, :source_id, :item, :said, :received, :sealed)"
    )
    await db.write(lambda tx: tx.many(put_back, rows))
    assert [one.raw for one in await edge.of_person(FEED, ME)] == [copy.raw]
    assert sorted([one.raw async for one in edge.export(FEED)]) == [b"", b"", b"", copy.raw]


async def test_a_source_that_sends_again_is_kept_anew_and_not_cleared_away(edge, db):
    await purge(edge, db)
    await keep(edge, db, [allergy()])
    await edge.clear(FEED)
    assert len(await edge.of_person(FEED, ME)) == 1


async def test_what_came_in_since_it_was_counted_is_not_destroyed_uncounted(edge, db):
    certificate = await edge.certificate(FEED, NINE)
    await keep(edge, db, [allergy("late")])
    with pytest.raises(EdgeChanged, match="stop the feed"):
        await db.write(lambda tx: edge.purge(tx, certificate))
    assert len(await edge.of_person(FEED, ME)) == 3


async def test_the_same_destruction_again_does_nothing(edge, db):
    certificate = await edge.certificate(FEED, NINE)
    for _ in range(2):
        await db.write(lambda tx: edge.purge(tx, certificate))
    assert await edge.certificate(FEED, NINE) is None


async def test_what_lies_on_the_disk_opens_no_more(tmp_path: Path, migrated_file: Path):
    """Not the row alone: the bytes of the key are gone from the file too."""
    file = fresh(tmp_path, migrated_file)
    db = Database.open(file)
    edge = Edge(db, KEY)
    await keep(edge, db, [patient(), allergy()])
    row = await db.one("SELECT wrapped FROM edge_key")
    assert row is not None
    db.close()
    assert row["wrapped"] in disk(tmp_path)
    db = Database.open(file)
    await purge(Edge(db, KEY), db)
    db.close()
    assert row["wrapped"] not in disk(tmp_path)


async def test_with_another_regions_key_nothing_is_given_or_taken_out(edge, db):
    other = Edge(db, bytes(32))
    with pytest.raises(EdgeSealBroken):
        _ = [copy async for copy in other.export(FEED)]
    with pytest.raises(EdgeSealBroken):
        await db.write(lambda tx: other.correct(tx, FEED, ME, now=NINE))
    assert (await other.held(FEED)).items == 3
