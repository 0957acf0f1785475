"""The report of who looked, by command: for one person, written down, never over another file."""

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
GIBSON = Person("p1", NUMBER, "GIBSON", "Margery", "Mrs")
SETTINGS = """
[region]
name = 'The Northgate record'
[[source]]
id = 'north-gp'
name = 'North'
short = 'North'
kind = 'gp'
protocol = 'fhir_r4'
options = {url = 'http://127.0.0.1:9/R4'}
"""


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text(SETTINGS)
    db = Database.open(tmp_path / "region.db")
    asyncio.run(People(db).add([GIBSON]))
    db.close()
    return tmp_path


def run(region: Path, *words: str) -> int:
    return cli.run(["audit", "report", *words, "--config", str(region / "region.toml")])


def test_it_is_written_and_written_down(region: Path):
    file = region / "letter.html"
    assert run(region, NUMBER, str(file), "--version", "easy-read") == 0
    assert "Nobody has looked at your record." in file.read_text("utf-8")
    db = Database.open(region / "region.db")
    (entry,) = [one for one in asyncio.run(Log(db).about("p1")) if one.kind == "person-report"]
    db.close()
    assert entry.body == {"command": "audit report", "form": "easy-read.html"}


def test_a_file_that_is_there_stays_and_nobody_is_made_up(region: Path, capsys):
    file = region / "letter.html"
    file.write_text("mine")
    assert run(region, NUMBER, str(file)) != 0
    assert run(region, "9990000026", str(region / "other.html")) != 0
    assert (file.read_text(), (region / "other.html").exists()) == ("mine", False)
