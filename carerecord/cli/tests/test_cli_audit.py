"""The commands of the audit log on a region of its own: intact, altered, proved, published."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import log_key
from carerecord.audit.notes import Checkpoint, Note, PublicKey
from carerecord.config import read
from carerecord.store import Database

Run = Callable[..., int]


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "region.toml").write_text('[region]\nname = "A region"\n', "utf-8")
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run(["audit", *words, "--dir", str(region)])


def test_an_intact_log_is_said_to_be_and_reading_it_is_in_it(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == 0
    assert "log-opened" in capfd.readouterr().out
    assert run("verify") == 0
    assert "2 entries" in capfd.readouterr().out
    assert run("verify", "--json") == 0
    assert json.loads(capfd.readouterr().out)["read"] == 3


def test_an_altered_entry_is_named(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == run("recent") == 0
    by_hand(region, "UPDATE audit_entry SET viewer_id = 'a.okafor' WHERE seq = 2")
    capfd.readouterr()
    assert run("verify") == 1
    said = capfd.readouterr().out
    assert said.startswith("ALTERED")
    assert "entry 2: it is not what was written" in said


def test_what_was_published_shows_that_an_older_copy_was_put_back(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == 0
    older = (region / "region.db").read_bytes()
    assert run("recent") == 0
    assert run("publish", str(region / "kept")) == 0
    (published,) = (region / "kept").glob("*/checkpoint")
    public = PublicKey.read((region / "kept" / "keys").read_text())
    note = Note.read(published.read_bytes())
    assert public.signed(note)
    assert Checkpoint.of(note).size == 3
    (region / "region.db").write_bytes(older)
    for beside in region.glob("region.db-*"):
        beside.unlink()
    assert run("verify", "--checkpoint", str(published), "--key", str(public)) == 1
    assert "it is missing: 3 were signed for" in capfd.readouterr().out


def test_an_entry_is_proved_and_an_unknown_one_is_not(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent", "--json") == 0
    entry = json.loads(capfd.readouterr().out.splitlines()[0])["entry_id"]
    assert run("prove", entry) == 0
    assert capfd.readouterr().out.startswith("c2sp.org/tlog-proof@v1\nindex 1\n")
    assert run("prove", "nobody") == 1
    assert "No log has an entry nobody." in capfd.readouterr().err


def test_what_is_no_checkpoint_or_key_is_refused(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (region / "bad").write_text("not a note", "utf-8")
    assert run("verify", "--checkpoint", str(region / "bad")) == 2
    assert "no signature under the note" in capfd.readouterr().err
    assert run("verify", "--key", "somebody") == 2
    assert "not a verifier key" in capfd.readouterr().err


def test_another_key_beside_the_region_is_noticed(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == 0
    (region / "audit.key").write_bytes(bytes(32))
    assert run("recent") == 2
    assert "is not signed by" in capfd.readouterr().err


def by_hand(region: Path, statement: str) -> None:
    db = Database.open(region / "region.db")

    async def change() -> None:
        await db.write(lambda tx: tx.run("DROP TRIGGER audit_entry_unchanged"))
        await db.write(lambda tx: tx.run(statement))

    asyncio.run(change())
    db.close()


def test_the_log_of_a_region_is_named_by_its_key(region: Path) -> None:
    key = log_key(read(region / "region.toml"))
    assert key.public.name.startswith("carerecord-")
    assert (region / "audit.key").stat().st_mode & 0o777 == 0o600
    assert str(log_key(read(region / "region.toml")).public) == str(key.public)


def test_the_whole_log_is_exported_as_audit_events(run: Run, region: Path) -> None:
    assert run("recent") == 0
    file = region / "log.ndjson"
    assert run("export", str(file), "--fhir") == 0
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {one["resourceType"] for one in events} == {"AuditEvent"}
    assert [one["type"]["code"] for one in events] == ["110113", "110101", "110106"]
    assert {one["source"]["site"] for one in events} == {"A region"}


@pytest.mark.parametrize("also", [[], ["--fhir"]])
def test_an_export_for_a_siem_names_nobody(run: Run, region: Path, also: list[str]) -> None:
    assert run("person", "p-margery") == 0
    kept, told = region / "kept", region / "told"
    assert run("export", str(kept), *also) == 0
    assert run("export", str(told), "--without-person", *also) == 0
    assert "p-margery" in kept.read_text("utf-8")
    assert "p-margery" not in told.read_text("utf-8")
    assert len(told.read_text("utf-8").splitlines()) == 4


def test_an_entry_is_erased_by_two_people_alone(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("person", "p-margery") == 0
    capfd.readouterr()
    assert run("recent", "--json") == 0
    entry = json.loads(capfd.readouterr().out.splitlines()[1])["entry_id"]
    ordered = ("--order", "court order 7", "--why", "ordered")
    assert run("erase", entry, "--by", "C Guardian", *ordered) == 2
    assert "Nothing was erased: two different people" in capfd.readouterr().err
    assert run("erase", entry, "--by", "C Guardian", "--by", "L Ward", *ordered) == 0
    capfd.readouterr()
    assert run("recent") == 0
    assert "p-margery" not in capfd.readouterr().out
    assert run("verify") == 0


def test_an_open_log_is_not_removed(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("recent") == 0
    log = f"{datetime.now(UTC):%Y-%m}"
    by = ("--by", "C Guardian", "--by", "L Ward", "--order", "AUD-11", "--why", "ten years")
    assert run("prune", log, *by) == 2
    assert f"log {log} is still written to" in capfd.readouterr().err
