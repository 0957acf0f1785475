"""`python -m quality shared-files`: one table of what became of every published file."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from carerecord.store import Database
from quality.shared_files.contract import Row
from quality.shared_files.kinds import KINDS, NOT_OURS, Kind

SHARED = Path(__file__).parents[3] / "shared/data"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m quality shared-files")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of published files")
    parser.add_argument("--small", action="store_true", help="the same: it takes seconds")
    data = parser.parse_args(argv).data
    if not data.exists():
        print(f"No published files beside the project ({data.parent.name}/{data.name}): nothing to try.")  # fmt: skip
        return 0
    structlog.configure(
        logger_factory=structlog.ReturnLoggerFactory()
    )  # each refusal is a row here
    rows = asyncio.run(rows_of(data))
    show(rows, Console(width=None if sys.stdout.isatty() else 150))
    return 1 if any(row.lost for row in rows.values()) else 0


async def rows_of(data: Path) -> dict[Kind, Row]:
    """Each kind into a region of its own."""
    found = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as beside:
            db = Database.open(str(Path(beside) / "region.db"))
            try:
                found[kind] = await _row_of(kind, data, db)
            finally:
                db.close()
    return found


async def _row_of(kind: Kind, data: Path, db: Database) -> Row:
    row = Row()
    for folder, read in kind.folders.items():
        row.add(await read(data / folder, db))
    return row


def show(rows: Mapping[Kind, Row], console: Console) -> None:
    table = Table(title="Every published file through its connector", box=None)
    for heading in ("protocol", "way", "files", "in", "out", "as text", "quarantined", "lost"):
        table.add_column(heading, justify="left" if heading in ("protocol", "way") else "right")
    whole = Row()
    for kind, row in rows.items():
        whole.add(row)
        table.add_row(kind.protocol, kind.way, *_numbers(row))
    table.add_row("all", "", *_numbers(whole), style="bold")
    console.print(table)
    console.print("\nQuarantined, or refused with the protocol's own answer:")
    for kind, row in rows.items():
        for why, times in sorted((+row.aside).items()):
            console.print(f"  {kind.protocol}: {times} × {why}", highlight=False, markup=False)
    console.print("\nNo connector's:")
    for folder, why in NOT_OURS.items():
        console.print(f"  {folder}: {why}", highlight=False, markup=False)


def _numbers(row: Row) -> list[str]:
    counted = (row.files, row.came, row.resources, row.in_words, row.aside.total(), row.lost)
    return [f"{one:,}" for one in counted]
