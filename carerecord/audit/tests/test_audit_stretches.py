"""A long log is read in stretches by several at once; what is found is the same as in one piece."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import Key, Log, stretch, verifying
from carerecord.audit.verifying import Verified, Verifying
from carerecord.store import Database

KEY = Key("region.example/audit", bytes(32))
ENTRIES = 70


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of 16 entries, read three rows at a time."""
    monkeypatch.setattr(verifying, "LENGTH", 16)
    monkeypatch.setattr(stretch, "PAGE", 3)


@pytest.fixture
async def log(db: Database) -> Log:
    """A checkpoint is kept of every third entry or so."""
    times = (datetime(2026, 11, 21, tzinfo=UTC) + timedelta(seconds=n / 3) for n in range(999))
    log = Log(db, KEY, now=lambda: next(times))
    for n in range(ENTRIES):
        await log.append("open", None, person_id=f"p-{n}", body={"n": n})
    return log


async def verified(db: Database, processes: int = 1) -> Verified:
    (one,) = [one async for one in Verifying(db, [KEY.public], processes=processes).all()]
    return one


async def by_hand(db: Database, statement: str, **values: object) -> None:
    off = "DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept; DROP TRIGGER audit_entry_next"
    if db.engine == "postgres":
        off = "SET LOCAL session_replication_role = replica"

    def change(tx) -> None:
        for one in off.split("; "):
            tx.run(one)
        tx.run(statement, **values)

    await db.write(change)


async def test_a_log_of_many_stretches_is_whole(log, db, short):
    one = await verified(db)
    head = (await log.db.all("SELECT size, checkpoint FROM audit_head"))[0]
    assert one.fault is None
    assert (one.read, one.size) == (ENTRIES + 1, head["size"])


@pytest.mark.parametrize("number", [1, 15, 16, 17, 32, 33, 48, 64, ENTRIES + 1])
async def test_the_first_wrong_entry_is_named_wherever_a_stretch_ends(log, db, short, number):
    await by_hand(db, "UPDATE audit_entry SET person_id = 'p-x' WHERE seq >= :n", n=number)
    fault = (await verified(db)).fault
    assert fault is not None
    assert (fault.first, fault.words) == (number, "it is not what was written")


@pytest.mark.parametrize(("first", "last"), [(1, 16), (16, 16), (17, 40), (33, 48), (60, 71)])
async def test_the_first_missing_entry_is_named_also_of_a_whole_stretch(
    log, db, short, first, last
):
    await by_hand(
        db, "DELETE FROM audit_entry WHERE seq >= :first AND seq <= :last", first=first, last=last
    )
    fault = (await verified(db)).fault
    assert fault is not None
    assert fault.first == first
    assert "missing" in fault.words


async def test_an_entry_put_after_the_end_is_not_signed_for(log, db, short):
    await by_hand(
        db,
        "INSERT INTO audit_entry SELECT log, seq + 9, entry_id || 'x', at, kind, viewer_id,"
        " viewer_name, viewer_role, viewer_role_name, viewer_organisation,"
        " viewer_organisation_name, viewer_session, person_id, view_id, body, place, salt, leaf"
        " FROM audit_entry WHERE seq = :last",
        last=ENTRIES + 1,
    )
    fault = (await verified(db)).fault
    assert fault is not None
    assert fault.first == ENTRIES + 2


async def test_a_log_that_grows_while_it_is_read_is_not_accused(log, db, short, monkeypatch):
    """What others may know is asked first, then the end, then the entries up to there."""
    tuples = Verifying._read

    async def grows(self, reading, key, last, beyond, pool):
        await log.append("open", None, body={"late": True})
        return await tuples(self, reading, key, last, beyond, pool)

    monkeypatch.setattr(Verifying, "_read", grows)
    one = await verified(db)
    assert one.fault is None
    assert one.read == ENTRIES + 1


async def test_processes_find_what_a_thread_finds(log, db, monkeypatch):
    """Real ones: what is sent to them and back is what it was."""
    monkeypatch.setattr(verifying, "LENGTH", 32)
    monkeypatch.setattr(verifying, "FEW", 0)
    assert await verified(db, processes=2) == await verified(db)
    await by_hand(db, "UPDATE audit_entry SET body = '{}' WHERE seq = :n", n=40)
    found = await verified(db, processes=os.cpu_count() or 2)
    assert found.fault is not None
    assert found.fault.first == 40
