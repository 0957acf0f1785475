"""Recording objections and staff's ties by command: what is said, what is written down, what is never repeated."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import OWN, Entry, Log
from carerecord.contract import Person
from carerecord.identity import People
from carerecord.store import Database

NUMBER = "9990000018"
GIBSON = Person(
    "p1", NUMBER, "GIBSON", "Margery", "Mrs", address="12 High Street, London", postcode="E99 1AB"
)
HIDDEN = Person("p2", "9990000026", "DOE", "Jo", protected=True)
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
    db = Database.open(tmp_path / "region.db")
    asyncio.run(People(db).add([GIBSON, HIDDEN]))
    db.close()
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run([*words, "--config", str(region / "region.toml")])


def written(region: Path) -> list[Entry]:
    db = Database.open(region / "region.db")
    try:
        return [one for one in asyncio.run(Log(db).recent(20)) if one.kind not in OWN]
    finally:
        db.close()


def ask(run: Run, person: str = "p1", *more: str) -> int:
    return run("objection", "request", person, "--by", "f.clerk", "--evidence", "rang", *more)


def decide(run: Run, objection: str, *more: str) -> int:
    said = ("--controller", "RNG01", "--reviewer", "Dr B Lead", "--why", "agreed", "--by", "c.g")
    return run("objection", "decide", objection, *said, *more)


def test_from_asking_to_taking_back(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(run, NUMBER) == 0
    line = capfd.readouterr().out
    number = line.split()[0]
    assert "restricted until decided" in line
    assert NUMBER not in line
    assert decide(run, number, "--state", "blocked", "--review-on", "2099-01-01") == 0
    assert "blocked" in capfd.readouterr().out
    assert run("objection", "list") == 0
    assert number in capfd.readouterr().out
    assert run("objection", "list", "--overdue") == 0
    assert capfd.readouterr().out == ""
    assert run("objection", "list", "--json") == 0
    consent = json.loads(capfd.readouterr().out)
    assert (consent["resourceType"], consent["id"]) == ("Consent", number)
    assert consent["patient"] == {"reference": "Patient/p1"}
    assert run("objection", "withdraw", number, "--by", "f.clerk", "--evidence", "rang again") == 0
    assert run("objection", "list") == 0
    steps = [e.body["step"] for e in reversed(written(region)) if "step" in e.body]
    assert steps == ["requested", "decided", "withdrawn"]
    assert {e.person_id for e in written(region) if "step" in e.body} == {"p1"}
    assert NUMBER not in str([e.body for e in written(region)])


def test_the_letter_is_all_that_goes_to_a_printer(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(run, "p1", "--letter") == 0
    said = capfd.readouterr()
    assert said.out.startswith("Mrs Margery GIBSON\n12 High Street\n")
    assert "01632 960100" in said.out
    assert "restricted until decided" in said.err


def test_for_a_protected_person_it_is_recorded_and_nothing_is_printed(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(run, "p2", "--letter") == 0
    said = capfd.readouterr()
    assert said.out == ""
    assert "post nothing" in said.err
    assert written(region)[0].body["step"] == "requested"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scope", "source", "--target", "pluto"], "no source “pluto”; there are: north-gp"),
        (["--scope", "section", "--target", "medcines"], "no section “medcines”"),
        (["--scope", "organisation"], "say which organisation"),
    ],
)
def test_what_is_not_there_is_refused(
    run: Run, capfd: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert ask(run, "p1", *words) == 2
    assert said in capfd.readouterr().err
    assert run("objection", "list") == 0


def test_nobody_is_named_by_a_refusal(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(run, "9990000034") == 2
    assert "9990000034" not in capfd.readouterr().err
    assert ask(run) == 0
    assert ask(run) == 2
    assert "in force already" in capfd.readouterr().err
    assert decide(run, "nothing", "--state", "none") == 2
    assert "no objection has this id" in capfd.readouterr().err


FEED = "staff,nhs_number,address,postcode\na.okafor,{},1 Kiln Road,E99 2AA\ns.amin,,,\n"


def test_a_feed_is_imported_and_counted(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = region / "staff.csv"
    file.write_text(FEED.format(NUMBER))
    assert run("ties", "import", str(file), "--organisation", "RNG01", "--by", "hr") == 0
    assert "2 members of staff held, 0 left" in capfd.readouterr().out
    (entry,) = written(region)
    assert (entry.kind, entry.body["held"]) == ("staff-ties", 2)
    assert NUMBER not in str(entry.body)


def test_a_wrong_row_refuses_the_file_and_repeats_nothing(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = region / "staff.csv"
    file.write_text(FEED.format("9990000019"))
    assert run("ties", "import", str(file), "--organisation", "RNG01", "--by", "hr") == 2
    said = capfd.readouterr().err
    assert "row 2, column nhs_number" in said
    assert "9990000019" not in said
    assert written(region) == []


def test_who_is_watched_and_what_is_agreed_is_written_down(run: Run, region: Path) -> None:
    said = ("--by", "m.hale", "--why", "in the papers")
    assert run("ties", "watch", NUMBER, "--organisation", "RNG01", *said) == 0
    assert run("ties", "watch", "p1", "--organisation", "RNG01", "--remove", *said) == 0
    assert run("ties", "agree", "a.okafor", "p1", "--until", "2099-01-01", *said) == 0
    assert [(e.kind, e.person_id, e.body["step"]) for e in reversed(written(region))] == [
        ("staff-ties", "p1", "watch"), ("staff-ties", "p1", "remove"), ("staff-ties", "p1", "agree"),
    ]  # fmt: skip
