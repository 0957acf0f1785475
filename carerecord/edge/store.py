"""The store of copies: what was said last is kept, whatever order it came in; sealed, and each source's own.

The only code and SQL that name the tables. A message may come late, twice, or after a later one, and leaves the
same: what was said later wins, and of two things said at one instant the calling-off, else the greater bytes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import cache

from carerecord.contract import Resource
from carerecord.edge.contract import Certificate, Copy, EdgeChanged, EdgeSealBroken, Held
from carerecord.edge.copies import Copies, Name
from carerecord.edge.keys import Place, SourceKeys
from carerecord.edge.rows import (
    REMOVED,
    SQL,
    Join,
    copy_in,
    held_in,
    instant,
    key_digest,
    moment,
    row_of,
)
from carerecord.sealing import SealBroken, derived_key, new_key, unwrapped
from carerecord.store import Database, Row, Transaction

PAGE = 100  # copies opened at once by an export; some are whole documents
PIECE = 1000  # rows deleted at once
MUCH = 200_000  # sealed bytes: more than that would hold up every other view


class Edge:
    """Of one region; every source's copies are under a key of its own."""

    def __init__(self, db: Database, region_key: bytes) -> None:
        self._db = db
        self._wrapping = derived_key(region_key, "carerecord edge 1")
        self._open: dict[str, tuple[bytes, SourceKeys]] = {}  # as it is kept, and opened

    def keep(
        self,
        tx: Transaction,
        source_id: str,
        nhs_number: str,
        resources: Sequence[Resource],
        *,
        said: datetime,
        now: datetime,
        join: Join | None = None,
    ) -> None:
        """In the caller's transaction. Every resource needs its type and an id: `ValueError` without.

        `join` makes one of what is kept of it and what is said later; without, what is said later stands alone.
        """
        copies = self.copies(tx, now)
        copies.keep(source_id, nhs_number, resources, said, join)
        copies.write()

    def remove(
        self,
        tx: Transaction,
        source_id: str,
        nhs_number: str,
        type: str,
        id: str,
        *,
        said: datetime,
        now: datetime,
    ) -> None:
        """Called off by its source, in the caller's transaction."""
        copies = self.copies(tx, now)
        copies.remove(Name(source_id, nhs_number, type, id), said)
        copies.write()

    def copies(self, tx: Transaction, now: datetime) -> Copies:
        """Of all sources, for many changes in the caller's transaction; `now` is when all of them came."""
        return Copies(tx, self._keys_in(tx), now)

    async def heard(self, source_id: str) -> datetime | None:
        """When the source last sent anything, about anybody."""
        row = await self._db.one(SQL.heard, source_id=source_id)
        return moment(row["received"]) if row else None

    async def of_person(self, source_id: str, nhs_number: str) -> list[Copy]:
        """In the order it was said. Raises `EdgeSealBroken`, or `StoreError` where nothing can be read."""
        keys = await self._known(source_id)
        if keys is None:
            return []
        person = keys.person(nhs_number)
        rows = await self._db.all(SQL.of_person, source_id=source_id, person=person)
        if sum(len(row["sealed"]) for row in rows) > MUCH:
            return await asyncio.to_thread(_in_order, keys, rows)
        return _in_order(keys, rows)

    async def held(self, source_id: str) -> Held:
        row = await self._db.one(SQL.held, source_id=source_id)
        return held_in(row)

    async def export(self, source_id: str, *, page: int = PAGE) -> AsyncIterator[Copy]:
        """All that the source sent and did not call off, person by person, a page in memory at a time."""
        keys = await self._known(source_id)
        after = {"person": b"", "item": b""}
        while keys and (rows := await self._after(source_id, after, page)):
            for row in rows:
                yield copy_in(keys, row)
            after = {"person": bytes(rows[-1]["person"]), "item": bytes(rows[-1]["item"])}

    def correct(
        self,
        tx: Transaction,
        source_id: str,
        nhs_number: str,
        *,
        now: datetime,
        only: tuple[str, str] | None = None,
    ) -> int:
        """Take out all of a person's copies, or `only` that of a type and id; how many.

        As if called off now: a source that says it again, later, is believed.
        """
        row = tx.one(SQL.key, source_id=source_id)
        if row is None:
            return 0
        keys = self._opened(source_id, row)
        person, at = keys.person(nhs_number), instant(now)
        found = tx.all(SQL.items_of_person, source_id=source_id, person=person)
        wanted = {keys.item(nhs_number, *only)} if only else {bytes(one["item"]) for one in found}
        chosen = [one for one in found if bytes(one["item"]) in wanted]
        rows = [
            # its clock may have been ahead of ours
            row_of(keys, Place(person, bytes(one["item"]), max(one["said"], at), at), REMOVED)
            for one in chosen
        ]
        tx.put(SQL.put, rows)
        return len(chosen)

    async def certificate(self, source_id: str, now: datetime) -> Certificate | None:
        """What `purge` would destroy; None where nothing is held."""
        row = await self._db.one(SQL.key, source_id=source_id)
        if row is None:
            return None
        return Certificate(source_id, await self.held(source_id), key_digest(row), now)

    def purge(self, tx: Transaction, certificate: Certificate) -> None:
        """Destroy the source's key: from the commit on nobody opens its copies. `clear` takes the rows away.

        Done already, it does nothing. Raises `EdgeChanged` where the certificate would not be true.
        """
        source_id = certificate.source_id
        row = tx.one(SQL.key, source_id=source_id)
        if row is None:
            return
        held = held_in(tx.one(SQL.held, source_id=source_id))
        if (key_digest(row), held) != (certificate.key_sha256, certificate.held):
            raise EdgeChanged
        noise = secrets.token_bytes(len(bytes(row["wrapped"])))
        tx.run(SQL.overwrite_key, source_id=source_id, noise=noise)
        tx.run(SQL.forget_key, source_id=source_id)
        self._open.pop(source_id, None)
        tx.run(SQL.forget_aside, source_id=source_id)
        tx.run(SQL.forget_heard, source_id=source_id)

    async def clear(self, source_id: str, *, piece: int = PIECE) -> None:
        """Take away rows that no key opens any more; stops where the source has a key again."""

        def some(tx: Transaction) -> int:
            if tx.one(SQL.key, source_id=source_id):
                return 0
            return tx.run(SQL.clear_some, source_id=source_id, limit=piece)

        while await self._db.write(some):
            pass

    async def _after(self, source_id: str, after: dict[str, bytes], page: int) -> list[Row]:
        return await self._db.all(SQL.after, source_id=source_id, limit=page, **after)

    async def _known(self, source_id: str) -> SourceKeys | None:
        row = await self._db.one(SQL.key, source_id=source_id)
        return self._opened(source_id, row) if row else None

    def _keys_in(self, tx: Transaction) -> Callable[[str], SourceKeys]:
        """Read each time: a key that was made in a transaction that failed was never there."""
        rows = {row["source_id"]: row for row in tx.all(SQL.keys)}

        @cache
        def keys_of(source_id: str) -> SourceKeys:
            row = rows.get(source_id) or self._made(tx, source_id)
            return self._opened(source_id, row)

        return keys_of

    def _made(self, tx: Transaction, source_id: str) -> Row:
        row = {"wrapped": new_key(self._wrapping, source_id)}
        tx.run(SQL.clear, source_id=source_id)  # whatever is left is under a key that is gone
        tx.run(SQL.make_key, source_id=source_id, **row)
        return row

    def _opened(self, source_id: str, row: Row) -> SourceKeys:
        wrapped = bytes(row["wrapped"])
        if (opened := self._open.get(source_id)) and opened[0] == wrapped:
            return opened[1]
        try:
            key = unwrapped(self._wrapping, wrapped, source_id)
        except SealBroken:
            raise EdgeSealBroken from None
        keys = SourceKeys.of(source_id, key)
        self._open[source_id] = wrapped, keys
        return keys


def _in_order(keys: SourceKeys, rows: Sequence[Row]) -> list[Copy]:
    copies = [copy_in(keys, row) for row in rows]
    return sorted(copies, key=lambda copy: (copy.said, copy.raw))
