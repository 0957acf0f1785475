"""Where a filled store lies: a temporary folder, or one that stays, with a note of what is in it.

A store that stays is filled once; asked again later, it is as it was, but for the signals each run writes, and
as much of it is in the machine's memory as of one that was just filled.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.evidence.filling import ROWS_A_PERSON, Say, fill
from carerecord.store.migrate import bundled

NOTE = "note.json"
PIECE = 1 << 24


@dataclass(frozen=True, slots=True)
class Note:
    """What was filled, and under which migrations."""

    rows: int
    migrated: str  # the last migration then
    at: datetime
    fill_seconds: float

    @property
    def people(self) -> int:
        return int(self.rows / ROWS_A_PERSON)


@contextmanager
def folder_of(engine: str, kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="carerecord-evidence-") as temporary:
            yield Path(temporary)
    else:
        folder = kept.resolve() / engine
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / NOTE).exists():
            raise SystemExit(f"{folder} was never filled to the end: remove it")
        yield folder


def fill_once(folder: Path, url: str, rows: int, say: Say) -> Note:
    """Fill the store of this folder, unless its note says that it is."""
    path = folder / NOTE
    if path.exists():
        note = msgspec.json.decode(path.read_bytes(), type=Note)
        if note.rows != rows:
            raise SystemExit(f"{folder} was filled with --rows {note.rows}, not {rows}")
        say(f"{folder}: filled on {note.at:%d %B %Y}, read once into memory")
        _read(folder)
        return note
    now = datetime.now(UTC)
    seconds = fill(url, rows, now, say)
    note = Note(rows, bundled()[-1].stem, now, seconds)
    path.write_bytes(msgspec.json.encode(note))
    return note


def _read(folder: Path) -> None:
    """What was written before and is not read again, the log of PostgreSQL, is left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "pg_wal" not in path.parts:
            with path.open("rb") as file:
                while file.read(PIECE):
                    pass
