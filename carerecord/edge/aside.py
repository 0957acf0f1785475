"""Messages that could not be filed to anybody: kept whole, sealed as the source's copies are, until somebody decides.

The message itself is a Binary among the source's copies, of nobody: what lists, exports and destroys those does so
with this too.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from carerecord.contract import Resource
from carerecord.edge.copies import Copies
from carerecord.edge.store import Edge
from carerecord.fhir import decode_resource
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "aside.sql")
NOBODY = ""
"""Stands where a person's NHS number would."""
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
        id = sha256(raw).hexdigest()[:32]
        if tx.one(SQL.one, source_id=source_id, id=id):
            return
        copies.keep(source_id, NOBODY, [_binary(id, raw)], copies.now)
        tx.run(SQL.keep, source_id=source_id, id=id, received=copies.now.isoformat(), why=why)

    async def waiting(self, source_id: str, limit: int = 1000) -> list[Waiting]:
        """Oldest first."""
        rows = await self.db.all(SQL.waiting, source_id=source_id, limit=limit)
        return [_waiting(row) for row in rows]

    async def message(self, source_id: str, id: str) -> bytes:
        """As it came. Raises `NothingWaits`, or `EdgeSealBroken`."""
        if await self.db.one(SQL.one, source_id=source_id, id=id):
            for copy in await self.edge.of_person(source_id, NOBODY):
                found = decode_resource(copy.raw)
                if found.get("id") == id:
                    return base64.b64decode(found["data"])
        raise NothingWaits(id)

    async def done(self, source_id: str, id: str, now: datetime) -> None:
        """Filed after all, or thrown away: it waits no longer, and is kept no longer."""

        def write(tx: Transaction) -> None:
            if not tx.run(SQL.done, source_id=source_id, id=id):
                raise NothingWaits(id)
            self.edge.remove(tx, source_id, NOBODY, "Binary", id, said=now, now=now)

        await self.db.write(write)


def _binary(id: str, raw: bytes) -> Resource:
    data = base64.b64encode(raw).decode()
    known = (kind for mark, kind in _KINDS if raw.lstrip().startswith(mark))
    kind = next(known, "application/octet-stream")
    return {"resourceType": "Binary", "id": id, "contentType": kind, "data": data}


def _waiting(row: Row) -> Waiting:
    received = datetime.fromisoformat(row["received"])
    return Waiting(row["source_id"], row["id"], received, row["why"])
