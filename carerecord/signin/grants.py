"""What a session holds of its identity provider's word: who asks again, and what came of it (T3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from carerecord.signin.contract import Identity
from carerecord.signin.kept import ASK_AGAIN_SECONDS, to_text
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "grants.sql")


class Grants:
    """Of sessions by their id. A grant is bytes that only `oidc` can read."""

    def __init__(self, db: Database, *, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    async def take(self, session: str) -> bytes | None:
        """The grant, for whoever is to ask with it now: one at a time, in one process or several."""
        at = self._seconds()
        asked = {"id": session, "at": at, "asked_before": at - ASK_AGAIN_SECONDS}
        row = await self._db.write(lambda tx: tx.one(SQL.take, **asked))
        return bytes(row["provider_grant"]) if row else None

    async def keep(self, session: str, provider: str, grant: bytes) -> None:
        """In place of the one before, which may be worth nothing by now."""
        row = {"id": session, "provider": provider, "provider_grant": grant}
        await self._db.write(lambda tx: tx.run(SQL.keep, **row))

    async def confirm(self, session: str, identity: Identity) -> None:
        """As the provider says now: these roles, from the next request on."""
        row = {"id": session, "provider": identity.provider, "at": self._seconds()}
        row |= {"identity": to_text(identity)}
        await self._db.write(lambda tx: tx.run(SQL.confirm, **row))

    async def end(self, session: str, provider: str) -> bool:
        """True for the first to end it."""
        return await self._db.write(lambda tx: _end(tx, session, provider))

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _end(tx: Transaction, session: str, provider: str) -> bool:
    if tx.one(SQL.end, id=session, provider=provider) is None:
        return False
    tx.run(SQL.forget_handles, id=session)
    return True
