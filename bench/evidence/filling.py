"""Fills a store with the evidence of a region, by statements that make many rows at once.

Filling takes every short cut an engine has, on a connection of its own: what is asked afterwards is asked of the
product's store, opened and checked to be durable as ever. Indexes are made at the end, as the migrations made them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import apsw
import psycopg

from carerecord.access.times import micros
from carerecord.store import Database, sql
from carerecord.store.postgres_wire import translated

SQL = sql(__file__, "filling.sql")
PEOPLE_AT_ONCE = 200_000
ROWS_A_PERSON = 2.5  # of filling.sql

Say = Callable[[str], None]
Run = Callable[..., Iterable[tuple[Any, ...]]]


def fill(url: str, rows: int, now: datetime, say: Say) -> float:
    """Add about so many rows to a store that nobody else has open; the seconds it took."""
    started = time.monotonic()
    Database.open(url).close()  # migrated
    engine = _postgres if url.startswith("postgresql://") else _sqlite
    engine(url, int(rows / ROWS_A_PERSON), now, say)
    os.sync()  # so that nothing of it is still being written while it is asked
    return time.monotonic() - started


def person_id(number: int) -> str:
    return f"p{10**15 + number}"


def evidence_id(number: int) -> str:
    """Of a person's registration, which everybody has."""
    return f"e{10**16 + number * 8}"


def _sqlite(url: str, people: int, now: datetime, say: Say) -> None:
    connection = apsw.Connection(url)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        indexes: Any = connection.execute(SQL.sqlite_indexes).fetchall()
        _filled(connection.execute, dict(indexes), people, now, say)
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
    finally:
        connection.close()


def _postgres(url: str, people: int, now: datetime, say: Say) -> None:
    with psycopg.connect(url, autocommit=True) as connection:

        def run(statement: str, params: Mapping[str, Any] | None = None) -> Any:
            return connection.execute(translated(statement), params)

        for setting in ("synchronous_commit = off", "maintenance_work_mem = '1GB'"):
            run(f"SET {setting}")
        indexes = run(SQL.postgres_indexes).fetchall()
        _filled(run, dict(indexes), people, now, say)
        # The first to read a row would otherwise write down that it is there to stay.
        run("VACUUM (FREEZE, ANALYZE) access_evidence")
        run("CHECKPOINT")


def _filled(run: Run, indexes: Mapping[str, str], people: int, now: datetime, say: Say) -> None:
    started = time.monotonic()
    for name in indexes:
        run(f"DROP INDEX {name}")
    for low in range(0, people, PEOPLE_AT_ONCE):
        high = min(low + PEOPLE_AT_ONCE, people)
        run(SQL.people, {"low": low, "high": high, "now": micros(now)})
        if high % 1_000_000 == 0 or high == people:
            say(f"{high:,} of {people:,} people, {time.monotonic() - started:.0f} s")
    for name, statement in indexes.items():
        run(statement)
        say(f"{name}, {time.monotonic() - started:.0f} s")
    run(SQL.analyse)
