"""The board every worker writes on, so that any of them can show how all of them see a source."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections import defaultdict
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime

import msgspec

from carerecord.background import in_background
from carerecord.federation.breakers import Breakers
from carerecord.federation.health.seen import Seen, together
from carerecord.store import Database, StoreError, Transaction, sql

SQL = sql(__file__, "queries.sql")
EVERY_SECONDS = 5.0
GONE_SECONDS = 60
"""A worker that wrote nothing for so long has ended."""


class HealthBoard:
    def __init__(self, db: Database, breakers: Breakers) -> None:
        self._db = db
        self._breakers = breakers
        self._worker = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def write(self, at: datetime) -> None:
        """All this worker has seen. Raises `StoreError`."""
        now, seen = int(at.timestamp()), self._breakers.seen()

        def put(tx: Transaction) -> None:
            tx.run(SQL.forget, before=now - GONE_SECONDS)
            for source_id, one in seen.items():
                body = msgspec.json.encode(one).decode()
                tx.run(SQL.put, worker=self._worker, source_id=source_id, at=now, body=body)

        if seen:
            await self._db.write(put)

    async def read(self, at: datetime) -> dict[str, Seen]:
        """By source id, of every worker together. Raises `StoreError`."""
        rows = await self._db.all(SQL.newest, since=int(at.timestamp()) - GONE_SECONDS)
        found: dict[str, list[Seen]] = defaultdict(list)
        for row in rows:
            found[row["source_id"]].append(msgspec.json.decode(row["body"], type=Seen))
        return {source_id: together(many) for source_id, many in found.items()}

    def running(self) -> AbstractAsyncContextManager[None]:
        return in_background(self._for_ever())

    async def _for_ever(self) -> None:
        while True:
            with suppress(StoreError):
                await self.write(datetime.now(UTC))
            await asyncio.sleep(EVERY_SECONDS)
