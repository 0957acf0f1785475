"""What anybody may ask of the logs: their names and keys, their checkpoints, and the hashes to check them by."""

from __future__ import annotations

import json
from typing import Any

from carerecord.audit.head import Head, origin
from carerecord.audit.notes import Note, PublicKey
from carerecord.audit.proving import NoSuchEntry, Proving
from carerecord.audit.publishing import store
from carerecord.audit.publishing.folder import tile_of
from carerecord.store import Database


class Published:
    """Reads; nothing of an entry but its hash."""

    def __init__(self, db: Database, keys: tuple[PublicKey, ...]) -> None:
        self._db = db
        self._keys = keys
        self._proving = Proving(db)

    async def logs(self) -> dict[str, Any]:
        """Every log, and every key of the region, the newest first."""
        return {
            "keys": [str(key) for key in self._keys],
            "logs": [await self._described(head) for head in await self._proving.heads()],
        }

    async def checkpoint(self, log: str) -> str | None:
        """The newest, with every cosignature that it has; None: there is no such log."""
        due = await self._due(log)
        if due is None:
            return None
        lines = [
            line
            for one in await store.witnessed(self._db)
            if one.log == log and one.note.text == due.text
            for line in one.note.signatures[1:]
        ]
        return str(due.signed_by(*lines))

    async def cosigned(self, log: str) -> str | None:
        """The newest that a witness has signed, with every cosignature that it has."""
        found = [one for one in await store.witnessed(self._db) if one.log == log]
        if not found:
            return None
        newest = max(found, key=lambda one: one.size).note
        others = [s for one in found if one.note.text == newest.text for s in one.note.signatures]
        return str(Note(newest.text).signed_by(*dict.fromkeys(others)))

    async def tile(self, log: str, level: int, path: str) -> bytes | None:
        """A tile as c2sp.org/tlog-tiles has it; None where the log is not so long."""
        tile = tile_of(level, path)
        if tile is None or level > _HIGHEST or tile[2] == 0 or tile[1] >= _MOST:
            return None
        try:
            return await self._proving.tile(log, *tile)
        except NoSuchEntry:
            return None

    async def _due(self, log: str) -> Note | None:
        return next((one.note for one in await store.dues(self._db) if one.log == log), None)

    async def _described(self, head: Head) -> dict[str, Any]:
        row = await self._db.one(store.SQL.opened, log=head.log)
        key = json.loads(row["body"]).get("key", "") if row else ""
        return {
            "log": head.log,
            "origin": origin(self._keys[0], head.log),
            "key": key,
            "size": head.size,
            "closed": head.closed,
        }


_HIGHEST = 4  # levels whose hashes are kept
_MOST = 1 << 32
