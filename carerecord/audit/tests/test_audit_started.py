"""Each start is written down, with what it started with; and by name what it is connected to otherwise than before."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from carerecord.audit import Entry, Key, Log
from carerecord.audit.started import write_start
from carerecord.config import Launcher, Settings
from carerecord.contract import SourceSettings
from carerecord.store import Database

KEY = Key("region.example/audit", bytes(32))
NORTHGATE, RIVERSIDE = (
    SourceSettings(id=name, name=name, short=name, kind="acute", protocol="fhir",
                   options={"token": "a secret of theirs"})
    for name in ("northgate", "riverside")
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "region.toml").write_text("# a configuration\n", "utf-8")
    return Settings(folder=tmp_path, source=(NORTHGATE, RIVERSIDE))


async def start(db: Database, settings: Settings) -> list[Entry]:
    """What one more start writes."""
    log = Log(db, KEY)
    before = await log.count()
    await write_start(log, settings, bytes(range(32)), "rules-1")
    return (await log.recent(limit=await log.count() - before))[::-1]


async def test_a_start_says_release_rules_configuration_and_connections(db, settings):
    *_, started = await start(db, settings)
    assert started.kind == "started"
    assert started.body["policy_version"] == "rules-1"
    assert started.body["configuration"] == sha256(b"# a configuration\n").hexdigest()
    assert started.body["connections"] == ["source northgate", "source riverside"]
    assert started.body["release"]


async def test_a_start_like_the_last_says_no_more(db, settings):
    await start(db, settings)
    assert [entry.kind for entry in await start(db, settings)] == ["started"]


async def test_what_came_went_and_changed_is_named_and_no_setting_of_it(db, settings):
    await start(db, settings)
    moved = replace(RIVERSIDE, options={"token": "another secret"})
    launcher = Launcher("ehr", "EHR", "token", "RNG01", "Northgate", "https://ehr.example")
    changed, started = await start(db, replace(settings, source=(moved,), launcher=(launcher,)))
    assert (changed.kind, started.kind) == ("connections-changed", "started")
    assert changed.body == {
        "came": ["launcher ehr"],
        "went": ["source northgate"],
        "changed": ["source riverside"],
    }
    kept = await db.all("SELECT * FROM audit_started")
    assert "secret" not in f"{changed} {started} {kept}"


async def test_each_machine_is_compared_with_itself(db, settings):
    await start(db, settings)
    other = replace(settings, audit=replace(settings.audit, node="b"), source=(NORTHGATE,))
    assert [entry.kind for entry in await start(db, other)][-1:] == ["started"]
    assert "connections-changed" not in [entry.kind for entry in await start(db, settings)]
