"""Messages that could not be filed to anybody: kept whole, sealed as the source's copies are, until somebody decides.

The message itself is a Binary among the source's copies, of nobody: what lists, exports and destroys those does so
with this too. What was refused stands apart from the others, within limits: its sender knows, and has it still.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import structlog

from carerecord.contract import Resource
from carerecord.edge.contract import EdgeSealBroken
from carerecord.edge.copies import Copies, Name
from carerecord.edge.store import Edge
from carerecord.fhir import decode_resource
from carerecord.store import Database, Row, Transaction, sql

_LOG = structlog.get_logger("carerecord.edge")
SQL = sql(__file__, "aside.sql")
NOBODY = ""
"""Stands where a person's NHS number would."""
REFUSED = "refused"
"""Stands there for what was refused."""
_ANYBODY = (NOBODY, REFUSED)
MOST_REFUSED = 1000  # messages of one source; whoever sends nothing else must not fill the disk
MOST_REFUSED_BYTES = 256_000_000
_LONGEST_WHY = 400  # characters; some of them may be the sender's
_KINDS = (
    (b"MSH", "x-application/hl7-v2+er7"),
    (b"{", "application/fhir+json"),
    (b"<", "application/xml"),
)
"""How what came begins."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message, without what it says."""

    source_id: str
    id: str
    received: datetime
    why: str


class NothingWaits(LookupError):
    """No message of that id waits for this source."""


@dataclass(frozen=True, slots=True)
class Aside:
    db: Database
    edge: Edge

    def keep(self, tx: Transaction, copies: Copies, source_id: str, raw: bytes, why: str) -> None:
        """In a transaction that another part has begun; the same message twice is one."""
        self._put(tx, copies, NOBODY, source_id, raw, why)

    def keep_refused(
        self, tx: Transaction, copies: Copies, source_id: str, raw: bytes, why: str
    ) -> None:
        """The same while there is room, and without its source counting as heard of: it brought nothing."""
        items, held = copies.held_of(source_id, REFUSED)
        if items >= MOST_REFUSED or held + len(raw) > MOST_REFUSED_BYTES:
            _LOG.warning("feed.refused-not-kept", source=source_id, waiting=items, held_bytes=held)
            return
        self._put(tx, copies, REFUSED, source_id, raw, why)

    def _put(
        self, tx: Transaction, copies: Copies, whose: str, source_id: str, raw: bytes, why: str
    ) -> None:
        id = sha256(raw).hexdigest()[:32]
        if tx.one(SQL.one, source_id=source_id, id=id):
            return
        binary = _binary(id, raw)
        copies.keep(source_id, whose, [binary], copies.now, is_heard=whose == NOBODY)
        received, plain = copies.now.isoformat(), _plain(why)
        tx.run(SQL.keep, source_id=source_id, id=id, received=received, why=plain)

    async def waiting(self, source_id: str, limit: int = 1_000_000) -> list[Waiting]:
        """Oldest first."""
        rows = await self.db.all(SQL.waiting, source_id=source_id, limit=limit)
        return [_waiting(row) for row in rows]

    async def message(self, source_id: str, id: str) -> bytes:
        """As it came. Raises `NothingWaits`, or `EdgeSealBroken`."""

        def read(tx: Transaction) -> bytes:
            if not tx.one(SQL.one, source_id=source_id, id=id):
                raise NothingWaits(id)
            copies = self.edge.copies(tx, datetime.now(UTC))
            for whose in _ANYBODY:  # each by its own key: what else waits may be a thousand letters
                kept = copies.one(Name(source_id, whose, "Binary", id))
                if kept and not kept.is_removed:
                    return _sent(kept.raw)
            raise NothingWaits(id)

        return await self.db.write(read)

    async def done(self, source_id: str, id: str, now: datetime) -> None:
        """Filed after all, or thrown away: it waits no longer, and is kept no longer."""

        def write(tx: Transaction) -> None:
            if not tx.run(SQL.done, source_id=source_id, id=id):
                raise NothingWaits(id)
            copies = self.edge.copies(tx, now)
            for whose in _ANYBODY:
                name = Name(source_id, whose, "Binary", id)
                if copies.one(name):
                    copies.remove(name, now, is_heard=False)
            copies.write()

        await self.db.write(write)


def _binary(id: str, raw: bytes) -> Resource:
    data = base64.b64encode(raw).decode()
    known = (kind for mark, kind in _KINDS if raw.lstrip().startswith(mark))
    kind = next(known, "application/octet-stream")
    return {"resourceType": "Binary", "id": id, "contentType": kind, "data": data}


def _sent(raw: bytes) -> bytes:
    if not raw:
        raise EdgeSealBroken
    return base64.b64decode(decode_resource(raw)["data"])


def _plain(why: str) -> str:
    """What a terminal and either database can hold, whatever of it a sender wrote."""
    shown = "".join(one if one.isprintable() else "�" for one in why)
    return shown if len(shown) <= _LONGEST_WHY else f"{shown[:_LONGEST_WHY]}…"


def _waiting(row: Row) -> Waiting:
    received = datetime.fromisoformat(row["received"])
    return Waiting(row["source_id"], row["id"], received, row["why"])
