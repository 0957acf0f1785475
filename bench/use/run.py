"""A year of views in the daily files: the seconds each figure takes, beside the two that are allowed."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from carerecord.insight.use.duck import SQL, duck
from carerecord.insight.use.figures import MONTHS, months_before, use_of
from carerecord.insight.use.files import Files
from carerecord.store import sql

FILL = sql(__file__, "fill.sql")
WHOLE, SMALL = (12, 2_000_000), (3, 20_000)
NEWEST = "2026-10"
TARGET_SECONDS = 2.0
MONTHLY = ("organisations", "roles", "launchers", "sections", "section_staff", "times")


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    views: int
    mebibytes: float
    counted: int  # views of the newest month, as the figures say
    figures: tuple[Figure, ...]
    whole_seconds: float  # everything a page shows, in one go

    @property
    def met(self) -> bool:
        return max(one.seconds for one in self.figures) <= TARGET_SECONDS


def run(months: int, views: int, say: Callable[[str], None] = lambda words: None) -> Answered:
    with tempfile.TemporaryDirectory(prefix="carerecord-use-") as folder:
        files = Files(Path(folder) / "use")
        say(f"{views:,} views a month, {months} months")
        _fill(files, NEWEST, views)
        for back in range(1, months):
            _again(files, months_before(NEWEST, back))
        return _answered(files, months * views)


def _fill(files: Files, month: str, views: int) -> None:
    """DuckDB names a file for each day's folder; they are then named as the export names them."""
    there = files.folder / f"month={month}"
    raw = files.folder / "raw"
    there.mkdir(parents=True)
    given = {"views": views, "start": f"{month}-01", "staff": views / 25, "people": views / 5}
    with duckdb.connect(config={"threads": 2}) as db:
        db.execute(FILL.month.replace("{to}", str(raw)), given)
    for part in raw.glob("day=*/*.parquet"):
        part.rename(there / f"{part.parent.name.removeprefix('day=')}.parquet")
    shutil.rmtree(raw)


def _again(files: Files, month: str) -> None:
    """As many views once more: no figure looks from one month into another."""
    there = files.folder / f"month={month}"
    there.mkdir()
    for one in files.of([NEWEST]):
        shutil.copy(one, there / one.name.replace(NEWEST, month))


def _answered(files: Files, views: int) -> Answered:
    year = files.of(months_before(NEWEST, back) for back in range(MONTHS))
    newest = files.of([NEWEST])
    asked = [("months", year), *((name, newest) for name in MONTHLY)]
    timed = []
    for name, over in asked:
        started = time.perf_counter()
        with duck() as db:
            db.rows(getattr(SQL, name), over)
        timed.append(Figure(name, time.perf_counter() - started))
    started = time.perf_counter()
    use = use_of(_Unbroken(files.folder), {}, NEWEST)
    whole = time.perf_counter() - started
    counted = use.table("months").lines[-1].cells[0] if use else 0
    size = sum(one.stat().st_size for one in year) / 2**20
    return Answered(views, size, counted if isinstance(counted, int) else 0, tuple(timed), whole)


class _Unbroken(Files):
    """Months of 28 days: the gaps between them are meant."""

    def months(self) -> list[str]:
        return sorted({one.parent.name[6:] for one in self.folder.glob("*/*.parquet")})


def show(found: Answered, console: Console) -> None:
    table = Table(title=f"Figures of use over {found.views:,} views, {found.mebibytes:.0f} MiB")
    for heading in ("figure", "seconds", "of the target", ""):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    for one in found.figures:
        share = one.seconds / TARGET_SECONDS
        table.add_row(
            one.name, f"{one.seconds:.2f}", f"{share:.2f}", "ok" if share <= 1 else "above"
        )
    table.add_row("the whole page", f"{found.whole_seconds:.2f}", "", "")
    console.print(table)


def as_json(found: Answered) -> dict[str, Any]:
    return {**asdict(found), "met": found.met}
