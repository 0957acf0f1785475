"""What the benchmark of evidence fills and asks is what the product has and answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench import postgres
from bench.evidence.asking import STANDING, _viewer, ask_all
from bench.evidence.filling import evidence_id, fill, person_id
from bench.evidence.keeping import NOTE, fill_once, folder_of
from bench.evidence.run import Filled
from carerecord.access import AccessStore
from carerecord.contract import Person
from carerecord.store import Database, Row

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
INDEXES = "SELECT sql FROM sqlite_master WHERE tbl_name = 'access_evidence' ORDER BY name"


async def test_a_filled_store_answers_as_the_product_does(tmp_path: Path) -> None:
    made = await _indexes(tmp_path / "empty.db")
    fill(str(tmp_path / "region.db"), 3000, NOW, lambda words: None)
    assert await _indexes(tmp_path / "region.db") == made != []
    db = Database.open(tmp_path / "region.db")
    try:
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
    fill(str(tmp_path / "region.db"), 1000, NOW - timedelta(minutes=1), lambda words: None)
    db = Database.open(tmp_path / "region.db")
    try:
        asked = await ask_all(db, 400, 5, NOW)
    finally:
        db.close()
    assert [one.times for one in asked] == [5, 5, 5, 5, 5, 1000]
    assert Filled("sqlite", 1000, 1.0, tuple(asked)).met == (asked[1].p99 <= 5.0)


def test_a_store_that_is_kept_is_filled_once_and_asked_again(tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with folder_of("sqlite", tmp_path) as folder:
            note = fill_once(folder, str(folder / "region.db"), 300, said.append)
    assert (note.rows, note.people) == (300, 120)
    assert [words.startswith("120 of 120 people") for words in said].count(True) == 1
    with folder_of("sqlite", tmp_path) as folder, pytest.raises(SystemExit, match="--rows 300"):
        fill_once(folder, str(folder / "region.db"), 301, said.append)
    (tmp_path / "sqlite" / NOTE).unlink()
    with pytest.raises(SystemExit, match="remove it"), folder_of("sqlite", tmp_path):
        pass


@pytest.mark.skipif(not postgres.installed(), reason="needs PostgreSQL")
async def test_postgres_is_filled_and_started_again_with_what_it_holds() -> None:
    with folder_of("postgres", None) as folder:
        with postgres.running(folder) as url:
            made = await _postgres_indexes(url)
            fill(url, 300, NOW, lambda words: None)
        with postgres.running(folder) as url:
            assert await _postgres_indexes(url) == made != []
            db = Database.open(url)
            try:
                count = await db.one("SELECT count(*) AS n FROM access_evidence")
            finally:
                db.close()
    assert count == {"n": 300}


async def _postgres_indexes(url: str) -> list[Row]:
    db = Database.open(url)
    try:
        return await db.all(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'access_evidence' ORDER BY indexname"
        )
    finally:
        db.close()


async def _indexes(path: Path) -> list[Row]:
    db = Database.open(path)
    try:
        return await db.all(INDEXES)
    finally:
        db.close()
