"""Searching the log on PostgreSQL by person, staff, organisation and time, singly and combined, as it grows."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from bench import postgres
from bench.audit.run import Say
from carerecord.audit.search import Sought, asked, search
from carerecord.store import Database, sql
from carerecord.store.postgres_wire import translated

SQL = sql(__file__, "search_fill.sql")
WHOLE, SMALL = (1_000_000, 3_000_000, 10_000_000), (10_000, 30_000, 100_000)
TARGET_SECONDS, TARGET_ENTRIES = 2.0, 100_000_000
START = datetime(2025, 1, 1, tzinfo=UTC)
STEP = timedelta(microseconds=630_720)  # from one entry to the next
TIMES, LIMIT = (
    20,
    1000,
)  # searches of each kind; entries of one answer, as many as a page reads at most
ALL = ("person", "staff", "organisation", "time")
KINDS = list(chain.from_iterable(combinations(ALL, n) for n in range(1, len(ALL) + 1)))


@dataclass(frozen=True, slots=True)
class Searched:
    by: str
    entries: int  # in the log
    p50: float  # ms
    worst: float
    walks: str  # the index it walks


def run(sizes: Sequence[int], say: Say) -> list[Searched]:
    if not postgres.installed():
        say("PostgreSQL is not installed: searching is not measured")
        return []
    with (
        TemporaryDirectory(prefix="carerecord-search-") as folder,
        postgres.running(Path(folder)) as url,
    ):
        Database.open(url).close()  # migrated
        return list(_measured(url, sizes, say))


def _measured(url: str, sizes: Sequence[int], say: Say) -> Iterator[Searched]:
    before = 0
    for size in sizes:
        say(f"audit search: {size:,} entries")
        _fill(url, before + 1, size)
        before = size
        yield from asyncio.run(_searched(url, size))


def _fill(url: str, low: int, high: int) -> None:
    start = int(START.timestamp() * 1_000_000)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL.off.encode())
        connection.execute(translated(SQL.rows), {"low": low, "high": high, "start": start})
        connection.execute(SQL.on.encode())
        connection.execute("CHECKPOINT")


async def _searched(url: str, size: int) -> list[Searched]:
    db = Database.open(url)
    found = []
    try:
        for kind in KINDS:
            took = []
            for sought in _drawn(kind, size):
                began = time.perf_counter()
                await search(db, sought, limit=LIMIT)
                took.append(1000 * (time.perf_counter() - began))
            by = " + ".join(kind)
            walks = await _walk(db, kind, size)
            found.append(Searched(by, size, sorted(took)[len(took) // 2], max(took), walks))
    finally:
        db.close()
    return found


def _drawn(kind: Sequence[str], size: int) -> Iterator[Sought]:
    """As unevenly as the entries are; the busiest of each kind is always among them. A tenth of the time."""
    chance = random.Random(size)
    for n in range(TIMES):
        share = chance.random() ** 2 if n else 0.0
        sought = Sought(
            person_id=f"p{int(1_500_000 * share)}" if "person" in kind else "",
            viewer_id=f"s{int(20_000 * chance.random() ** 2 * bool(n))}" if "staff" in kind else "",
            organisation=f"o{int(200 * chance.random() ** 3)}" if "organisation" in kind else "",
        )
        since = START + chance.random() * 0.9 * size * STEP
        timed = "time" in kind
        yield replace(sought, since=since, until=since + 0.1 * size * STEP) if timed else sought


async def _walk(db: Database, kind: Sequence[str], size: int) -> str:
    """What PostgreSQL does for the busiest of this kind: the index, and a sort where there is one."""
    statement, params = asked(next(_drawn(kind, size)), LIMIT)
    (row,) = await db.tuples(f"EXPLAIN (FORMAT JSON) {statement}", **params)
    return " ".join(reversed(list(_steps(row[0][0]["Plan"]))))


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    if "Index Name" in plan:
        yield plan["Index Name"].removeprefix("audit_entry_")
    elif plan["Node Type"] != "Limit":
        yield plan["Node Type"].lower()
    for below in plan.get("Plans", ()):
        yield from _steps(below)


def show(found: Sequence[Searched], console: Console) -> None:
    sizes = sorted({one.entries for one in found})
    table = Table(title=f"Searching the audit log on PostgreSQL: the slowest of {TIMES}, in ms")
    table.add_column("by")
    for size in sizes:
        table.add_column(f"{size:,} entries", justify="right")
    table.add_column(f"at {TARGET_ENTRIES:,}", justify="right")
    table.add_column("walks")
    for by in dict.fromkeys(one.by for one in found):
        several = [one for one in found if one.by == by]
        worst = [f"{one.worst:.1f}" for one in several]
        table.add_row(by, *worst, _going_on(several), several[-1].walks)
    console.print(table)


def _going_on(several: Sequence[Searched]) -> str:
    """The slowest, if it went on growing as the median did: seconds, beside what is allowed."""
    first, last = several[0], several[-1]
    power = max(0.0, math.log(last.p50 / first.p50) / math.log(last.entries / first.entries))
    seconds = last.worst * (TARGET_ENTRIES / last.entries) ** power / 1000
    return f"{seconds:.2f} s {'ok' if seconds <= TARGET_SECONDS else 'above'}"


def as_json(found: Sequence[Searched]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]
