"""One row of the table: which of two that say different things is kept, and what comes out of it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from carerecord.contract import Resource
from carerecord.edge.contract import Copy, Held
from carerecord.edge.keys import Place, SourceKeys
from carerecord.sealing import SealBroken
from carerecord.store import Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
REMOVED = b""
"""What stands instead of a resource that was called off."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


Join = Callable[[bytes, Resource], Resource]
"""Of what is kept, if anything, and of what is said later: what is to be kept."""


def put(tx: Transaction, keys: SourceKeys, place: Place, make: Callable[[bytes], bytes]) -> None:
    """`make` is given what is kept, or nothing."""
    kept = kept_at(tx, keys, place)
    if kept is None:
        write(tx, keys, place, make(b""))
    elif place.said >= kept["said"]:
        before = copy_in(keys, kept).raw if kept["sealed"] else b""
        raw = make(before)
        if place.said > kept["said"] or (kept["sealed"] and _outranks(raw, before)):
            write(tx, keys, place, raw)


def _outranks(raw: bytes, before: bytes) -> bool:
    """Of two that were said at one instant; nothing comes back that was called off."""
    return raw == REMOVED or raw > before


def kept_at(tx: Transaction, keys: SourceKeys, place: Place) -> Row | None:
    return tx.one(SQL.of_item, source_id=keys.source_id, person=place.person, item=place.item)


def write(tx: Transaction, keys: SourceKeys, place: Place, raw: bytes) -> None:
    tx.run(
        SQL.put,
        source_id=keys.source_id,
        person=place.person,
        item=place.item,
        said=place.said,
        received=place.received,
        sealed=keys.seal(place, raw) if raw else REMOVED,
    )


def copy_in(keys: SourceKeys, row: Row) -> Copy:
    place = Place(bytes(row["person"]), bytes(row["item"]), row["said"], row["received"])
    try:
        raw = keys.opened(place, bytes(row["sealed"]))
    except SealBroken:
        raw = b""
    return Copy(raw, moment(place.said), moment(place.received))


def named(resource: Resource) -> tuple[str, str]:
    kind, own = resource.get("resourceType"), resource.get("id")
    if not (isinstance(kind, str) and kind and isinstance(own, str) and own):
        raise ValueError("a copy is kept by its resourceType and id; one of them is missing")
    return kind, own


def held_in(row: Row | None) -> Held:
    found = row or {"people": 0, "items": 0, "removed": 0, "oldest": None, "newest": None}
    oldest, newest = (
        None if at is None else moment(at) for at in (found["oldest"], found["newest"])
    )
    return Held(found["people"], found["items"], found["removed"], oldest, newest)


def key_digest(row: Row) -> str:
    return sha256(bytes(row["wrapped"])).hexdigest()


def instant(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    return _EPOCH + instant * _MICROSECOND
