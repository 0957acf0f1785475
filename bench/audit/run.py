"""The audit log on both stores, each figure beside its target and the floor of the same run."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import postgres
from bench.audit.reading import Read, read
from bench.audit.slow_disk import POSTGRES
from bench.figures import percentile
from carerecord.store import Database

PROCESSES, IN_FLIGHT = 4, 8
WHOLE_ENTRIES = {"sqlite": 1_000_000, "postgres": 100_000}  # filling over a socket takes longer
SMALL_ENTRIES = {"sqlite": 20_000, "postgres": 5_000}
WHOLE_SECONDS, SMALL_SECONDS = 5.0, 1.5
APPENDS, P99_MS, ROWS, PROOF = 500, 100.0, 150_000, 672
"""Targets (R11): durable appends a second and their 99th in a hundred; rows checked a second; bytes of a proof."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Appended:
    kind: str  # "log" or "insert"
    processes: int
    a_second: float
    p50: float  # ms
    p99: float


@dataclass(frozen=True, slots=True)
class Found:
    store: str
    appended: tuple[Appended, ...]
    read: Read


def run(*, small: bool, say: Say) -> list[Found]:
    seconds = SMALL_SECONDS if small else WHOLE_SECONDS
    entries = SMALL_ENTRIES if small else WHOLE_ENTRIES
    found = []
    for store in ("sqlite", "postgres"):
        if store == "postgres" and not postgres.installed():
            say("PostgreSQL is not installed: measured on SQLite alone")
            continue
        appended = []
        with _opened(store) as url:
            for kind in ("insert", "log"):
                say(f"audit, {store}: {kind} by {PROCESSES} processes")
                appended.append(_appended(kind, url, seconds))
        with _opened(store) as url:
            say(f"audit, {store}: {entries[store]:,} entries filled and read")
            found.append(Found(store, tuple(appended), asyncio.run(_read(url, entries[store]))))
    return found


@contextmanager
def _opened(store: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="carerecord-audit-") as folder:
        if store == "sqlite":
            yield str(Path(folder) / "region.db")
        else:
            with postgres.running(Path(folder), POSTGRES) as url:
                yield url


def _appended(kind: str, url: str, seconds: float) -> Appended:
    _prepare(url)
    plan = {"url": url, "kind": kind, "seconds": seconds, "in_flight": IN_FLIGHT}
    command = [sys.executable, "-m", "bench.audit.writer", json.dumps(plan)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(PROCESSES)]
    took: list[float] = []
    for process in running:
        out, _ = process.communicate()
        assert process.returncode == 0, "a process that writes has failed"
        took += json.loads(out)
    took.sort()
    return Appended(
        kind, PROCESSES, len(took) / seconds, percentile(took, 0.50), percentile(took, 0.99)
    )


def _prepare(url: str) -> None:
    db = Database.open(url)
    table = "CREATE TABLE IF NOT EXISTS bench_row (body TEXT NOT NULL)"
    asyncio.run(db.write(lambda tx: tx.run(table)))
    db.close()


async def _read(url: str, entries: int) -> Read:
    db = Database.open(url)
    try:
        return await read(db, entries)
    finally:
        db.close()


def show(found: Sequence[Found], console: Console) -> None:
    table = Table(title="Audit log: durable appends, 4 processes, 2 ms to make one durable")
    for heading in ("store", "what"):
        table.add_column(heading)
    for heading in ("a second", "p50 ms", "p99 ms", "of the floor", "target"):
        table.add_column(heading, justify="right")
    for one in found:
        floor = one.appended[0].a_second
        for each in one.appended:
            of = f"{each.a_second / floor:.2f}" if floor else ""
            target = "" if each.kind == "insert" else _met(each)
            what = "plain insert (floor)" if each.kind == "insert" else "audit entry"
            table.add_row(one.store, what, f"{each.a_second:,.0f}", f"{each.p50:.1f}",
                          f"{each.p99:.1f}", of, target)  # fmt: skip
    console.print(table)
    for one in found:
        console.print(
            f"{one.store}: {one.read.entries:,} entries checked at {one.read.rows_a_second:,.0f} a"
            f" second (target {ROWS:,}); a proof of {one.read.proof_bytes} bytes (target {PROOF})"
            f" in {one.read.proof_ms:.1f} ms"
        )


def _met(each: Appended) -> str:
    met = each.a_second >= APPENDS and each.p99 <= P99_MS
    return f"{'ok' if met else 'below'}: ≥ {APPENDS}, p99 ≤ {P99_MS:g}"


def as_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]
