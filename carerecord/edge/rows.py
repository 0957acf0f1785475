"""One row of the table: what goes into it, and what comes out of it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from carerecord.contract import Resource
from carerecord.edge.contract import Copy, Held
from carerecord.edge.keys import Place, SourceKeys
from carerecord.sealing import SealBroken
from carerecord.store import Row, sql

SQL = sql(__file__, "queries.sql")
REMOVED = b""
"""What stands instead of a resource that was called off."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


Join = Callable[[bytes, Resource, datetime], Resource]
"""Of what is kept, if anything, of what is said later, and when: what is to be kept."""


Values = tuple[bytes, str, bytes, int, int, bytes]


def row_of(keys: SourceKeys, place: Place, raw: bytes) -> Values:
    """As the table holds it."""
    sealed = keys.seal(place, raw) if raw else REMOVED
    return place.person, keys.source_id, place.item, place.said, place.received, sealed


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
