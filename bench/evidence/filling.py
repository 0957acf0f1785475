"""Fills a store with the evidence of a region, by statements that make many rows at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from carerecord.access.times import micros
from carerecord.store import Database, Transaction, sql
from carerecord.store.migrate import FOLDER

SQL = sql(__file__, "filling.sql")
PEOPLE_AT_ONCE = 200_000
ROWS_A_PERSON = 2.5  # of filling.sql
LONGEST_SECONDS = 3600.0  # one statement, on a slow disk
_INDEX = re.compile(r"CREATE INDEX access_evidence_newest[^;]*")


async def fill(db: Database, rows: int, now: datetime, say: Callable[[str], None]) -> float:
    """Add about so many rows; the seconds it took. The list index is made at the end, as it would be."""
    people, started = int(rows / ROWS_A_PERSON), time.monotonic()
    await db.write(lambda tx: tx.run(SQL.without_index), within=LONGEST_SECONDS)
    for low in range(0, people, PEOPLE_AT_ONCE):
        high = min(low + PEOPLE_AT_ONCE, people)
        await db.write(
            partial(_people, low=low, high=high, now=micros(now)), within=LONGEST_SECONDS
        )
        if high % 1_000_000 == 0 or high == people:
            say(f"{db.engine}: {high:,} of {people:,} people, {time.monotonic() - started:.0f} s")
    await db.write(_finish, within=LONGEST_SECONDS)
    return time.monotonic() - started


def person_id(number: int) -> str:
    return f"p{10**15 + number}"


def evidence_id(number: int) -> str:
    """Of a person's registration, which everybody has."""
    return f"e{10**16 + number * 8}"


def _people(tx: Transaction, low: int, high: int, now: int) -> None:
    tx.run(SQL.people, low=low, high=high, now=now)


def _finish(tx: Transaction) -> None:
    """The index as the migration has it, and what the engine knows of the rows."""
    migration = (FOLDER / "0040_evidence_signals.sql").read_text("utf-8")
    statement = _INDEX.search(migration)
    assert statement, "the migration no longer makes this index"
    tx.run(statement[0])
    tx.run(SQL.analyse)
