"""`carerecord evidence`: a list is taken whole or not at all, and everything done is written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.access.contract import Evidence
from carerecord.access.evidence.reconciling import Reconciling
from carerecord.access.evidence.store import EvidenceStore
from carerecord.audit import Entry, Log
from carerecord.config import read
from carerecord.contract import Person, Viewer
from carerecord.identity import People
from carerecord.onboarding import Onboarding
from carerecord.store import Database

GIBSON = Person("p1", "9990000018", "GIBSON", "Margery", birth_date="1948-11-08")
DOE = Person("p2", "9990000026", "DOE", "Jo", birth_date="1950")
OLD = "9990000034"
HOME = ("--organisation", "VNW01", "--kind", "LR-7", "--by", "c.manager")
HEAD = "nhs_number,birth_date,starts\n"
BOTH = HEAD + "9990000018,1948-11-08,2026-01-01\n9990000026,1950-02-03,2026-01-01\n"

Run = Callable[..., int]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    (tmp_path / "region.toml").write_text("[region]\nname = 'Northgate'\n", "utf-8")

    async def fill() -> None:
        db = Database.open(tmp_path / "region.db")
        await People(db).add([GIBSON, DOE])
        await People(db).supersede(OLD, DOE.nhs_number)
        onboarding = Onboarding(db, read(tmp_path / "region.toml"))
        await onboarding.organisations.add("VNW01", "Willow Court", "care-home", by="lead")
        db.close()

    asyncio.run(fill())
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run(["evidence", *words, "--config", str(region / "region.toml")])


@pytest.fixture
def take(region: Path, run: Run) -> Run:
    def taken(text: str, *words: str) -> int:
        (region / "list.csv").write_text(text, "utf-8")
        return run("import", str(region / "list.csv"), *HOME, *words)

    return taken


def rows(region: Path, sql: str = "SELECT * FROM access_evidence") -> list[dict[str, object]]:
    db = Database.open(region / "region.db")
    try:
        return asyncio.run(db.all(sql))
    finally:
        db.close()


def log(region: Path) -> list[Entry]:
    db = Database.open(region / "region.db")
    try:
        return [one for one in asyncio.run(Log(db).recent(20)) if one.kind == "evidence"]
    finally:
        db.close()


def test_residents_are_taken_and_it_is_written_down(region: Path, take: Run) -> None:
    assert take(BOTH) == 0
    found = rows(region)
    assert {(one["person_id"], one["holder"], one["strength"]) for one in found} == {
        ("p1", "VNW01", "S2"), ("p2", "VNW01", "S2"),
    }  # fmt: skip
    assert {one["words"] for one in found} == {"resident at Willow Court"}
    (entry,) = log(region)
    assert (entry.body["step"], entry.body["added"], entry.body["by"]) == ("import", 2, "c.manager")


def test_the_whole_list_again_ends_who_is_not_on_it(
    region: Path, take: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    take(BOTH)
    capsys.readouterr()
    assert take(HEAD + "9990000018,1948-11-08,2026-01-01\n", "--whole", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "applied": True, "added": 0, "changed": 0, "same": 1, "gone": 1, "problems": [],
    }  # fmt: skip
    (gone,) = rows(region, "SELECT * FROM access_evidence WHERE person_id = 'p2'")
    now = int(datetime.now(UTC).timestamp() * 1_000_000)
    assert now - 60_000_000 < gone["ends"] <= now


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param(HEAD + "9990000019,1948-11-08,2026-01-01", ":2:nhs_number", id="check-digit"),
        pytest.param(HEAD + "9990000042,1948-11-08,2026-01-01", ":2:nhs_number", id="nobody"),
        pytest.param(HEAD + "9990000018,1948-11-09,2026-01-01", ":2:birth_date", id="birth-date"),
        pytest.param(HEAD + "9990000026,1951-02-03,2026-01-01", ":2:birth_date", id="birth-year"),
        pytest.param(
            HEAD + f"{OLD},1950-02-03,2026-01-01\n9990000026,1950-02-03,2026-01-01",
            ":3:nhs_number", id="one-person-by-two-numbers",
        ),
        pytest.param(BOTH + "9990000018,1948-11-08", ":4", id="ragged"),
    ],
)  # fmt: skip
def test_one_wrong_row_refuses_the_file(
    region: Path, take: Run, capsys: pytest.CaptureFixture[str], text: str, where: str
) -> None:
    assert take(text) == 1
    said = capsys.readouterr()
    assert f"list.csv{where}: " in said.err
    assert "Nothing was changed." in said.err
    assert not [one for one in ("999", "1948", "1950") if one in said.err + said.out]
    assert rows(region) == []
    assert log(region) == []


def test_a_dry_run_changes_nothing(
    region: Path, take: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(BOTH, "--dry-run") == 0
    assert capsys.readouterr().out.startswith("2 added, 0 changed, 0 gone, 0 still there.")
    assert rows(region) == []


def test_an_organisation_nobody_onboarded_is_refused(
    region: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (region / "list.csv").write_text(BOTH, "utf-8")
    words = ("--kind", "LR-7", "--by", "x", "--organisation", "VXX99")
    assert run("import", str(region / "list.csv"), *words) == 2
    assert "no organisation VXX99" in capsys.readouterr().err


def test_a_person_s_evidence_is_listed_and_ended(
    region: Path, take: Run, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    take(BOTH)
    capsys.readouterr()
    assert run("list", "--person", "9990000018", "--json") == 0
    one = json.loads(capsys.readouterr().out)
    assert (one["kind"], one["words"], one["ended"]) == ("LR-7", "resident at Willow Court", None)
    assert run("end", one["id"], "--person", "p1", "--by", "lead") == 0
    assert run("end", "other", "--person", "p1", "--by", "lead") == 2
    capsys.readouterr()
    run("list", "--person", "p1")
    assert " over " in capsys.readouterr().out
    assert [entry.body["step"] for entry in log(region)] == ["list", "end", "list", "import"]
    assert {entry.person_id for entry in log(region)[:3]} == {"p1"}


def test_a_home_attests_its_residents(
    region: Path, take: Run, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    take(BOTH)
    before = [one["attested"] for one in rows(region)]
    capsys.readouterr()
    who = ("--organisation", "VNW01", "--by", "c.manager", "--json")
    assert run("attest", *who, "--dry-run") == 0
    assert json.loads(capsys.readouterr().out)["on_record"] == 2
    assert [one["attested"] for one in rows(region)] == before
    assert run("attest", *who) == 0
    assert json.loads(capsys.readouterr().out)["attested"] == 2
    assert min(one["attested"] for one in rows(region)) > max(before)


def test_what_nothing_proved_is_listed_and_overdue_after_a_week(
    region: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    nurse = Viewer("j.mwangi", "J", "nurse", "Nurse", "VNW01", "W", session="s1")

    async def use(days: int) -> None:
        db = Database.open(region / "region.db")
        at = datetime.now(UTC) - timedelta(days=days)
        said = Evidence(f"e{days}", "LR-12", "p1", "session", "s1", "launched", at, strength="S2")
        await EvidenceStore(db).add([said])
        await Reconciling(db).used(nurse, "p1", [said], at)
        db.close()

    asyncio.run(use(1))
    assert run("unproved", "--organisation", "VNW01") == 0
    asyncio.run(use(8))
    assert run("unproved", "--organisation", "VNW01", "--json") == 1
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [json.loads(line)["overdue"] for line in lines] == [True, False]
