"""What a source contradicted, kept for good: said, agreed with again, settled by a person. The last step holds.

Only the names of the fields are kept, and never a value: what was said of somebody else is not for our tables.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")


class NoSuchContradiction(LookupError):
    """There is no open contradiction of this id."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    id: str
    person_id: str
    source: str  # its id
    fields: tuple[str, ...]
    held: bool  # nothing of the source's answer was shown
    at: datetime
    step: str = "contradicts"

    @property
    def open(self) -> bool:
        return self.step == "contradicts"

    def says(self, fields: Sequence[str], *, held: bool) -> bool:
        """Whether this, or what a person settled of it, is the same again."""
        return self.step != "agrees" and self.fields == tuple(fields) and self.held == held


def _now() -> datetime:
    return datetime.now(UTC)


class Contradictions:
    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def about(self, person_id: str) -> dict[str, Contradiction]:
        """The last step of each source, by its id, also of those that are closed."""
        rows = await self._db.all(SQL.of_person, person_id=person_id)
        return {row["source"]: _contradiction(row) for row in rows}

    async def open(self) -> list[Contradiction]:
        """Those that wait for somebody, oldest first."""
        return [_contradiction(row) for row in await self._db.all(SQL.open)]

    def say_within(
        self, tx: Transaction, person_id: str, source: str, fields: Sequence[str], *, held: bool
    ) -> None:
        """Queued, in a transaction that another part has begun; once, however often it is said.

        What a person settled waits again only where the source says something else.
        """
        last = tx.one(SQL.last, person_id=person_id, source=source)
        if last and _contradiction(last).says(fields, held=held):
            return
        goes_on = last is not None and last["step"] == "contradicts"
        id = last["id"] if last and goes_on else secrets.token_hex(6)
        said = {"fields": ",".join(fields), "held": int(held)}
        key = {"person_id": person_id, "source": source}
        self._put(tx, last, id=id, step="contradicts", why="", said_by="", **key, **said)

    def agree_within(self, tx: Transaction, person_id: str, source: str) -> None:
        """The source's answer contradicts nothing any more; nothing where none was open."""
        last = tx.one(SQL.last, person_id=person_id, source=source)
        if last and last["step"] != "agrees":
            self._after(tx, last, "agrees", "", "")

    async def settle(self, id: str, why: str, by: str) -> Contradiction:
        """A person has seen to it. Raises `NoSuchContradiction`."""

        def write(tx: Transaction) -> Contradiction:
            found = tx.one(SQL.of_id, id=id)
            last = tx.one(SQL.last, **found) if found else None
            if last is None or (last["id"], last["step"]) != (id, "contradicts"):
                raise NoSuchContradiction(id)
            self._after(tx, last, "settled", why, by)
            return _contradiction(last)

        return await self._db.write(write)

    def _after(self, tx: Transaction, last: Row, step: str, why: str, by: str) -> None:
        same = {name: last[name] for name in ("person_id", "source", "id", "fields", "held")}
        self._put(tx, last, step=step, why=why, said_by=by, **same)

    def _put(self, tx: Transaction, last: Row | None, **step: Any) -> None:
        place = last["place"] + 1 if last else 1
        tx.run(SQL.put, place=place, at=self._now().isoformat(timespec="seconds"), **step)


def _contradiction(row: Row) -> Contradiction:
    fields = tuple(row["fields"].split(",")) if row["fields"] else ()
    at = datetime.fromisoformat(row["at"])
    return Contradiction(
        row["id"], row["person_id"], row["source"], fields, bool(row["held"]), at, row["step"]
    )
