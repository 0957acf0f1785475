"""Every change goes through here: written, logged and seen by other workers, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from carerecord.onboarding.contract import Change, OnboardingRefused
from carerecord.onboarding.days import FOREVER, micros, moment
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")

State = Mapping[str, object]
Work = Callable[[Transaction], tuple[State, State]]
"""Carries a change out and returns what was before and what is after; raises `OnboardingRefused`."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Changes:
    """The change log of this part: append-only."""

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self.now = now

    async def make(
        self, what: str, about: str, work: Work, *, by: str, why: str = "", within: float = 10.0
    ) -> Change:
        """Carry `work` out and log it; nothing of it is there when it is refused.

        Raises OnboardingRefused also when nobody is named as the one who does it.
        """
        if not by.strip():
            raise OnboardingRefused("say who makes this change.")
        at = self.now()

        def job(tx: Transaction) -> Change:
            before, after = work(tx)
            tx.run(SQL.raise_version)
            row = tx.one(
                SQL.add_change,
                at=micros(at),
                made_by=by,
                what=what,
                about=about,
                why=why,
                before=json.dumps(before, ensure_ascii=False, sort_keys=True),
                after=json.dumps(after, ensure_ascii=False, sort_keys=True),
            )
            number = row["number"] if row else 0
            return Change(number, at, by, what, about, why, before, after)

        return await self._db.write(job, within=within)

    async def recent(self, limit: int = 100, older_than: int = FOREVER) -> list[Change]:
        """Newest first."""
        rows = await self._db.all(SQL.changes, limit=limit, older_than=older_than)
        return [_change(row) for row in rows]


def _change(row: Row) -> Change:
    return Change(
        row["number"],
        moment(row["at"]),
        row["made_by"],
        row["what"],
        row["about"],
        row["why"],
        json.loads(row["before"]),
        json.loads(row["after"]),
    )
