"""`carerecord identity link` and its way back: each step is listed and written down, and no number stands in the log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import Log
from carerecord.contract import Person
from carerecord.identity import People
from carerecord.store import Database

OLD, NEW = "9990000018", "9990000026"
PEOPLE = [
    Person("p1", OLD, "Gibson", "Margery", birth_date="1948-11-08"),
    Person("p2", NEW, "Doe", "Jo", birth_date="1990-02-03"),
]
BECAUSE = ("--why", "seen on paper", "--by", "d.lead")


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text("[region]\nname = 'Test'\n")
    db = Database.open(tmp_path / "region.db")
    people = People(db)
    asyncio.run(people.add(PEOPLE))
    asyncio.run(people.supersede(OLD, NEW))
    db.close()
    return tmp_path


def run(region: Path, *words: str) -> int:
    return cli.run(["identity", *words, "--config", str(region / "region.toml")])


def entries(region: Path) -> list[tuple[str, dict[str, object]]]:
    db = Database.open(region / "region.db")
    found = asyncio.run(Log(db).recent(20))
    db.close()
    return [(one.person_id, one.body) for one in found if one.kind == "source-link"]


def test_each_step_is_listed_and_written_down(region, capfd):
    assert run(region, "link", "ward", "N1", NEW, *BECAUSE) == 0
    assert run(region, "join", "ward", "N2", "N1", *BECAUSE) == 0
    assert run(region, "undo", "ward", "N2", *BECAUSE) == 0
    assert run(region, "unlink", "ward", "N1", *BECAUSE) == 0
    assert run(region, "restore", OLD, *BECAUSE) == 0
    assert run(region, "links", "ward", "N1") == 0
    lines = [line.split("  ") for line in capfd.readouterr().out.splitlines()]
    assert [(line[0], *line[2:]) for line in lines] == [
        ("1", "linked", "p2", "seen on paper", "d.lead"),
        ("2", "unlinked", "nobody", "seen on paper", "d.lead"),
    ]
    written = entries(region)
    steps = {(person, body["step"]) for person, body in written}
    assert steps == {("p2", "linked"), ("p2", "joined"), ("p2", "undone"), ("p2", "unlinked"), ("p1", "restored"), ("", "listed")}  # fmt: skip
    assert not any(number in str(written) for number in (OLD, NEW, "N1", "N2"))


def test_what_is_refused_is_one_plain_line_and_is_not_written_down(region, capfd):
    assert run(region, "link", "ward", "N1", "p2", *BECAUSE) == 0
    assert run(region, "link", "ward", "N1", "p2", *BECAUSE) == 2
    assert run(region, "restore", NEW, *BECAUSE) == 2
    said = capfd.readouterr().err
    assert "leads to somebody already" in said
    assert "was not replaced" in said
    assert [body["step"] for _, body in entries(region)] == ["linked"]
