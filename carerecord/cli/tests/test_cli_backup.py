"""A backup is a whole database that says it was taken; and the entry is there before the copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from carerecord import cli

Run = Callable[..., int]


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "region.toml").write_text('[region]\nname = "A region"\n', "utf-8")
    return tmp_path


@pytest.fixture
def run(region: Path) -> Run:
    return lambda *words: cli.run([*words, "--dir", str(region)])


def test_a_backup_is_a_whole_database_and_says_itself_that_it_was_taken(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = region / "backup.db"
    assert run("backup", str(copy), "--by", "s.ahmed") == 0
    said = capfd.readouterr().out
    assert "region.key" in said
    assert "audit.key" in said
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not copy.with_name("backup.db.part").exists()
    (region / "region.toml").write_text('[store]\nurl = "backup.db"\n', "utf-8")
    assert run("audit", "verify") == 0
    capfd.readouterr()
    assert run("audit", "recent", "--json") == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    (taken,) = [entry for entry in entries if entry["kind"] == "backup"]
    assert taken["body"] == {"by": "s.ahmed", "store": "sqlite"}


def test_a_backup_never_writes_over_another_and_writes_nothing_down_then(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there = region / "there.db"
    there.write_text("another", "utf-8")
    assert run("backup", str(there), "--by", "s.ahmed") == 2
    assert "is there already" in capfd.readouterr().err
    assert there.read_text("utf-8") == "another"
    assert run("backup", "--by", "s.ahmed") == 2
    capfd.readouterr()
    assert run("audit", "recent", "--json") == 0
    assert "backup" not in capfd.readouterr().out


def test_without_an_entry_there_is_no_copy(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("audit", "recent") == 0
    (region / "audit.key").chmod(0o644)
    assert run("backup", str(region / "backup.db"), "--by", "s.ahmed") == 2
    assert "audit.key" in capfd.readouterr().err
    assert not (region / "backup.db").exists()
