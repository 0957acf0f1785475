"""What was said of a number, kept for good: doubted, settled, doubted again. The last step holds."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
ELSEWHERE = "the national index has somebody else under this number"


class NoSuchDoubt(LookupError):
    """There is no open doubt of this id."""


@dataclass(frozen=True, slots=True)
class Doubt:
    id: str
    nhs_number: str
    why: str
    said_by: str  # empty where nobody said so, and two systems disagree
    at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class Doubts:
    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def holds(self, number: str) -> bool:
        """Whether this number leads to nobody by itself now."""
        last = await self._db.one(SQL.last, nhs_number=number)
        return last is not None and last["step"] == "doubted"

    def among(self, tx: Transaction, numbers: Iterable[str]) -> frozenset[str]:
        """Those of these numbers that lead to nobody now, in a transaction that another part has begun."""
        rows = tx.over(SQL.last_of_any, [(one,) for one in dict.fromkeys(numbers)])
        return frozenset(row["nhs_number"] for row in rows if row["step"] == "doubted")

    async def begin(self, number: str, why: str, by: str = "") -> str:
        """The id of the doubt there is now. What a person settled is doubted again by a person alone."""
        return await self._db.write(lambda tx: self._begin(tx, number, why, by))

    async def settle(self, id: str, why: str, by: str) -> str:
        """The number whose it is known now, and which leads on again. Raises `NoSuchDoubt`."""

        def write(tx: Transaction) -> str:
            found = tx.one(SQL.of_id, id=id)
            last = tx.one(SQL.last, nhs_number=found["nhs_number"]) if found else None
            if found is None or last is None or (last["id"], last["step"]) != (id, "doubted"):
                raise NoSuchDoubt(id)
            number: str = found["nhs_number"]
            self._put(tx, nhs_number=number, last=last, id=id, step="settled", why=why, said_by=by)
            return number

        return await self._db.write(write)

    async def open(self) -> list[Doubt]:
        """Those that wait for somebody, oldest first."""
        return [_doubt(row) for row in await self._db.all(SQL.open)]

    def _begin(self, tx: Transaction, number: str, why: str, by: str) -> str:
        last = tx.one(SQL.last, nhs_number=number)
        if last and last["step"] == "doubted":
            return str(last["id"])
        if not by and tx.one(SQL.settled_before, nhs_number=number):
            return ""
        id = secrets.token_hex(6)
        self._put(tx, nhs_number=number, last=last, id=id, step="doubted", why=why, said_by=by)
        return id

    def _put(self, tx: Transaction, *, last: Row | None, **step: Any) -> None:
        place = last["place"] + 1 if last else 1
        tx.run(SQL.put, place=place, at=self._now().isoformat(timespec="seconds"), **step)


def _doubt(row: Row) -> Doubt:
    at = datetime.fromisoformat(row["at"])
    return Doubt(row["id"], row["nhs_number"], row["why"], row["said_by"], at)
