"""The export of each whole day, by whichever server process asks first when it is due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

import structlog

from carerecord.access.times import micros
from carerecord.audit import AuditUnavailable
from carerecord.background import in_background
from carerecord.insight.use.contract import UseUnusable
from carerecord.insight.use.desk import UseDesk
from carerecord.store import Database, StoreError, Transaction, sql

SQL = sql(__file__, "daily.sql")
AGAIN = timedelta(hours=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DailyUse:
    db: Database
    desk: UseDesk

    @asynccontextmanager
    async def running(self, every: float = 300.0) -> AsyncIterator[None]:
        """In the background of a server, until it stops; nothing where no folder is set."""
        async with in_background(self._forever(every)) if self.desk.folder else nullcontext():
            yield

    async def _forever(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            try:
                await self.due()
            except (AuditUnavailable, OSError, StoreError, UseUnusable) as error:
                log.warning("use.failed", why=type(error).__name__)

    async def due(self) -> None:
        """Once an hour, by one process of all: a day that is whole is soon there."""
        at = self.desk.now()

        def claim(tx: Transaction) -> bool:
            return tx.run(SQL.claim, at=micros(at), next=micros(at + AGAIN)) == 1

        if await self.db.write(claim):
            for day in await self.desk.export():
                log.info("use.exported", day=str(day))
