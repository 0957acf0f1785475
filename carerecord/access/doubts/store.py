"""Doubts and the steps taken, append-only. The only code that names their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from carerecord.access.doubts.contract import Doubt, Taken
from carerecord.access.times import micros, moment
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
MOST = 500  # of one organisation, the newest


class Doubts:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, tx: Transaction, doubt: Doubt) -> None:
        row = {name: value for name, value in asdict(doubt).items() if name != "steps"}
        tx.run(SQL.put, **{**row, "at": micros(doubt.at)})

    def take(self, tx: Transaction, doubt: Doubt, taken: Taken) -> bool:
        """False where somebody took a step meanwhile."""
        row = {**asdict(taken), "at": micros(taken.at), "number": len(doubt.steps) + 1}
        return tx.run(SQL.take_step, doubt=doubt.id, **row) == 1

    async def about(self, person_id: str) -> tuple[Doubt, ...]:
        """Oldest first."""
        rows = await self._db.all(SQL.about, person_id=person_id)
        steps = await self._db.all(SQL.steps_about, person_id=person_id) if rows else []
        return _doubts(rows, steps)

    async def of_organisation(self, organisation: str) -> tuple[Doubt, ...]:
        """Newest first."""
        rows = await self._db.all(SQL.of_organisation, organisation=organisation, limit=MOST)
        return _doubts(
            rows, await self._db.all(SQL.steps_of_organisation, organisation=organisation)
        )


def _doubts(rows: Sequence[Row], steps: Sequence[Row]) -> tuple[Doubt, ...]:
    taken: dict[str, list[Taken]] = {}
    for row in steps:
        taken.setdefault(row["doubt"], []).append(_taken(row))
    return tuple(
        Doubt(**{**row, "at": moment(row["at"])}, steps=tuple(taken.get(row["id"], ())))
        for row in rows
    )


def _taken(row: Row) -> Taken:
    return Taken(row["step"], row["words"], row["made_by"], row["made_by_name"], moment(row["at"]))
