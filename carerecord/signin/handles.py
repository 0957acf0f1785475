"""What stands for a person in the addresses of one session, and means nothing in another."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")
_HANDLE = re.compile(r"[A-Za-z0-9_-]{22}")
_RECORD_PAGE = re.compile(r"/p/([A-Za-z0-9_-]{22})(/[A-Za-z0-9_.~-]+){0,6}")


class Handles:
    """Made once for each person in a session; kept until the session ends."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, session: str, person_ids: Sequence[str]) -> dict[str, str]:
        """The handle of each person, all new ones made in one write."""
        known = await self._db.all(SQL.handles, session=session)
        handles = {row["person_id"]: row["handle"] for row in known}
        new = [one for one in dict.fromkeys(person_ids) if one not in handles]
        if new:
            handles |= await self._db.write(lambda tx: _new(tx, session, new))
        return {one: handles[one] for one in person_ids}

    async def person(self, session: str, handle: str) -> str | None:
        """The person a handle stands for, in this session only."""
        if not _HANDLE.fullmatch(handle):
            return None
        row = await self._db.one(SQL.person_behind, session=session, handle=handle)
        return row["person_id"] if row else None

    async def is_page(self, session: str, path: str) -> bool:
        """Whether this is the address of a page of a record in this session."""
        found = _RECORD_PAGE.fullmatch(path)
        if found is None or ".." in path:
            return False
        return await self.person(session, found.group(1)) is not None


def _new(tx: Transaction, session: str, person_ids: Sequence[str]) -> dict[str, str]:
    """Another worker may have made one meanwhile: the first stays, and is what is returned."""
    made: dict[str, str] = {}
    for person_id in person_ids:
        handle = secrets.token_urlsafe(16)
        tx.run(SQL.put_handle, session=session, handle=handle, person_id=person_id)
        kept = tx.one(SQL.handle_for, session=session, person_id=person_id)
        made[person_id] = kept["handle"] if kept else handle
    return made
