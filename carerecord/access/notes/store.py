"""Notes of disagreement, append-only. The only code that names their table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")


@dataclass(frozen=True, slots=True)
class Note:
    """Stands beside what one source holds in one section."""

    source: str  # id
    section: str  # name
    words: str  # the person's
    noted: date


class Notes:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, tx: Transaction, matter: str, person_id: str, note: Note) -> None:
        """In place of what was noted of the same matter before; without words, nothing is any more."""
        tx.run(
            SQL.put,
            matter=matter,
            person_id=person_id,
            source=note.source,
            section=note.section,
            words=note.words,
            noted=note.noted.isoformat(),
        )

    async def about(self, person_id: str) -> tuple[Note, ...]:
        """Those in force, oldest first."""
        rows = await self._db.all(SQL.about, person_id=person_id)
        return tuple(Note(**{**row, "noted": date.fromisoformat(row["noted"])}) for row in rows)
