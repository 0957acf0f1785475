"""The store of copies: what was said last is kept, whatever order it came in; sealed, and each source's own.

The only code and SQL that name the tables. A message may come late, twice, or after a later one, and leaves the
same: what was said later wins, and of two things said at one instant the calling-off, else the greater bytes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial

from carerecord.contract import Resource
from carerecord.edge.contract import Certificate, Copy, EdgeChanged, EdgeSealBroken, Held
from carerecord.edge.keys import Place, SourceKeys
from carerecord.edge.rows import (
    REMOVED,
    SQL,
    Join,
    copy_in,
    held_in,
    instant,
    kept_at,
    key_digest,
    moment,
    named,
    put,
    write,
)
from carerecord.fhir import encode_resource
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
        keys = self._own(tx, source_id)
        for resource in resources:
            place = keys.place(nhs_number, *named(resource), instant(said), instant(now))
            put(tx, keys, place, partial(_made, resource, join))
        _hear(tx, source_id, now)

    def holds(self, tx: Transaction, source_id: str, nhs_number: str, type: str, id: str) -> bool:
        """It was said of this person, and not called off."""
        keys = self._own(tx, source_id)
        kept = kept_at(tx, keys, keys.place(nhs_number, type, id, 0, 0))
        return bool(kept and kept["sealed"])

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
        """Called off by its source: nothing said before brings it back, also where it comes only later."""
        keys = self._own(tx, source_id)
        place = keys.place(nhs_number, type, id, instant(said), instant(now))
        put(tx, keys, place, lambda _: REMOVED)
        _hear(tx, source_id, now)

    def one(
        self, tx: Transaction, source_id: str, nhs_number: str, type: str, id: str
    ) -> Copy | None:
        """What is held of one item, in the caller's transaction; nothing in it where it was called off."""
        keys = self._own(tx, source_id)
        place = {"person": keys.person(nhs_number), "item": keys.item(nhs_number, type, id)}
        row = tx.one(SQL.of_item, source_id=source_id, **place)
        if row is None:
            return None
        if not row["sealed"]:
            return Copy(REMOVED, moment(row["said"]), moment(row["received"]))
        return copy_in(keys, row)

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
        person = keys.person(nhs_number)
        found = tx.all(SQL.items_of_person, source_id=source_id, person=person)
        wanted = {keys.item(nhs_number, *only)} if only else {bytes(one["item"]) for one in found}
        chosen = [one for one in found if bytes(one["item"]) in wanted]
        for one in chosen:
            said = max(one["said"], instant(now))  # its clock may have been ahead of ours
            write(tx, keys, Place(person, bytes(one["item"]), said, instant(now)), REMOVED)
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

    def _own(self, tx: Transaction, source_id: str) -> SourceKeys:
        """Read each time: a key that was made in a transaction that failed was never there."""
        row = tx.one(SQL.key, source_id=source_id)
        if row is None:
            row = {"wrapped": new_key(self._wrapping, source_id)}
            tx.run(SQL.clear, source_id=source_id)  # whatever is left is under a key that is gone
            tx.run(SQL.make_key, source_id=source_id, **row)
        return self._opened(source_id, row)

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


def _made(resource: Resource, join: Join | None, kept: bytes) -> bytes:
    return encode_resource(join(kept, resource) if join else resource)


def _hear(tx: Transaction, source_id: str, now: datetime) -> None:
    """Once for all that share the transaction."""

    def last(end: Transaction) -> None:
        end.run(SQL.hear, source_id=source_id, received=instant(now))

    tx.ends["edge heard", source_id] = last


def _in_order(keys: SourceKeys, rows: Sequence[Row]) -> list[Copy]:
    copies = [copy_in(keys, row) for row in rows]
    return sorted(copies, key=lambda copy: (copy.said, copy.raw))
