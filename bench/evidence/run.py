"""Evidence on both engines: filled, asked, and set beside the target and the floor of the same run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import postgres
from bench.evidence.asking import Asked, ask_all
from bench.evidence.filling import Say
from bench.evidence.keeping import Note, fill_once, folder_of
from carerecord.store import Database

WHOLE_ROWS, SMALL_ROWS = 30_000_000, 200_000
WHOLE_TIMES, SMALL_TIMES = 5_000, 1_000
P99_MS = 5.0  # what one viewer has for one person
TARGET = "evidence of one viewer for one person"


@dataclass(frozen=True, slots=True)
class Filled:
    """One engine, filled and asked."""

    engine: str
    rows: int
    fill_seconds: float
    asked: tuple[Asked, ...]

    @property
    def met(self) -> bool:
        return all(one.p99 <= P99_MS for one in self.asked if one.question == TARGET)


def run(rows: int, times: int, say: Say, kept: Path | None = None) -> list[Filled]:
    """One engine after the other, each in a temporary folder, or in one of `kept` that stays and is filled once."""
    found = []
    for engine in ("sqlite", "postgres"):
        with folder_of(engine, kept) as folder, _store(engine, folder) as url:
            if url is None:
                say("PostgreSQL is not installed: measured on SQLite alone")
                continue
            note = fill_once(folder, url, rows, say)
            asked = asyncio.run(_asked(url, note, times))
            found.append(Filled(engine, note.rows, note.fill_seconds, asked))
    return found


@contextmanager
def _store(engine: str, folder: Path) -> Iterator[str | None]:
    if engine == "sqlite":
        yield str(folder / "region.db")
    elif not postgres.installed():
        yield None
    else:
        with postgres.running(folder) as url:
            yield url


async def _asked(url: str, note: Note, times: int) -> tuple[Asked, ...]:
    db = Database.open(url)
    try:
        return tuple(await ask_all(db, note.people, times, datetime.now(UTC)))
    finally:
        db.close()


def show(found: list[Filled], console: Console) -> None:
    table = Table(title="Evidence: milliseconds of an answer")
    for heading in ("store", "rows", "question"):
        table.add_column(heading)
    for heading in ("asked", "p50", "p99", "p99, times the floor", f"target p99 ≤ {P99_MS:g}"):
        table.add_column(heading, justify="right")
    for filled in found:
        floor = filled.asked[0].p99
        for one in filled.asked:
            verdict = ("ok" if filled.met else "above") if one.question == TARGET else ""
            table.add_row(
                filled.engine, f"{filled.rows:,}", one.question, str(one.times), f"{one.p50:.3f}",
                f"{one.p99:.3f}", f"{one.p99 / floor:.1f}", verdict,
            )  # fmt: skip
        table.add_section()
    console.print(table)
    for filled in found:
        console.print(f"{filled.engine}: filled in {filled.fill_seconds:.0f} s")


def as_json(found: list[Filled]) -> list[dict[str, Any]]:
    return [{**asdict(one), "met": one.met} for one in found]
