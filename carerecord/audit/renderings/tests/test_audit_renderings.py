"""What was sent comes back byte for byte, to nobody without the keys, and to nobody after its time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from carerecord.audit.renderings import Renderings, removing
from carerecord.audit.renderings.store import BROKEN, KEPT, NEVER
from carerecord.store import Database, StoreUnavailable

KEY = bytes(range(32))
AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
BODY = "<p>Penicillin – “anaphylaxis”</p>".encode() * 100


@pytest.fixture
async def kept(db: Database) -> Renderings:
    renderings = Renderings(db, KEY, 366)
    await db.write(lambda tx: renderings.within(tx, "e1", BODY, AT))
    return renderings


async def test_it_comes_back_byte_for_byte_to_another_process_too(kept, db):
    assert (await kept.of("e1")).body == BODY
    assert (await Renderings(db, KEY, 366).of("e1")).body == BODY


async def test_the_tables_alone_tell_nothing(kept, db):
    rows = await db.all("SELECT sealed FROM audit_rendering")
    assert len(rows) == 1
    assert b"Penicillin" not in bytes(rows[0]["sealed"])
    assert (await Renderings(db, bytes(32), 366).of("e1")).words == BROKEN


async def test_one_under_anothers_entry_is_not_opened(kept, db):
    await db.write(lambda tx: tx.run("UPDATE audit_rendering SET entry_id = 'e2'"))
    found = await kept.of("e2")
    assert (found.body, found.words) == (None, BROKEN)


async def test_what_was_never_kept_says_so(kept):
    assert (await kept.of("nobody")).words == NEVER


async def test_after_its_time_nobody_opens_it_and_that_is_said(kept, db):
    assert await kept.remove_old(datetime(2027, 11, 30, tzinfo=UTC)) == 0
    assert (await kept.of("e1")).body == BODY
    assert await kept.remove_old(datetime(2027, 12, 3, tzinfo=UTC)) == 1
    found = await kept.of("e1")
    assert (found.body, found.words) == (None, KEPT)
    assert await db.all("SELECT * FROM audit_rendering_key") == []
    assert await kept.remove_old(datetime(2027, 12, 4, tzinfo=UTC)) == 0


async def test_the_same_entry_again_is_kept_once(kept, db):
    await db.write(lambda tx: kept.within(tx, "e1", BODY, AT))
    assert (await kept.of("e1")).body == BODY


async def test_each_month_has_a_key_of_its_own(kept, db):
    december = datetime(2026, 12, 1, tzinfo=UTC)
    await db.write(lambda tx: kept.within(tx, "e2", b"later", december))
    await kept.remove_old(datetime(2027, 12, 5, tzinfo=UTC))
    assert (await kept.of("e1")).body is None
    assert (await kept.of("e2")).body == b"later"


async def test_a_key_of_a_transaction_that_failed_seals_nothing_later(db):
    renderings = Renderings(db, KEY, 366)

    def fails(tx):
        renderings.within(tx, "e1", BODY, AT)
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        await db.write(fails)
    await db.write(lambda tx: renderings.within(tx, "e2", BODY, AT))
    assert (await Renderings(db, KEY, 366).of("e2")).body == BODY


async def test_a_running_server_removes_them_and_a_store_that_fails_does_not_stop_it(kept, db):
    done = asyncio.Event()

    class Failing(Renderings):
        tried = 0

        async def remove_old(self, now):
            self.tried += 1
            if self.tried == 1:
                raise StoreUnavailable("the disk is full")
            removed = await super().remove_old(now)
            done.set()
            return removed

    over = -31  # days: their time was over a month before they were made
    async with removing(Failing(db, KEY, over), every=0.001):
        await asyncio.wait_for(done.wait(), 30)
    assert (await kept.of("e1")).words == KEPT
