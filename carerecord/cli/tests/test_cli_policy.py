"""Trying the rules by command: their cases, other rules on what was decided, and one decision explained."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.access import AccessStore, policies
from carerecord.access.contract import Evidence
from carerecord.app import open_parts
from carerecord.audit import OWN, Entry, Log, log_key
from carerecord.config import Settings, read
from carerecord.contract import Person
from carerecord.demo.onboarded import Place, onboard
from carerecord.identity import People
from carerecord.onboarding import Onboarding
from carerecord.signin.contract import OfferedRole
from carerecord.signin.staff import Staff, StaffMember
from carerecord.store import Database

NUMBER = "9990000018"
GIBSON = Person("p1", NUMBER, "GIBSON", "Margery", birth_date="1948-11-08")
SETTINGS = """
[region]
demo = true
invented_people_only = true
[[source]]
id = 'north-gp'
name = 'North practice'
short = 'North'
kind = 'gp'
protocol = 'fhir_r4'
organisation = 'GP01'
options = {url = 'http://127.0.0.1:9/R4'}
"""
PLACES = [Place("RNG01", "Northgate", "acute"), Place("GP01", "North practice", "gp")]

Run = Callable[..., int]


def member(username: str, role: str) -> StaffMember:
    held = OfferedRole(f"{username}-1", role, role.title(), "RNG01", "Northgate", ("ed",))
    return StaffMember(username, username.title(), (held,), registration="gmc_id|7000001")


async def fill(db: Database, settings: Settings) -> None:
    await People(db).add([GIBSON])
    await Staff(db).add([member("doctor", "doctor"), member("clerk", "receptionist")])
    await onboard(
        Onboarding(db, settings),
        PLACES,
        {"RNG01": ["doctor", "clerk"], "GP01": ["gp"]},
        ["officer"],
        ["north-gp"],
    )
    began = datetime.now(UTC) - timedelta(hours=1)
    seen = Evidence("e1", "LR-13", "p1", "user", "doctor", "named in the plan", began, source="x")
    await AccessStore(db, bytes(32)).add_evidence([seen])


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text(SETTINGS)
    db = Database.open(tmp_path / "region.db")
    asyncio.run(fill(db, read(tmp_path / "region.toml")))
    db.close()
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run(["policy", *words, "--config", str(region / "region.toml")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Path(policies.__file__).parent, tmp_path / "rules"))


def change(folder: Path, name: str, before: str, after: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after))


def written(region: Path) -> list[Entry]:
    db = Database.open(region / "region.db")
    try:
        return [one for one in asyncio.run(Log(db).recent(20)) if one.kind not in OWN]
    finally:
        db.close()


def test_every_case_of_the_package_comes_out(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["policy", "test"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert ", 0 fail;" in lines[-1]


def test_a_case_that_fails_is_named_with_what_came_instead(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(folder, "died.cedar", "> 28", "> 27")
    assert cli.run(["policy", "test", "--policies", str(folder)]) == 1
    failing = [line for line in capfd.readouterr().out.splitlines() if line.startswith("fails")]
    assert ["died 28 days ago" in line and "DEC-1" in line for line in failing] == [True]
    assert cli.run(["policy", "test", "--policies", str(folder), "--json"]) == 1
    said = json.loads(capfd.readouterr().out)
    assert [one["case"] for one in said["cases"] if one["problem"]] == ["died 28 days ago"]


def test_a_rule_that_no_case_tries_is_named(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rule = '\n// New.\n@id("NEW-1")\npermit (principal == Role::"nurse", action == Action::"view", resource);\n'
    path = folder / "emergency.cedar"
    path.write_text(path.read_text("utf-8") + rule)
    assert cli.run(["policy", "test", "--policies", str(folder)]) == 1
    assert "no case is determined by NEW-1" in capfd.readouterr().out


def test_rules_that_cannot_be_read_are_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "died.cedar").write_text("nonsense")
    assert cli.run(["policy", "test", "--policies", str(folder)]) == 2
    assert "died.cedar" in capfd.readouterr().err


def test_who_may_is_told_with_the_rule_and_what_would_come(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", "--as", "doctor", "--person", NUMBER) == 0
    said = capfd.readouterr().out
    assert "may open this record." in said
    assert "LR-13: named in the plan" in said
    assert (
        "rule LR-13: Anybody a care plan or a team list names for a person may see their record."
        in said
    )
    assert "Sections, full: demographics" in said
    assert NUMBER not in said
    assert written(region)[0].kind == "explained"


def test_who_may_not_is_told_what_stands_in_the_way(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", "--as", "clerk", "--person", NUMBER) == 1
    assert "LR-none" in capfd.readouterr().out
    assert run("explain", "--as", "clerk", "--person", NUMBER, "--json") == 1
    said = json.loads(capfd.readouterr().out)
    assert (said["outcome"], said["offers"], said["sources"]) == ("deny", [], {})
    assert set(said["levels"].values()) == {"none"}


@pytest.mark.parametrize(
    ("username", "number", "words"),
    [
        ("nobody", NUMBER, "nobody here signs in"),
        ("doctor", "9990000026", "nobody here has"),
        ("doctor", "12", "not an NHS number"),
    ],
)
def test_whom_nobody_knows_is_wrong_use(
    run: Run, username: str, number: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", "--as", username, "--person", number) == 2
    said = capfd.readouterr().err
    assert words in said
    assert number not in said


async def decide_some(region: Path) -> None:
    """What the door writes down, by the door itself."""
    app = await open_parts(read(region / "region.toml"))
    try:
        staff = {viewer.id: viewer for viewer in await app.sessions.staff()}
        await app.records.decide(staff["doctor"], "p1")
        await app.records.decide(staff["clerk"], "p1")
    finally:
        await app.close()


def test_other_rules_are_tried_on_what_was_decided(
    run: Run, region: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(decide_some(region))
    assert run("simulate", "--policies", str(folder)) == 0
    assert "2 decisions, 0 would change." in capfd.readouterr().out

    change(
        folder,
        "organisation.cedar",
        "unless { context.organisationLive };",
        "unless { context.suspended };",
    )
    assert run("simulate", "--policies", str(folder)) == 2, "rules whose cases fail are not tried"
    capfd.readouterr()


def test_each_decision_that_would_change_is_listed(
    run: Run, region: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(decide_some(region))
    change(folder, "relationship.cedar", 'contains("LR-13")', 'contains("LR-13x")')
    change(folder, "cases.toml", 'evidence = ["LR-13"]', 'evidence = ["LR-13x"]')
    assert run("simulate", "--policies", str(folder), "--json") == 1
    said = json.loads(capfd.readouterr().out)
    assert said["from"] != said["to"]
    assert (said["replayed"], said["not_replayable"]) == (2, 0)
    [changed] = said["changed"]
    assert (changed["viewer"], changed["role"], changed["person_id"]) == ("doctor", "doctor", "p1")
    assert changed["changes"][0] == "permit becomes challenge"
    assert run("simulate", "--policies", str(folder)) == 1
    assert "permit becomes challenge" in capfd.readouterr().out
    assert run("simulate", "--policies", str(folder), "--since", "2999-01-01") == 0
    assert "0 decisions" in capfd.readouterr().out
    assert written(region)[0].body == {"command": "policy simulate"}


def test_what_was_asked_of_rules_with_other_facts_is_counted_apart(
    run: Run, region: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    db = Database.open(region / "region.db")
    body = {"asked": {"role": "doctor", "about": {"evidence": ["LR-3"]}}}
    key = log_key(read(region / "region.toml"))
    asyncio.run(Log(db, key).append("open", None, person_id="p1", body=body))
    db.close()
    assert run("simulate", "--policies", str(folder)) == 1
    assert "1 cannot be decided again" in capfd.readouterr().out
