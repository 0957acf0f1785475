"""`carerecord edge`: a provider's copies counted, given back, taken out and destroyed, each written down."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carerecord import cli
from carerecord.audit import Log
from carerecord.config import read, region_key
from carerecord.edge import Edge
from carerecord.edge.tests.edge_given import FEED, ME, OTHER, SECOND, allergy, at, keep, patient
from carerecord.fhir import encode_resource
from carerecord.store import Database

Run = Callable[..., tuple[int, str, str]]
SETTINGS = f"""
[region]
name = "A region"
[[source]]
id = "{SECOND}"
name = "Riverside"
short = "Riverside"
kind = "acute"
protocol = "fhir_r4"
options = {{url = "http://127.0.0.1:9/R4"}}
"""


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "region.toml").write_text(SETTINGS, "utf-8")

    async def fill(edge: Edge, db: Database) -> None:
        await keep(edge, db, [patient(), allergy()], said=at(1))
        await keep(edge, db, [allergy("o1")], number=OTHER, said=at(3))
        await keep(edge, db, [allergy()], source=SECOND)

    in_region(tmp_path, fill)
    return tmp_path


def in_region(region: Path, work: Callable[[Edge, Database], Any]) -> Any:
    db = Database.open(region / "region.db")
    try:
        return asyncio.run(work(Edge(db, region_key(read(region / "region.toml"))), db))
    finally:
        db.close()


@pytest.fixture
def run(region: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(["edge", *words, "--dir", str(region)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def log_of(region: Path) -> list[tuple[str, dict[str, Any]]]:
    """Of the newest entries each kind and body, oldest first."""
    entries = in_region(region, lambda _, db: Log(db).recent(20))
    return [(one.kind, one.body) for one in reversed(entries) if one.kind != "log-opened"]


def test_it_is_counted_without_anybody_in_it_and_written_down(run, region):
    code, said, _ = run("list", FEED)
    assert (code, said) == (
        0,
        f"{FEED}: 3 items about 2 people, said 2026-11-21 09:01 to 2026-11-21 09:03 UTC; 0 removed\n",
    )
    code, said, _ = run("list", FEED, "--json")
    assert json.loads(said)["people"] == 2
    assert run("list", "nobody")[:2] == (1, "nobody: nothing is held\n")
    assert log_of(region)[0] == ("edge-copies", {"step": "list", "source": FEED})


def test_all_that_it_sent_is_given_back_to_its_owner_alone(run, region):
    file = region / "northgate.ndjson"
    code, said, _ = run("export", FEED, str(file), "--by", "A Okafor")
    assert (code, said) == (0, f"3 items written to {file}\n")
    sent = [patient(), allergy(), allergy("o1")]
    assert sorted(file.read_bytes().splitlines()) == sorted(map(encode_resource, sent))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    body = {"command": "edge export", "source": FEED, "by": "A Okafor"}
    assert log_of(region) == [("export", body)]
    assert run("export", FEED, str(file), "--by", "A Okafor")[0] == 2  # never over what is there
    assert len(log_of(region)) == 1


def test_nothing_is_written_out_before_it_is_written_down(run, region):
    stop = "CREATE TRIGGER stop BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END"
    in_region(region, lambda _, db: db.write(lambda tx: tx.run(stop)))
    file = region / "northgate.ndjson"
    assert run("export", FEED, str(file), "--by", "A Okafor")[0] == 2
    assert file.read_bytes() == b""
    assert run("purge", FEED, "--by", "A Okafor", "--by", "B Ward", "--why", "left")[0] == 2
    assert run("remove", FEED, "--nhs-number", ME, "--by", "A Okafor", "--why", "wrong")[0] == 2
    assert in_region(region, lambda edge, _: edge.held(FEED)).items == 3


def test_what_cannot_be_opened_is_said(run, region):
    change = "UPDATE edge_copy SET said = said + 1 WHERE said > :at"
    after = int(at(2).timestamp() * 1_000_000)
    in_region(region, lambda _, db: db.write(lambda tx: tx.run(change, at=after)))
    code, said, wrong = run("export", FEED, str(region / "out"), "--by", "A Okafor")
    assert (code, "2 items written" in said, "1 item cannot be opened" in wrong) == (1, True, True)
    code, said, _ = run("export", "nobody", str(region / "none"), "--by", "A Okafor")
    assert (code, said) == (1, "Nothing is held for nobody.\n")
    assert not (region / "none").exists()


def test_one_item_or_all_of_a_person_is_taken_out(run, region, monkeypatch):
    said_by = ("--by", "A Okafor", "--why", "sent in error")
    one = ("--type", "AllergyIntolerance", "--id", "a1")
    about = ("remove", FEED, "--nhs-number", ME)
    assert run(*about, *one, *said_by)[:2] == (0, "1 item taken out.\n")
    assert run(*about, *said_by)[:2] == (0, "1 item taken out.\n")
    assert run(*about, *said_by)[:2] == (1, "Nothing is held.\n")
    assert in_region(region, lambda edge, _: edge.held(FEED)).people == 1
    entries = log_of(region)
    assert [(kind, body["whole"], body["removed"]) for kind, body in entries] == [
        ("edge-copies", False, 1), ("edge-copies", True, 1), ("edge-copies", True, 0),
    ]  # fmt: skip
    assert ME not in json.dumps(entries)


def test_what_was_typed_wrongly_takes_nothing_out(run, region):
    said_by = ("--by", "A Okafor", "--why", "sent in error")
    code, _, wrong = run("remove", FEED, "--nhs-number", "12345", *said_by)
    assert (code, "has 10 digits" in wrong, "12345" in wrong) == (2, True, False)
    code, _, wrong = run("remove", FEED, "--nhs-number", ME, "--type", "Patient", *said_by)
    assert (code, "together" in wrong) == (2, True)
    assert in_region(region, lambda edge, _: edge.held(FEED)).items == 3


def test_destroyed_with_a_certificate_that_the_log_holds(run, region):
    ordered = ("--by", "A Okafor", "--by", "B Ward", "--why", "Northgate has left")
    code, said, wrong = run("purge", FEED, *ordered, "--json")
    certificate = json.loads(said)
    assert (code, wrong) == (0, "")
    ((kind, body),) = log_of(region)
    assert (kind, {**body, "entry": certificate["entry"]}) == ("edge-destroyed", certificate)
    assert (body["source"], body["people"], body["items"]) == (FEED, 2, 3)
    assert (body["by"], body["why"]) == (["A Okafor", "B Ward"], "Northgate has left")
    assert in_region(region, lambda _, db: db.all("SELECT DISTINCT source_id FROM edge_copy")) == [
        {"source_id": SECOND}
    ]
    assert run("purge", FEED, *ordered)[:2] == (1, f"Nothing is held for {FEED}.\n")
    proved = cli.run(["audit", "prove", certificate["entry"], "--dir", str(region)])
    assert proved == 0


def test_the_certificate_reads_as_one_and_a_source_that_goes_on_is_named(run):
    code, said, wrong = run("purge", SECOND, "--by", "A Okafor", "--by", "B Ward", "--why", "anew")
    assert (code, "1 item about 1 person" in said, "still configured" in wrong) == (0, True, True)
    assert "A Okafor, B Ward" in said


def test_one_person_alone_destroys_nothing(run, region):
    code, _, wrong = run("purge", FEED, "--by", "A Okafor", "--by", "a  okafor", "--why", "left")
    assert (code, "two different people" in wrong) == (2, True)
    assert in_region(region, lambda edge, _: edge.held(FEED)).items == 3
    assert log_of(region) == []


def test_with_another_key_it_says_which_setting(run, region):
    (region / read(region / "region.toml").region.key_file).write_bytes(bytes(32))
    code, _, wrong = run("export", FEED, str(region / "out"), "--by", "A Okafor")
    assert (code, "region.key_file" in wrong, wrong.count("\n")) == (2, True, 1)


def test_what_a_stopped_purge_left_behind_the_next_one_takes_away(run, region):
    async def key_only(edge: Edge, db: Database) -> None:
        certificate = await edge.certificate(FEED, at(60))
        assert certificate is not None
        await db.write(lambda tx: edge.purge(tx, certificate))

    def left() -> list[dict[str, Any]]:
        count = "SELECT count(*) AS n FROM edge_copy WHERE source_id = :source"
        return in_region(region, lambda _, db: db.all(count, source=FEED))

    in_region(region, key_only)
    assert left() == [{"n": 3}]
    assert run("purge", FEED, "--by", "A Okafor", "--by", "B Ward", "--why", "left")[0] == 1
    assert left() == [{"n": 0}]
