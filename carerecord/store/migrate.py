"""Numbered migrations, applied once, in order, by whichever process gets there first.

A file is `0007_care_home_phase.sql`, or, where the engines must differ, two side by side:
`0007_care_home_phase.sqlite.sql` and `0007_care_home_phase.postgres.sql`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from carerecord.store.database import Transaction
from carerecord.store.errors import StoreUnavailable

FOLDER = Path(__file__).with_name("migrations")
_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)(?:\.(sqlite|postgres))?\.sql")

_TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)
"""
_APPLIED = "SELECT number, name FROM migration"
_RECORD = "INSERT INTO migration (number, name, applied_at) VALUES (:number, :name, :applied_at)"


class Migrating(Protocol):
    """A connection inside a transaction that keeps every other writer out."""

    @property
    def transaction(self) -> Transaction: ...

    def script(self, statements: str) -> None:
        """Run several statements that take no parameters."""


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    path: Path


def bundled() -> tuple[Path, ...]:
    """The migrations of this project."""
    return tuple(sorted(FOLDER.glob("*.sql")))


def for_engine(paths: Sequence[Path], engine: str) -> list[Migration]:
    """Those of one engine, in order; a misnamed file or a number used twice is refused."""
    found: dict[int, Migration] = {}
    for path in paths:
        match = _FILE.fullmatch(path.name)
        if match is None:
            raise StoreUnavailable(f"migration {path.name} is not named like 0007_some_words.sql")
        number, name, only_for = int(match[1]), match[2], match[3]
        if only_for not in (None, engine):
            continue
        if number in found:
            raise StoreUnavailable(f"two migrations have the number {number:04}")
        found[number] = Migration(number, name, path)
    return [found[number] for number in sorted(found)]


def apply(connection: Migrating, migrations: Sequence[Migration]) -> None:
    """Apply those not yet recorded. The caller holds the transaction and commits it."""
    tx = connection.transaction
    tx.run(_TABLE)
    applied = {row["number"]: row["name"] for row in tx.all(_APPLIED)}
    for one in migrations:
        if one.number in applied:
            _same_name(one, applied[one.number])
            continue
        connection.script(one.path.read_text("utf-8"))
        at = datetime.now(UTC).isoformat(timespec="seconds")
        tx.run(_RECORD, number=one.number, name=one.name, applied_at=at)


def _same_name(migration: Migration, recorded: str) -> None:
    if migration.name != recorded:
        raise StoreUnavailable(
            f"migration {migration.number:04} is “{migration.name}” here and was"
            f" “{recorded}” when this database was made"
        )
