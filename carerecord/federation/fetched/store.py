"""Sets of what was fetched, in a table that any worker reads and nobody can open but the session they are of.

A set that cannot be read is as good as none: the sources are asked. Nothing is kept of what was not shown.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from carerecord.background import in_background
from carerecord.federation.fetched.packing import (
    Fetched,
    PackingError,
    Reader,
    packed,
    unpacked,
)
from carerecord.sealing import SealBroken, derived_key, opened, seal
from carerecord.store import Database, StoreError, Transaction, sql

SQL = sql(__file__, "queries.sql")
EVERY = 60.0  # seconds between removals of what is too old
_USE = "carerecord fetched 1"
_log = structlog.get_logger("carerecord.federation")


@dataclass(frozen=True, slots=True)
class Own:
    """What only the viewer's session holds, and the page it is for: asked for twice, it is fetched twice."""

    secret: str
    page: str = ""
    goes_on: bool = True  # from another page of ours; else nothing that was kept is shown

    @property
    def key(self) -> bytes:
        return derived_key(self.secret.encode(), _USE)

    def name(self, of: str) -> str:
        """A digest that only this session makes: what it names is told to nobody else."""
        return hmac.digest(self.key, of.encode(), "sha256").hex()


def _now() -> datetime:
    return datetime.now(UTC)


class FetchedSets:
    """Of one region; `minutes` after it was fetched nothing is shown again, 0 keeps nothing."""

    def __init__(self, db: Database, minutes: int, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._for = timedelta(minutes=minutes)
        self._now = now

    async def of(self, own: Own, reader: Reader) -> Fetched | None:
        """What is not too old; None where there is nothing, or this page is asked for again."""
        if not own.goes_on:
            return None
        now, name = self._now(), own.name(reader.person_id)
        try:
            row = await self._db.one(SQL.of_name, name=name, now=int(now.timestamp()))
        except StoreError:
            return None
        if row is None or (own.page and row["page"] == own.name(own.page)):
            return None
        try:
            found = unpacked(reader, opened(own.key, bytes(row["sealed"]), name))
        except (SealBroken, PackingError):
            return None
        return found.since(now - self._for) if found else None

    async def sealed(self, own: Own, reader: Reader, fetched: Fetched) -> bytes:
        """Beside the event loop: most of it is compression."""
        name = own.name(reader.person_id)
        return await asyncio.to_thread(lambda: seal(own.key, packed(reader, fetched), name))

    def keep(self, tx: Transaction, own: Own, person_id: str, sealed: bytes | None) -> None:
        """In the transaction of the entry that says it is shown. No bytes: the set that is there was used."""
        if not self._for:
            return
        name, page = own.name(person_id), own.name(own.page)
        until = int((self._now() + self._for).timestamp())
        if sealed is None:
            tx.run(SQL.looked_at, name=name, page=page)
        else:
            tx.run(SQL.keep, name=name, page=page, until=until, sealed=sealed)

    async def remove_old(self) -> int:
        now = int(self._now().timestamp())
        return await self._db.write(lambda tx: tx.run(SQL.remove_old, now=now))

    def removing(self) -> AbstractAsyncContextManager[None]:
        """In the background of a server, until it stops."""
        return in_background(self._for_ever())

    async def _for_ever(self) -> None:
        while True:
            try:
                await self.remove_old()
            except StoreError as error:
                _log.warning("fetched.not-removed", error=type(error).__name__)
            await asyncio.sleep(EVERY)
