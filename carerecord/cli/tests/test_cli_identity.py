"""`carerecord identity`: numbers in doubt are listed, begun and settled, and each is written down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import Log
from carerecord.contract import Person
from carerecord.identity import People
from carerecord.store import Database

NUMBER = "9990000018"
PEOPLE = [
    Person("p1", NUMBER, "Gibson", "Margery", birth_date="1948-11-08"),
    Person("p2", "", "Doe", "Jo"),
]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text("[region]\nname = 'Test'\n")
    db = Database.open(tmp_path / "region.db")
    asyncio.run(People(db).add(PEOPLE))
    db.close()
    return tmp_path


def run(region: Path, *words: str) -> int:
    return cli.run(["identity", *words, "--config", str(region / "region.toml")])


def entries(region: Path) -> list[tuple[str, object]]:
    db = Database.open(region / "region.db")
    found = asyncio.run(Log(db).recent(20))
    db.close()
    return [
        (one.person_id, one.body.get("step", "queue"))
        for one in found
        if one.kind == "number-doubt"
    ]


def test_from_a_doubt_to_its_end_is_written_down_without_the_number(region, capfd):
    assert run(region, "queue") == 0
    assert run(region, "doubt", NUMBER, "--why", "two people came with it", "--by", "d.lead") == 0
    doubt = capfd.readouterr().out.strip()
    assert run(region, "queue") == 1
    line = capfd.readouterr().out
    assert line.split()[0] == doubt
    assert "p1  two people came with it  d.lead" in line
    assert NUMBER not in line
    assert run(region, "settle", doubt, "--why", "it is hers", "--by", "d.lead") == 0
    assert run(region, "queue") == 0
    assert sorted(entries(region)) == [("", "queue")] * 3 + [("p1", "doubted"), ("p1", "settled")]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("doubt", "p2"), "no NHS number"),
        (("doubt", "nobody"), "nobody in the index"),
        (("settle", "none"), "no open doubt"),
    ],
)
def test_what_cannot_be_is_said_in_words(region, capfd, words, why):
    assert run(region, *words, "--why", "x", "--by", "d.lead") == 2
    assert why in capfd.readouterr().err


def test_what_a_source_contradicts_waits_by_field_and_is_settled(region, capfd):
    db = Database.open(region / "region.db")
    queue = People(db).contradictions
    said = {"held": True}
    asyncio.run(db.write(lambda tx: queue.say_within(tx, "p1", "gp", ("birth-date",), **said)))
    db.close()
    assert run(region, "queue") == 1
    line = capfd.readouterr().out
    assert "p1  gp differs in birth date; its answer is held back" in line
    settle = ("settle", line.split()[0], "--why", "they were told", "--by", "d.lead")
    assert run(region, *settle) == 0
    assert run(region, "queue") == 0
    assert ("p1", "settled") in entries(region)
    assert run(region, *settle) == 2
