"""Where one log ends and another begins for another reason than the month: a key, a machine, a restored backup."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from carerecord.audit.appending import Appending
from carerecord.audit.canonical import canonical
from carerecord.audit.entry import KINDS, viewer_columns
from carerecord.audit.head import Head
from carerecord.audit.key import log_key, take_next_key, waiting_key
from carerecord.audit.log import Along
from carerecord.audit.notes import Key, Note
from carerecord.config import Settings
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "appending.sql")


def _now() -> datetime:
    return datetime.now(UTC)


class Boundaries:
    """Of the logs of one node. Whoever else writes them has to be stopped first, and refuses to go on if not."""

    def __init__(
        self, db: Database, key: Key, *, node: str = "", now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._key = key
        self._node = node
        self._now = now

    async def rotate(self, key: Key) -> None:
        """The log that is open ends under the old key; the next begins under this one."""
        row = self._row("log-closed", {})
        await self._db.write(lambda tx: self._appending.rotated(tx, row, key))

    async def close(self) -> str | None:
        """This machine writes no more: its log ends, and none goes on from it. Its name, if one was open."""
        row = self._row("log-closed", {})
        head = await self._db.write(lambda tx: self._appending.closed(tx, row))
        return head.log if head else None

    async def resume(self, body: Mapping[str, Any], along: Along) -> str:
        """Go on in a log of a new name, which `along` is told; its first words are what is missing."""
        row = self._row("log-gap", body)

        def put(tx: Transaction) -> str:
            name = self._appending.resumed(tx, row)
            along(tx, name)
            return name

        return await self._db.write(put)

    @property
    def _appending(self) -> Appending:
        return Appending(self._key, self._node)

    def _row(self, kind: str, body: Mapping[str, Any]) -> dict[str, str]:
        if kind not in KINDS:
            raise ValueError(f"“{kind}” is not a kind of audit entry")
        return {
            "entry_id": secrets.token_hex(16),
            "at": self._now().astimezone(UTC).isoformat(timespec="milliseconds"),
            "kind": kind,
            **viewer_columns(None),
            "person_id": "",
            "view_id": "",
            "body": canonical(body),
        }


async def finish_rotation(db: Database, settings: Settings) -> None:
    """A rotation that was cut off after the log said so, and before the key was in its place."""
    following = waiting_key(settings)
    if following is None:
        return
    found = await db.one(SQL.current, node=settings.audit.node)
    if found and following.public.signed(Note.read(Head.read(found).checkpoint)):
        take_next_key(settings, log_key(settings).public)
