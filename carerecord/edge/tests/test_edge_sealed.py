"""A copy of the tables tells nothing; one source's key opens nothing of another's; what was moved does not open."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.edge import Edge, EdgeSealBroken
from carerecord.edge.tests.edge_given import (
    FEED,
    KEY,
    ME,
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
from carerecord.store import Database

MARKERS = (ME, "GIBSON", "Gibson", "Penicillin", "AllergyIntolerance", "Patient", "a-plain-id")


@pytest.fixture
async def edge(db: Database) -> Edge:
    edge = Edge(db, KEY)
    await keep(edge, db, [patient(), allergy("a-plain-id")])
    return edge


def values(rows: list[dict]) -> list[bytes]:
    return [v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row.values()]


async def test_no_column_says_who_or_what(edge, db):
    await call_off(edge, db, "AllergyIntolerance", "a2")
    found = values(await db.all("SELECT * FROM edge_copy"))
    found += values(await db.all("SELECT * FROM edge_key"))
    assert len(found) == 3 * 6 + 2
    for marker in MARKERS:
        assert not [value for value in found if marker.encode() in value], marker


async def test_nothing_on_the_disk_says_it_either(tmp_path: Path, migrated_file: Path):
    db = Database.open(fresh(tmp_path, migrated_file))
    edge = Edge(db, KEY)
    await keep(edge, db, [patient(family="Zebedee-Marker"), allergy(text="Marker-of-an-allergy")])
    await call_off(edge, db, "AllergyIntolerance", "a1", said=at(1))
    before = disk(tmp_path)
    db.close()
    for marker in (ME, "Zebedee-Marker", "Marker-of-an-allergy"):
        assert marker.encode() not in before + disk(tmp_path)


async def test_with_another_regions_key_nothing_opens(edge, db):
    with pytest.raises(EdgeSealBroken, match=r"region\.key_file"):
        await Edge(db, bytes(32)).of_person(FEED, ME)
    with pytest.raises(EdgeSealBroken):
        await keep(Edge(db, bytes(32)), db, [allergy()])


async def test_each_source_has_its_own_copies_and_its_own_name_for_a_person(edge, db):
    await keep(edge, db, [allergy("a-plain-id", "Latex")], source=SECOND)
    (copy,) = await edge.of_person(SECOND, ME)
    assert b"Latex" in copy.raw
    assert len(await edge.of_person(FEED, ME)) == 2
    people = await db.all("SELECT DISTINCT person FROM edge_copy")
    items = await db.all("SELECT DISTINCT item FROM edge_copy")
    assert (len(people), len(items)) == (2, 3)


async def test_one_sources_key_opens_nothing_of_another(edge, db):
    """Even somebody who writes to the tables cannot make one source say what another sent."""
    await keep(edge, db, [allergy()], source=SECOND)
    await db.write(lambda tx: tx.run("DELETE FROM edge_key WHERE source_id = :s", s=SECOND))
    steal = "UPDATE edge_key SET source_id = :to WHERE source_id = :of"
    await db.write(lambda tx: tx.run(steal, to=SECOND, of=FEED))
    with pytest.raises(EdgeSealBroken):
        await edge.of_person(SECOND, ME)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE edge_copy SET said = said + 1",
        "UPDATE edge_copy SET received = received + 1",
        "UPDATE edge_copy SET sealed = substr(sealed, 1, length(sealed) - 1)",
    ],
)
async def test_an_altered_row_does_not_open_and_is_not_lost(edge, db, change):
    await db.write(lambda tx: tx.run(change))
    copies = await edge.of_person(FEED, ME)
    assert [copy.raw for copy in copies] == [b"", b""]


async def test_another_persons_copy_put_in_this_ones_place_does_not_open(edge, db):
    await keep(edge, db, [patient("other")], number=OTHER)
    mine = await db.one(
        "SELECT person FROM edge_copy GROUP BY person ORDER BY count(*) DESC LIMIT 1"
    )
    assert mine is not None
    await db.write(lambda tx: tx.run("UPDATE edge_copy SET person = :p", p=mine["person"]))
    raws = [copy.raw for copy in await edge.of_person(FEED, ME)]
    assert sorted(map(bool, raws)) == [False, True, True]


async def test_a_broken_copy_is_replaced_by_what_is_said_at_the_same_time(edge, db):
    await db.write(lambda tx: tx.run("UPDATE edge_copy SET received = received + 1"))
    await keep(edge, db, [patient(), allergy("a-plain-id")])
    assert all(copy.raw for copy in await edge.of_person(FEED, ME))
