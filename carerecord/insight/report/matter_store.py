"""What people ask of organisations, and what came of it, append-only. The only code that names their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from carerecord.access.times import micros, moment
from carerecord.insight.report.contract import NotInOrder
from carerecord.insight.report.matters import Matter, Said
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "matters.sql")
GIVEN = (
    *("id", "request_id", "person_id", "kind", "from_organisation", "to_organisation"),
    *("officer", "officer_name", "source", "section", "words"),
)
"""Columns that are kept as they are said."""


class MatterStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def ask(self, tx: Transaction, one: Matter, at: datetime) -> None:
        days = {"asked": one.asked.isoformat(), "due": one.due.isoformat()}
        given = {name: getattr(one, name) for name in GIVEN}
        tx.run(SQL.ask, **given, **days, recorded=micros(at))

    def step(self, tx: Transaction, matter: Matter, said: Said) -> None:
        """Raises `NotInOrder` where somebody else said something meanwhile."""
        added = tx.run(
            SQL.step,
            matter=matter.id,
            number=len(matter.said) + 1,
            step=said.step,
            words=said.words,
            made_by=said.made_by,
            made_by_name=said.made_by_name,
            at=micros(said.at),
        )
        if added == 0:
            raise NotInOrder("Somebody answered meanwhile. Read it first.")

    async def matter(self, matter_id: str) -> Matter | None:
        row = await self._db.one(SQL.matter, id=matter_id)
        return await self._whole(row) if row else None

    async def of_request(self, request_id: str) -> list[Matter]:
        return await self._each(await self._db.all(SQL.of_request, request_id=request_id))

    async def about(self, person_id: str) -> list[Matter]:
        return await self._each(await self._db.all(SQL.about, person_id=person_id))

    async def waiting(self, organisation: str) -> list[Matter]:
        return await self._each(await self._db.all(SQL.waiting, organisation=organisation))

    async def _each(self, rows: Iterable[Row]) -> list[Matter]:
        return [await self._whole(row) for row in rows]

    async def _whole(self, row: Row) -> Matter:
        said = await self._db.all(SQL.steps, matter=row["id"])
        return Matter(
            **{name: row[name] for name in GIVEN},
            asked=date.fromisoformat(row["asked"]),
            due=date.fromisoformat(row["due"]),
            said=tuple(Said(**{**one, "at": moment(one["at"])}) for one in said),
        )
