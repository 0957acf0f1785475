"""Breaches and what was done about them, append-only. The only code that names their table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from carerecord.access.times import micros, moment
from carerecord.contract import Viewer
from carerecord.insight.breaches.contract import Breach, Done, Step
from carerecord.insight.cases import CaseFile, StepRefused
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
Days = tuple[datetime | None, datetime | None]


class BreachStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, organisation: str, case_number: int) -> Breach | None:
        rows = await self._db.all(SQL.steps, organisation=organisation, case_number=case_number)
        return _breach(rows) if rows else None

    async def open(self, organisation: str = "") -> list[Breach]:
        """Those not ended, of one organisation or of all."""
        rows = await self._db.all(SQL.open, organisation=organisation)
        found = [await self.of(row["organisation"], row["case_number"]) for row in rows]
        return [one for one in found if one]

    def step(
        self,
        tx: Transaction,
        case: CaseFile,
        breach: Breach | None,
        done: Done,
        days: Days = (None, None),
    ) -> None:
        """Raises `StepRefused` where somebody else recorded something meanwhile."""
        since, until = days
        added = tx.run(
            SQL.take_step,
            organisation=case.organisation,
            case_number=case.number,
            number=len(breach.done) + 1 if breach else 1,
            step=done.step,
            words=done.words,
            effects=done.effects,
            since=micros(since) if since else None,
            until=micros(until) if until else None,
            made_by=done.made_by,
            made_by_name=done.made_by_name,
            at=micros(done.at),
        )
        if added == 0:
            raise StepRefused("Somebody recorded something meanwhile. Read it first.")


def done_by(step: Step, by: Viewer, at: datetime, words: str = "", effects: str = "") -> Done:
    return Done(step, words.strip(), effects.strip(), by.id, by.name, at)


def _breach(rows: Sequence[Row]) -> Breach:
    first = rows[0]
    return Breach(
        organisation=first["organisation"],
        case_number=first["case_number"],
        since=_moment(first["since"]),
        until=_moment(first["until"]),
        done=tuple(_done(row) for row in rows),
    )


def _done(row: Row) -> Done:
    return Done(
        step=row["step"],
        words=row["words"],
        effects=row["effects"],
        made_by=row["made_by"],
        made_by_name=row["made_by_name"],
        at=moment(row["at"]),
    )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)
