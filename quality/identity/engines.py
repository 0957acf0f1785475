"""How long a trace takes and how large its index is, on each engine, warm and with nothing in memory."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from carerecord.identity import People
from carerecord.store import Database, sql
from quality.identity.asking import AMBULANCE, ask
from quality.identity.figures import Figure
from quality.identity.tracing import Filled

SQL = sql(__file__, "queries.sql")
TIMED = 5000
COLD = 300


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each trace, in order of size: as waited for, and of the processor alone."""

    waited: list[float]
    worked: list[float]

    @property
    def words(self) -> str:
        worked = f"(of CPU {_at(self.worked, 50):.2f} and {_at(self.worked, 99):.2f})"
        return f"{_at(self.waited, 50):.2f} and {_at(self.waited, 99):.2f} ms {worked}"


async def timed(people: People, filled: Filled, count: int, seed: int = 5) -> Times:
    rng = random.Random(f"timing {seed}")
    waited, worked = [], []
    for one in rng.choices(filled.present, k=count):
        asked = ask(one, AMBULANCE, rng)
        started, busy = time.perf_counter(), time.process_time()
        await people.trace(asked)
        waited.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return Times(sorted(waited), sorted(worked))


def times(row: str, engine: str, found: Times, p50: float, p99: float) -> Figure:
    met = _at(found.waited, 50) <= p50 and _at(found.waited, 99) <= p99
    target = f"≤ {p50:g}, ≤ {p99:g} ms"
    return Figure(row, f"trace, {engine}, p50 and p99", target, found.words, met)


def _at(sorted_times: list[float], percent: int) -> float:
    return sorted_times[len(sorted_times) * percent // 100]


async def size(db: Database, filled: Filled, most: float) -> Figure:
    """For a million people, as reckoned from those who are there."""
    asked = SQL.size_sqlite if db.engine == "sqlite" else SQL.size_postgres
    gigabytes = (await db.all(asked))[0]["bytes"] / 1e9
    keys = (await db.all(SQL.keys))[0]["keys"] / filled.people
    million = gigabytes / filled.people * 1e6
    words = f"{gigabytes:.2f} GB for {filled.people:,}; {keys:.1f} keys a person"
    return Figure("13", f"size of the index, {db.engine}", f"≤ {most} GB a million", words, million <= most)  # fmt: skip


async def cold(path: Path, filled: Filled) -> Figure:
    """The file is dropped from memory first, as after a night."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    db = Database.open(str(path))
    found = await timed(People(db), filled, COLD, seed=6)
    db.close()
    slow = _at(found.waited, 99)
    return Figure("10", "trace, SQLite, p99 cold", "≤ 50 ms", f"{slow:.1f} ms", slow <= 50)
