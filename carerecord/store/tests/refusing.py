"""A database that reads and refuses every write for as long as it is told to: read-only, or with its disk full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from carerecord.store import Database, Row, StoreUnavailable, Transaction

T = TypeVar("T")


class Refusing(Database):
    def __init__(self, db: Database) -> None:
        self._db = db
        self.engine, self.failed, self.reader = db.engine, db.failed, db.reader
        self.down = False
        self.refused = 0

    async def all(self, sql: str, /, **params: Any) -> list[Row]:
        return await self._db.all(sql, **params)

    async def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        return await self._db.tuples(sql, **params)

    async def one(self, sql: str, /, **params: Any) -> Row | None:
        return await self._db.one(sql, **params)

    async def write(self, job: Callable[[Transaction], T], *, within: float = 10.0) -> T:
        if self.down:
            self.refused += 1
            raise StoreUnavailable("the database cannot be used: its disk is full")
        return await self._db.write(job, within=within)

    def close(self) -> None:
        self._db.close()
