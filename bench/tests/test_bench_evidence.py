"""What the benchmark of evidence fills and asks is what the product has and answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.evidence.asking import STANDING, _viewer, ask_all
from bench.evidence.filling import evidence_id, fill, person_id
from bench.evidence.run import Filled
from carerecord.access import AccessStore
from carerecord.contract import Person
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
INDEXES = "SELECT sql FROM sqlite_master WHERE name = 'access_evidence_newest'"


async def test_a_filled_store_answers_as_the_product_does(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "region.db")
    try:
        index = await db.one(INDEXES)
        await fill(db, 3000, NOW, lambda words: None)
        assert await db.one(INDEXES) == index
        count = await db.one("SELECT count(*) AS n, count(DISTINCT person_id) AS p FROM access_evidence")  # fmt: skip
        assert count == {"n": 3000, "p": 1200}
        access = AccessStore(db, bytes(32))
        for number, kinds in ((7, {"LR-1"}), (12, {"LR-2", "LR-4"})):
            person = Person(person_id(number), "", "", "")
            facts = await access.facts_about(_viewer(number), person, NOW, STANDING)
            assert {one.kind for one in facts.evidence} == kinds
        first = await access.evidence.of_person(person_id(7))
        assert evidence_id(7) in {one.evidence.id for one in first}
    finally:
        db.close()


async def test_every_question_is_asked_and_the_target_is_its_own(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "region.db")
    try:
        await fill(db, 1000, NOW - timedelta(minutes=1), lambda words: None)
        asked = await ask_all(db, 400, 5, NOW)
    finally:
        db.close()
    assert [one.times for one in asked] == [5, 5, 5, 5, 5, 1000]
    assert Filled("sqlite", 1000, 1.0, tuple(asked)).met == (asked[1].p99 <= 5.0)
