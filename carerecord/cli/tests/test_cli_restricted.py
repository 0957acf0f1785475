"""Changing the restricted sets by command: two people, whole files, row and column of what is wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import Log
from carerecord.store import Database

SETTINGS = """
[region]
name = 'The Northgate record'
help_desk = '01632 960100'
[[source]]
id = 'north-gp'
name = 'North'
short = 'North'
kind = 'gp'
protocol = 'fhir_r4'
options = {url = 'http://127.0.0.1:9/R4'}
"""

Run = Callable[..., int]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text(SETTINGS)
    Database.open(tmp_path / "region.db").close()
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run(["restricted", *words, "--config", str(region / "region.toml")])


def test_one_proposes_another_approves_and_both_are_written_down(
    run: Run, region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show") == 0
    seed = capsys.readouterr().out.removesuffix("\n")
    file = region / "new.toml"
    file.write_text(seed.replace('version = "seed-2"', 'version = "north-1"'))
    assert run("propose", str(file), "--by", "A Okafor") == 0
    assert run("approve", "north-1", "--by", "a okafor") == 2
    assert "somebody else" in capsys.readouterr().err
    assert run("approve", "north-1", "--by", "B Ward") == 0
    capsys.readouterr()
    assert run("list", "--json") == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["version"], listed["in_force"]) == ("north-1", True)
    assert run("show") == 0
    assert 'version = "north-1"' in capsys.readouterr().out
    db = Database.open(region / "region.db")
    bodies = [entry.body for entry in asyncio.run(Log(db).recent(5)) if entry.kind == "changed"]
    db.close()
    assert [(one["about"], one["by"]) for one in bodies] == [
        ("north-1", "B Ward"), ("north-1", "A Okafor"),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_one_line_with_row_and_column(
    run: Run, region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = region / "new.toml"
    file.write_text('version = "1"\n[[set]]\nname = "a"\nrule = "SEN-2"\ncodes = ["123"]\n')
    assert run("propose", str(file), "--by", "A Okafor") == 2
    said = capsys.readouterr().err
    assert "line 5, column 11" in said
    assert said.count("\n") == 1
    assert run("list") == 0
    assert "the sets of this package" in capsys.readouterr().out
