"""Where one log ends and another begins, by command, on a region of its own; and who may start from what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import Log, log_key
from carerecord.audit.key import log_keys
from carerecord.config import SettingsError, read
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


def put_back(region: Path, older: bytes) -> None:
    (region / "region.db").write_bytes(older)
    for beside in region.glob("region.db-*"):
        beside.unlink()


def test_a_new_key_signs_the_next_log_and_the_old_one_still_verifies(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == 0
    old = log_key(read(region / "region.toml")).public
    assert run("rotate-key") == 0
    new, before = log_keys(read(region / "region.toml"))
    assert str(new) in capfd.readouterr().out
    assert (str(before), new.name) == (str(old), old.name)
    assert new.raw != old.raw
    assert run("verify") == 0
    assert capfd.readouterr().out.count("intact") == 2
    assert run("verify", "--key", str(new)) == 1
    assert "under a key that is not listed" in capfd.readouterr().out
    assert {path.name for path in region.glob("audit.key*")} == {"audit.key", "audit.key.retired"}


def test_an_older_database_is_refused_until_two_people_say_what_is_missing(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("recent") == 0
    older = (region / "region.db").read_bytes()
    assert run("recent") == 0
    assert run("publish", str(region / "public")) == 0
    put_back(region, older)
    capfd.readouterr()
    assert run("recent") == 2
    said = capfd.readouterr().err
    assert "ends at entry 2, and 3 were published" in said
    assert "carerecord audit restored" in said
    assert run("verify") == 0  # says what is there, and adds nothing
    assert run("restored", "--by", "a.shah", "--why", "disk") == 2
    assert run("restored", "--by", "a.shah", "--by", "b.lee", "--why", "disk") == 0
    assert "Missing: entries 3 to 3 of log 20" in capfd.readouterr().out
    assert run("recent") == 0
    assert "log-gap" in capfd.readouterr().out
    assert run("restored", "--by", "a.shah", "--by", "b.lee", "--why", "disk") == 2


def test_after_a_month_ahead_two_people_say_that_the_clock_is_right_now(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The server wrote while the clock was ahead; without this it would not start for a month."""
    assert run("recent") == 0
    two = ("--by", "a.shah", "--by", "b.lee", "--why", "the time server was wrong")
    assert run("clock", *two) == 2
    assert "is not ahead" in capfd.readouterr().err

    async def write_ahead() -> None:
        db = Database.open(region / "region.db")
        key = log_key(read(region / "region.toml"))
        log = Log(db, key, now=lambda: datetime.now(UTC) + timedelta(days=31))
        await log.append("open", None, body={})
        db.close()

    asyncio.run(write_ahead())
    assert run("recent") == 2
    assert "two people say so with `carerecord audit clock`" in capfd.readouterr().err
    assert run("clock", *two[2:]) == 2
    assert run("clock", *two) == 0
    assert "ahead by 267" in capfd.readouterr().out
    assert run("recent") == 0
    assert "clock-was-ahead" in capfd.readouterr().out
    assert run("verify") == 0


def test_a_closed_log_is_closed(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("recent") == 0
    assert run("close") == 0
    assert "Closed log 20" in capfd.readouterr().out
    assert run("close") == 1
    assert run("verify") == 0


def test_a_key_that_others_may_read_signs_nothing(run: Run, region: Path) -> None:
    assert run("recent") == 0
    (region / "audit.key").chmod(0o640)
    assert run("recent") == 2
    with pytest.raises(SettingsError, match="chmod 600"):
        log_key(read(region / "region.toml"))


@pytest.mark.parametrize("spoil", ["gone unreadable", "cut short"])
def test_a_key_that_cannot_be_read_stops_everything_until_it_is_back(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str], spoil: str
) -> None:
    assert run("recent") == 0
    key, kept = region / "audit.key", region / "kept.key"
    key.rename(kept)
    key.write_bytes(b"short") if spoil == "cut short" else key.mkdir(0o700)
    capfd.readouterr()
    assert run("recent") == 2
    said = capfd.readouterr().err
    assert "audit.key (audit.key_file): " in said
    assert "Bring back the file" in said
    assert "\n" not in said.rstrip()
    key.unlink() if spoil == "cut short" else key.rmdir()
    assert run("recent") == 2, "another key is made where there is none, and does not fit this log"
    assert "Bring back the key file that belongs to this database" in capfd.readouterr().err
    kept.replace(key)
    assert run("recent") == 0
    assert run("verify") == 0


def test_the_status_says_that_a_witness_never_cosigned(
    run: Run, region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("status") == 0
    assert run("recent") == 0
    folder = region / "w"
    assert cli.run(["witness", "init", str(folder), "--name", "ig.example/w"]) == 0
    key = capfd.readouterr().out.splitlines()[-1]
    block = f'[[witness]]\nname = "ig"\nurl = "http://127.0.0.1:9"\nkey = "{key}"\n'
    path = region / "region.toml"
    path.write_text(path.read_text("utf-8") + block, "utf-8")
    assert run("status", "--json") == 1
    row = json.loads(capfd.readouterr().out)
    assert (row["witness"], row["cosigned"], row["late"]) == ("ig", 0, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            ('url = "http://127.0.0.1:9"', 'url = "http://ig.example"'), "https", id="url"
        ),
        pytest.param(('key = "', 'key = "x'), "id does not fit", id="a-damaged-key"),
        pytest.param(('name = "ig"', 'name = ""'), "name of its own", id="no-name"),
    ],
)
def test_a_witness_that_cannot_be_stops_the_start(
    region: Path, change: tuple[str, str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["witness", "init", str(region / "w"), "--name", "ig.example/w"]) == 0
    key = capfd.readouterr().out.splitlines()[-1]
    block = f'[[witness]]\nname = "ig"\nurl = "http://127.0.0.1:9"\nkey = "{key}"\n'
    (region / "region.toml").write_text(block.replace(*change), "utf-8")
    assert cli.run(["serve", "--config", str(region / "region.toml")]) == 2
    assert said in capfd.readouterr().err
