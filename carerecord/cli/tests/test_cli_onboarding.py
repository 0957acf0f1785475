"""The how-to page, run as printed; and what the commands of onboarding refuse."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.store import Database

HOW_TO = Path(__file__).parents[3] / "docs/how-to/bring-an-organisation-live.md"
REGION = """
[region]
name = "A region"

[[source]]
id = "willow-court"
name = "Willow Court"
short = "Willow"
kind = "social-care"
protocol = "fhir_r4"
organisation = "VNW02"

[source.options]
url = "http://127.0.0.1:9/R4"
"""


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A region that was served once, in the folder the commands run in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "region.toml").write_text(REGION)
    Database.open(tmp_path / "region.db").close()
    return tmp_path


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)


def run(command: str) -> int:
    return cli.run(shlex.split(command, comments=True)[1:])


def commands() -> list[str]:
    return "".join(blocks("sh")).replace("\\\n", " ").splitlines()


def follow_the_page(region: Path) -> None:
    (region / "agreement.toml").write_text(*blocks("toml"))
    (region / "training.csv").write_text(*blocks("csv"))
    for command in commands():
        assert run(command) == 0, command


def test_the_how_to_runs_as_printed(region, capsys):
    follow_the_page(region)
    said = capsys.readouterr()
    assert "missing: a Caldicott Guardian" in said.out  # of its first `show`
    assert "organisation live: VNW01" in said.out
    assert said.err == ""


def test_live_is_refused_in_one_line_while_a_gate_is_missing(region, capsys):
    live = next(i for i, one in enumerate(commands()) if " organisation live " in one)
    (region / "agreement.toml").write_text(*blocks("toml"))
    for command in commands()[: live - 2]:
        run(command)
    capsys.readouterr()
    assert run(commands()[live]) == 2
    said = capsys.readouterr().err
    assert said == "carerecord: VNW01 cannot go live. Missing: a trained member of staff.\n"


def test_every_change_is_in_both_logs(region, capsys):
    follow_the_page(region)
    capsys.readouterr()
    run("carerecord onboarding changes --json --config region.toml")
    changes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    run("carerecord audit recent --json --config region.toml")
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    audited = {one["body"]["number"] for one in entries if one["kind"] == "changed"}
    assert audited == {one["number"] for one in changes} == set(range(1, len(changes) + 1))
    assert {one["by"] for one in changes} >= {"i.governance", "l.learning", "c.ward", "d.marsh"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = 1", "Expected `str`, got `int`"),
        ("[[party]]\norganisatoin = 'X'", "unknown field `organisatoin`"),
        ("id = ", "Invalid value"),
    ],
)
def test_an_agreement_file_that_says_something_else_is_refused(region, capsys, text, words):
    (region / "wrong.toml").write_text(text)
    assert run("carerecord onboarding agreement add wrong.toml --by lead --config region.toml") == 2
    assert words in capsys.readouterr().err


def test_a_file_of_training_with_a_wrong_cell_records_nothing(region, capsys):
    (region / "training.csv").write_text(blocks("csv")[0].replace("85", "eighty-five"))
    command = "carerecord onboarding training import training.csv --by lead --config region.toml"
    assert run(command) == 2
    assert "row 5, column score: “eighty-five”" in capsys.readouterr().err
    assert run("carerecord onboarding training show v.trentham --config region.toml") == 1


def test_warnings_found_are_exit_code_1(region, capsys):
    follow_the_page(region)
    publish = "carerecord onboarding training publish access-rules --by lead --why new --config region.toml"
    assert run(publish) == 0
    capsys.readouterr()
    assert run("carerecord onboarding warnings --json --config region.toml") == 1
    (warning,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (warning["kind"], warning["about"], warning["within_days"]) == (
        "training",
        "v.trentham",
        14,
    )


def test_whoever_suspended_somebody_does_not_lift_it(region, capsys):
    options = "--why misuse --config region.toml"
    assert run(f"carerecord onboarding suspend a.okafor --by c.ward {options}") == 0
    assert "check the id" in capsys.readouterr().err
    assert run(f"carerecord onboarding lift a.okafor --by c.ward {options}") == 2
    assert run(f"carerecord onboarding lift a.okafor --by d.marsh {options}") == 0
