"""Values that may be used once: codes, states, nonces, the ids of launch tokens. Exactly one spender wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from carerecord.signin.staff import sha256
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "once.sql")


def _now() -> datetime:
    return datetime.now(UTC)


class OneUse:
    """Kept in the store, so that one wins whichever worker each came to."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def spend(self, kind: str, value: str, until: int) -> bool:
        """True for the first to bring this value; remembered until then, in seconds since 1970."""
        at = int(self._now().timestamp())
        row: dict[str, str | int] = {"digest": sha256(f"{kind}:{value}"), "until": until}
        return await self._db.write(lambda tx: _first(tx, row, at))


def _first(tx: Transaction, row: dict[str, str | int], at: int) -> bool:
    tx.run(SQL.forget, at=at)
    return tx.one(SQL.spend, **row) is not None
