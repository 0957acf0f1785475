"""What the region believes of a witness, and what it writes down beside the key."""

from __future__ import annotations

from dataclasses import replace

import aiohttp
import pytest

from carerecord.audit import log_key
from carerecord.audit.notes import COSIGNER, Checkpoint, Key
from carerecord.audit.publishing import Kept, Refused, witnesses_of
from carerecord.audit.publishing import store as publishing

MONTH = "2026-11"


async def test_a_cosignature_by_another_key_than_the_witness_is_known_by_counts_for_nothing(region):
    (first, _) = witnesses_of(region.settings)
    stranger = replace(first, key=Key(first.key.name, b"2" * 32, COSIGNER).public)
    await region.write(1)
    before = [one.note for one in await publishing.witnessed(region.db)]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(Refused, match="signed with another key"):
            await region.publishing.submit(session, stranger)
    assert [one.note for one in await publishing.witnessed(region.db)] == before


def test_what_is_kept_beside_the_key_never_gets_shorter(tmp_path):
    key, kept = Key("region.example/audit", bytes(32)), Kept(tmp_path / "kept")
    short, long = (
        key.sign(Checkpoint("region.example/audit/2026-11", size, b"r" * 32).note)
        for size in (3, 9)
    )
    kept.write({MONTH: long})
    kept.write({MONTH: short, "2026-12": short})
    assert kept.read() == {MONTH: long, "2026-12": short}


async def test_of_a_lost_log_the_longest_is_sent_first(region):
    """A witness that knows less says so; one that knows more would raise an alarm."""
    key = log_key(region.settings)
    notes = {
        size: str(key.sign(Checkpoint(f"region.example/audit/{MONTH}", size, b"r" * 32).note))
        for size in (8, 11, 9)
    }
    for size, note in notes.items():
        lost = {"log": MONTH, "size": size, "note": note}
        await region.db.write(lambda tx, lost=lost: tx.run(publishing.SQL.lose, **lost))
    assert [due.size for due in await publishing.dues(region.db)] == [11, 9, 8]
