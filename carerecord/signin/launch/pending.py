"""Launches under way: kept in the store, bound to one browser, taken once, and forgotten in minutes (T32)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from carerecord.signin.staff import sha256
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Pending:
    """What is kept can be read only with the secret handed out: the table alone tells nobody anything."""

    def __init__(self, db: Database, *, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    async def begin(
        self, secret: str, browser: str, content: dict[str, Any], *, seconds: int
    ) -> None:
        at = int(self._now().timestamp())
        row = {
            "digest": _digest(secret),
            "browser_sha256": sha256(browser),
            "sealed": _seal(secret, content),
            "ends_at": at + seconds,
        }
        await self._db.write(lambda tx: _begin(tx, row, at))

    async def take(self, secret: str, browser: str) -> dict[str, Any] | None:
        """What was begun with this secret in this browser; for the first to ask, and nobody after."""
        if not _SECRET.fullmatch(secret) or not _SECRET.fullmatch(browser):
            return None
        wanted = {"digest": _digest(secret), "browser_sha256": sha256(browser)}
        at = int(self._now().timestamp())
        row = await self._db.write(lambda tx: tx.one(SQL.take, at=at, **wanted))
        return _unseal(secret, bytes(row["sealed"])) if row else None


def browser_or_new(known: str) -> str:
    """The secret this browser has already: two launches at once must not undo each other."""
    return known if _SECRET.fullmatch(known) else new_secret()


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def _begin(tx: Transaction, row: dict[str, Any], at: int) -> None:
    tx.run(SQL.forget, at=at)
    tx.run(SQL.begin, **row)


def _digest(secret: str) -> str:
    return sha256(f"launch:{secret}")


def _fernet(secret: str) -> Fernet:
    key = hashlib.sha256(f"launch-content:{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _seal(secret: str, content: dict[str, Any]) -> bytes:
    return _fernet(secret).encrypt(json.dumps(content).encode())


def _unseal(secret: str, sealed: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(_fernet(secret).decrypt(sealed))
    except (InvalidToken, ValueError):
        return None
    return content if isinstance(content, dict) else None
