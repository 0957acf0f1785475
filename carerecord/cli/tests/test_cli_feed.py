"""`carerecord feed`: what could not be filed is listed, read again when its person is known, or thrown away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carerecord import cli
from carerecord.access import AccessStore
from carerecord.audit import Log
from carerecord.config import read, region_key
from carerecord.connectors import PUSHED
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NUMBER, STAY
from carerecord.contract import Person
from carerecord.edge import Aside, Edge, Feeding
from carerecord.identity import People
from carerecord.store import Database

Run = Callable[..., tuple[int, str, str]]
SOURCE = "northgate"
SETTINGS = f"""
[region]
name = "A region"
[[source]]
id = "{SOURCE}"
name = "Northgate General Hospital"
short = "Northgate"
kind = "acute"
protocol = "hl7v2"
organisation = "RNG01"
options = {{listen = "127.0.0.1:0"}}
"""
MARGERY = Person("p1", NUMBER, "Gibson", "Margery", birth_date="1938-02-11")


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    """A hospital has told of somebody whom nobody here knows yet."""
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "region.toml").write_text(SETTINGS, "utf-8")

    async def told(db: Database) -> None:
        feed = PUSHED["hl7v2"].open(
            _settings(tmp_path).source[0], _feeding(tmp_path, db).keep, Path
        )
        assert "nobody here" in await feed.again(STAY.message("A01", ADMITTED))

    _in(tmp_path, told)
    return tmp_path


def _settings(region: Path) -> Any:
    return read(region / "region.toml")


def _feeding(region: Path, db: Database) -> Feeding:
    key = region_key(_settings(region))
    edge = Edge(db, key)
    return Feeding(db, edge, Aside(db, edge), People(db), AccessStore(db, key).receive_within)


def _in(region: Path, work: Callable[[Database], Any]) -> Any:
    db = Database.open(region / "region.db")
    try:
        return asyncio.run(work(db))
    finally:
        db.close()


@pytest.fixture
def run(region: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(["feed", *words, "--dir", str(region)])
        return code, *capfd.readouterr()

    return run


def waiting(run: Run) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run("waiting", SOURCE, "--json")[1])
    return found


def test_what_waits_is_listed_without_what_it_says(run: Run):
    code, said, _ = run("waiting", SOURCE)
    assert code == 1
    assert "nobody here has its NHS number" in said
    assert "Gibson" not in said
    assert NUMBER not in said
    assert run("waiting", "another") == (0, "Nothing of another waits.\n", "")


def test_it_is_filed_when_its_person_is_known(run: Run, region: Path):
    (one,) = waiting(run)
    assert run("again", SOURCE, one["id"], "--by", "A Clark")[0] == 1
    _in(region, lambda db: People(db).add([MARGERY]))
    assert run("again", SOURCE, "--all", "--by", "A Clark")[:2] == (0, f"{one['id']}  filed\n")
    assert waiting(run) == []
    kept = _in(region, lambda db: _feeding(region, db).edge.of_person(SOURCE, NUMBER))
    assert len(kept) == 2


def test_it_may_be_thrown_away(run: Run, region: Path):
    (one,) = waiting(run)
    words = ("discard", SOURCE, one["id"], "--by", "A Clark", "--why", "a test message")
    assert run(*words)[0] == 0
    assert waiting(run) == []
    assert run(*words)[0] == 2

    async def steps(db: Database) -> list[tuple[str, str]]:
        bodies = [e.body async for e in Log(db).entries() if e.kind == "edge-copies"]
        return [(body["step"], body.get("by", "")) for body in bodies]

    assert ("discard", "A Clark") in _in(region, steps)


@pytest.mark.parametrize("words", [("again", SOURCE), ("again", SOURCE, "x", "--all"), ("again", "gp", "x")])  # fmt: skip
def test_a_wrong_request_does_nothing(run: Run, words: tuple[str, ...]):
    assert run(*words, "--by", "A Clark")[0] == 2
    assert len(waiting(run)) == 1
