"""Where renderings are kept: with the entry that says they were shown, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carerecord.sealing import SealBroken, derived_key, new_key, opened, seal, unwrapped
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is left of something that was shown: its bytes, or why they are not there."""

    body: bytes | None
    words: str = ""  # why there is no body


KEPT = "What was shown was kept for its time and has been removed. Its digest is left."
NEVER = "What was shown was not kept. Its digest is left."
BROKEN = "What was kept is damaged and cannot be opened. Its digest is left."


class Renderings:
    """Of one region; `days` after a month's end its renderings can no longer be opened by anybody."""

    def __init__(self, db: Database, region_key: bytes, days: int) -> None:
        self._db = db
        self._wrapping = derived_key(region_key, "carerecord renderings 1")
        self._days = days

    def within(self, tx: Transaction, entry_id: str, body: bytes, at: datetime) -> None:
        """Keep what is sent, in the transaction of the entry that says so."""
        month = f"{at.astimezone(UTC):%Y-%m}"
        sealed = seal(self._key(tx, month), body, entry_id)
        tx.run(SQL.keep, entry_id=entry_id, month=month, sealed=sealed)

    async def of(self, entry_id: str) -> Rendering:
        """Of a `shown` entry. Raises nothing for what is gone: that is said in words."""
        row = await self._db.one(SQL.of_entry, entry_id=entry_id)
        if row is None:
            return Rendering(None, NEVER)
        if row["wrapped"] is None:
            return Rendering(None, KEPT)
        try:
            key = unwrapped(self._wrapping, bytes(row["wrapped"]), row["month"])
            return Rendering(opened(key, bytes(row["sealed"]), entry_id))
        except SealBroken:
            return Rendering(None, BROKEN)

    async def remove_old(self, now: datetime) -> int:
        """Forget the keys of months whose time is over; how many renderings went with them.

        The row stays, empty, so that “removed” can be told from “never kept”.
        """
        last = f"{now.astimezone(UTC) - timedelta(days=self._days):%Y-%m}"

        def remove(tx: Transaction) -> int:
            tx.run(SQL.forget_keys, month=last)
            return tx.run(SQL.empty, month=last)

        return await self._db.write(remove)

    def _key(self, tx: Transaction, month: str) -> bytes:
        """Read each time: a key that was made in a transaction that failed was never there."""
        row = tx.one(SQL.key, month=month)
        if row is None:
            wrapped = new_key(self._wrapping, month)
            tx.run(SQL.make_key, month=month, wrapped=wrapped)
        else:
            wrapped = bytes(row["wrapped"])
        return unwrapped(self._wrapping, wrapped, month)
