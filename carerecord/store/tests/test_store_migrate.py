"""Migrations are applied once, in order, whoever starts first; all or nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from carerecord.store import Database, StoreError, StoreUnavailable
from carerecord.store.migrate import bundled, for_engine


def written(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.sql").write_text(text)
    return sorted(folder.glob("*.sql"))


async def test_each_is_applied_once_and_recorded(db_url, tmp_path):
    first = written(tmp_path, **{"0001_things": "CREATE TABLE thing (n INTEGER); -- 100% :done\n"})
    Database.open(db_url, first).close()
    both = written(tmp_path, **{"0002_first_thing": "INSERT INTO thing VALUES (1);"})
    Database.open(db_url, both).close()
    db = Database.open(db_url, both)
    assert await db.all("SELECT n FROM thing") == [{"n": 1}]
    recorded = await db.all("SELECT number, name FROM migration ORDER BY number")
    assert [(row["number"], row["name"]) for row in recorded] == [(1, "things"), (2, "first_thing")]
    db.close()


async def test_where_engines_differ_each_runs_its_own(db_url, tmp_path):
    files = {
        "0001_engine.sqlite": "CREATE TABLE engine AS SELECT 'sqlite' AS name;",
        "0001_engine.postgres": "CREATE TABLE engine AS SELECT 'postgres' AS name;",
    }
    db = Database.open(db_url, written(tmp_path, **files))
    assert await db.one("SELECT name FROM engine") == {"name": db.engine}
    db.close()


async def test_one_that_fails_leaves_nothing_of_itself_or_those_before(db_url, tmp_path):
    good = {"0001_things": "CREATE TABLE thing (n INTEGER);"}
    bad = {"0002_broken": "CREATE TABLE other (n INTEGER); INSERT INTO nowhere VALUES (1);"}
    with pytest.raises(StoreError) as told:
        Database.open(db_url, written(tmp_path, **good, **bad))
    assert "\n" not in str(told.value)
    (tmp_path / "0002_broken.sql").unlink()
    db = Database.open(db_url, written(tmp_path, **good))
    assert await db.all("SELECT * FROM thing") == []
    with pytest.raises(StoreError):
        await db.all("SELECT * FROM other")
    db.close()


START = """
import sys
from carerecord.store import Database
Database.open(sys.argv[1]).close()
"""


async def test_several_workers_may_start_at_once(db_url):
    workers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", START, db_url) for _ in range(5)
    ]
    assert [await worker.wait() for worker in workers] == [0] * 5
    db = Database.open(db_url)
    recorded = await db.all("SELECT number FROM migration ORDER BY number")
    assert [row["number"] for row in recorded] == [
        one.number for one in for_engine(bundled(), db.engine)
    ]
    db.close()


def test_ours_have_the_same_numbers_on_both_engines_but_for_what_only_one_needs():
    sqlite, postgres = (
        {(one.number, one.name) for one in for_engine(bundled(), engine)}
        for engine in ("sqlite", "postgres")
    )
    assert sqlite == postgres


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"0001_a": "", "0001_b": ""}, "two migrations have the number 0001"),
        ({"1_a": ""}, "is not named like"),
        ({"0001_a.oracle": ""}, "is not named like"),
    ],
)
def test_a_misnamed_one_stops_the_start(db_url, tmp_path, files, words):
    with pytest.raises(StoreUnavailable, match=words):
        Database.open(db_url, written(tmp_path, **files))


def test_a_number_used_for_something_else_stops_the_start(db_url, tmp_path):
    Database.open(db_url, written(tmp_path, **{"0001_things": ""})).close()
    (tmp_path / "0001_things.sql").rename(tmp_path / "0001_others.sql")
    with pytest.raises(StoreUnavailable, match="0001 is “others” here and was “things”"):
        Database.open(db_url, sorted(tmp_path.glob("*.sql")))
