"""Browsers that may make a passkey for one account: an invitation was opened there, or a passkey used."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.signin.staff import sha256
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
SECONDS = 15 * 60  # how long after opening an invitation, or using a passkey
LONGEST_SECRET = 100  # characters; anything longer is not one of ours


@dataclass(frozen=True, slots=True)
class Opening:
    username: str
    invited: bool  # by an invitation: the one passkey it allows uses it up


def _now() -> datetime:
    return datetime.now(UTC)


class Openings:
    """An invitation stays usable until a passkey was made: a mail filter that looks at links uses up none."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def invited(self, secret: str) -> str | None:
        """Exchange an invitation's secret for one that only this browser has; None when it is not live."""
        if not 0 < len(secret) <= LONGEST_SECRET:
            return None
        now, digest = self._seconds(), sha256(secret)
        row = await self._db.one(SQL.live_invitation, secret_sha256=digest, at=now)
        return await self._open(row["username"], digest) if row else None

    async def proved(self, username: str) -> str:
        """A browser where this account's passkey was used just now may make another for it."""
        return await self._open(username, "")

    async def of(self, browser: str) -> Opening | None:
        if not 0 < len(browser) <= LONGEST_SECRET:
            return None
        row = await self._db.one(SQL.opening, browser_sha256=sha256(browser), at=self._seconds())
        return Opening(row["username"], bool(row["invitation"])) if row else None

    async def use(self, browser: str, username: str) -> bool:
        """True for the first alone: neither a browser's leave nor an invitation is used twice."""
        now = self._seconds()
        return await self._db.write(lambda tx: _use(tx, sha256(browser), username, now))

    async def _open(self, username: str, invitation: str) -> str:
        browser, now = secrets.token_urlsafe(32), self._seconds()
        row: Row = {
            "browser_sha256": sha256(browser),
            "username": username,
            "invitation": invitation,
            "ends_at": now + SECONDS,
        }
        await self._db.write(lambda tx: _put(tx, row, now))
        return browser

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _put(tx: Transaction, row: Row, now: int) -> None:
    tx.run(SQL.forget_openings, at=now)
    tx.run(SQL.put_opening, **row)


def _use(tx: Transaction, browser: str, username: str, now: int) -> bool:
    opening = tx.one(SQL.close_opening, browser_sha256=browser, at=now)
    if opening is None or opening["username"] != username:
        return False
    if not opening["invitation"]:
        return True
    return tx.one(SQL.use_invitation, secret_sha256=opening["invitation"], at=now) is not None
