"""`python -m quality identity`: a region is invented, asked for, and counted, beside the targets."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import postgres
from carerecord.identity import People
from carerecord.store import Database
from quality.identity.engines import TIMED, cold, size, timed, times
from quality.identity.figures import Figure, by_origin, by_strata, figures, fill_rate
from quality.identity.floor import floor
from quality.identity.inventing import Region
from quality.identity.tracing import ABSENT, Asked, fill, questions

WHOLE, WHOLE_TRACES = 1_000_000, 450_000
SMALL, SMALL_TRACES = 100_000, 20_000


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=WHOLE, help="in the index")
    parser.add_argument("--traces", type=int, default=WHOLE_TRACES)
    parser.add_argument("--small", action="store_true", help="100,000 people, 20,000 traces")
    parser.add_argument("--postgres", action="store_true", help="only rows 11 and 13 of PostgreSQL")
    parser.add_argument("--folder", type=Path, help="for the stores, which are large")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m quality identity")
    options(parser)
    return run(parser.parse_args(argv))


def run(chosen: argparse.Namespace) -> int:
    """0 where every target is met that is one."""
    people = SMALL if chosen.small else chosen.people
    traces = SMALL_TRACES if chosen.small else chosen.traces
    console = Console(width=150)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        measure = _postgres if chosen.postgres else _sqlite
        found = asyncio.run(measure(Path(folder), people, traces, console))
    show(found, console)
    return 0 if all(one.met is not False for one in found) else 1


async def _sqlite(folder: Path, people: int, traces: int, console: Console) -> list[Figure]:
    path = folder / "people.db"
    db = Database.open(str(path))
    index = People(db)
    started = time.monotonic()
    filled = await fill(index, Region(int(people / (1 - ABSENT))), people, traces)
    measured = [fill_rate("SQLite", filled, await floor(db, filled, str(folder)))]
    console.print(f"{filled.people:,} people in {time.monotonic() - started:.0f} s")
    found = await questions(index, filled, traces)
    numbered = await questions(index, filled, traces // 4, numbered=0.97, seed=3)
    console.print(f"{len(found) + len(numbered):,} traces, {time.monotonic() - started:.0f} s")
    show_strata(found, console)
    measured += figures(found, numbered)
    warm = await timed(index, filled, min(TIMED, traces))
    measured += [times("10", "SQLite", warm, 1, 5), await size(db, filled, 0.4)]
    db.close()
    return [*measured, await cold(path, filled)]


async def _postgres(folder: Path, people: int, traces: int, console: Console) -> list[Figure]:
    with postgres.running(folder) as url:
        db = Database.open(url)
        index = People(db)
        filled = await fill(index, Region(int(people / (1 - ABSENT))), people, traces)
        measured = [fill_rate("PostgreSQL", filled, await floor(db, filled, url))]
        console.print(f"{filled.people:,} people in {filled.seconds:.0f} s")
        warm = await timed(index, filled, min(TIMED, traces))
        measured += [times("11", "PostgreSQL", warm, 2, 10), await size(db, filled, 1.3)]
        db.close()
    return measured


def show(found: Sequence[Figure], console: Console) -> None:
    table = Table("row", "what", "target", "measured", "", box=None)
    for one in sorted(found, key=lambda figure: int(figure.row)):
        table.add_row(
            one.row, one.what, one.target, one.measured, "" if one.met is None else "met" if one.met else "NOT MET"
        )  # fmt: skip
    console.print(table)


def show_strata(found: Sequence[Asked], console: Console) -> None:
    strata = Table("stratum", "noise", "traces", "wrong links", "95 % bound, of 100,000", "linked", box=None)  # fmt: skip
    for stratum, noise, count, wrong, most, linked in by_strata(found):
        strata.add_row(stratum, noise, f"{count:,}", str(wrong), f"{most * 1e5:.2f}", f"{linked:.1%}")  # fmt: skip
    console.print(strata)
    ambulance, clerked = by_origin(found, "ambulance"), by_origin(found, "clerked")
    origins = Table("name origin", "linked, ambulance", "clerked", box=None)
    for key, rate in ambulance.items():
        origins.add_row(key, f"{rate:.1%}", f"{clerked.get(key, 0):.1%}")
    console.print(origins)
