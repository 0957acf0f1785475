"""The power goes at any moment: no entry that anybody was told of is lost, and the log is whole (R2).

The same test fails with a store that does not wait for the disk, so that it is known to find what it looks for.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from cutting import Recording, first_loss

from carerecord.audit import Key, Log
from carerecord.audit.verifying import Verifying
from carerecord.contract import Receipt
from carerecord.store import Database, sqlite

KEY = Key("region.example/audit", bytes(32))
NAME = "region.db"
WAVES, AT_ONCE = 60, 6
SEED = 20261121


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder for the files of each cut; in memory where there is some, because nothing there must last."""
    fast = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
    folder = (
        fast if fast.is_dir() else tmp_path
    ) / f"carerecord-cuts-{tmp_path.parent.name}-{id(tmp_path)}"
    folder.mkdir(mode=0o700)
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def recorded(folder: Path, memory: Path) -> tuple[Recording, int]:
    """A log that six at once append to; and how many events there were before the first entry."""
    recording = Recording(memory)
    with recording.running():
        db = Database.open(folder / NAME)
        begun = len(recording.events)
        asyncio.run(_appended(Log(db, KEY), recording))
        db.close()
    return recording, begun


async def _appended(log: Log, recording: Recording) -> None:
    async def one(wave: int, number: int) -> None:
        body = {"wave": wave, "filling": "x" * (200 * number)}
        receipt: Receipt = await log.append("shown", None, person_id=f"p{number}", body=body)
        recording.promise(receipt.entry_id)

    for wave in range(WAVES):
        await asyncio.gather(*(one(wave, number) for number in range(AT_ONCE)))


def kept(path: Path, told: set[str]) -> str:
    """What is wrong with the database that a cut left, in words."""
    connection = apsw.Connection(str(path))
    try:
        if (state := connection.pragma("integrity_check")) != "ok":
            return f"the database is damaged: {state}"
        found = {row[0] for row in connection.execute("SELECT entry_id FROM audit_entry")}
        return f"{len(told - found)} entries are lost" if told - found else ""
    except apsw.Error as error:
        return f"the database cannot be read: {error}"
    finally:
        connection.close()


def whole(path: Path, told: set[str]) -> str:
    """The same, and the tree of hashes read from its first leaf to its signed root."""
    if wrong := kept(path, told):
        return wrong
    db = Database.open(path)
    found = asyncio.run(_faults(db))
    db.close()
    return found


async def _faults(db: Database) -> str:
    return "; ".join([str(o.fault) async for o in Verifying(db, [KEY.public]).all() if o.fault])


def points_of(recording: Recording, begun: int, cuts: int, chance: random.Random) -> list[int]:
    return [chance.randint(begun, len(recording.events)) for _ in range(cuts)]


@pytest.mark.parametrize(
    ("cuts", "checked"),
    [
        pytest.param(1_000, 25, id="1000"),
        pytest.param(10_000, 500, id="10000", marks=pytest.mark.slow),
    ],
)
def test_no_cut_loses_an_entry_that_somebody_was_told_of(tmp_path, memory, cuts, checked):
    recording, begun = recorded(tmp_path, memory)
    assert len(recording.promised) == WAVES * AT_ONCE
    chance = random.Random(SEED)
    points = points_of(recording, begun, cuts, chance)
    assert first_loss(recording, NAME, points, chance, kept) == ""
    points = points_of(recording, begun, checked, chance)
    assert first_loss(recording, NAME, points, chance, whole) == ""


def test_the_same_finds_a_store_that_does_not_wait_for_the_disk(tmp_path, memory, monkeypatch):
    """With synchronous = NORMAL, which no region starts with, entries are lost, and the test says so."""

    def unsafe(connection: apsw.Connection) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")

    monkeypatch.setattr(sqlite, "require_durable", unsafe)
    recording, begun = recorded(tmp_path, memory)
    chance = random.Random(SEED)
    points = points_of(recording, begun, 200, chance)
    assert first_loss(recording, NAME, points, chance, kept) != ""
