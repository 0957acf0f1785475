"""The emergencies a viewer declared: until when, and whether they said in words why (BTG-4, BTG-7, ux S4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carerecord.access.declarations import REASONS
from carerecord.access.times import micros, moment
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "emergencies.sql")
REMEMBERED = timedelta(days=30)
"""So long words that are owed are asked for; after that the privacy officer's list still says that they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    id: str  # of its evidence, and the occasion of its alerts
    person_id: str
    at: datetime
    until: datetime
    reason: str  # as it was chosen
    words: str  # typed with it, or since

    @property
    def owed(self) -> bool:
        """Nothing was said in words: they may be left until later, and are owed then."""
        return not self.words

    def runs(self, at: datetime) -> bool:
        return self.at <= at < self.until


def _now() -> datetime:
    return datetime.now(UTC)


class Emergencies:
    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now  # only for when words were recorded

    async def of(self, viewer_id: str, at: datetime) -> list[Emergency]:
        """Those of the last days, newest first."""
        since = micros(at - REMEMBERED)
        rows = await self._db.all(SQL.of_viewer, viewer_id=viewer_id, since=since, at=micros(at))
        return [_emergency(row) for row in rows]

    async def by_id(self, person_id: str, evidence_id: str) -> Emergency | None:
        row = await self._db.one(SQL.by_id, person_id=person_id, id=evidence_id)
        return _emergency(row) if row else None

    def say(self, tx: Transaction, emergency: Emergency, words: str) -> None:
        """In a transaction that another part has begun; words that are there already stay."""
        tx.run(SQL.say, id=emergency.id, words=words, recorded=micros(self._now()))


def _emergency(row: Row) -> Emergency:
    ends = row["ends"] if row["ended"] is None else min(row["ends"], row["ended"])
    reason = next((one.words for one in REASONS["LR-16"] if one.code == row["source"]), "")
    return Emergency(
        id=row["id"],
        person_id=row["person_id"],
        at=moment(row["starts"]),
        until=moment(ends),
        reason=reason,
        words=row["note"] or row["words"] or "",
    )
