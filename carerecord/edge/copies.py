"""Copies as one transaction sees and changes them: read at once, written at once.

In between, each message meets what those before it left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.contract import Resource
from carerecord.edge.amending import amended, has_begun
from carerecord.edge.keys import Place, SourceKeys
from carerecord.edge.rows import REMOVED, SQL, Join, Values, copy_in, instant, named, row_of
from carerecord.fhir import encode_resource
from carerecord.store import Transaction


@dataclass(frozen=True, slots=True)
class Name:
    """Whose copy, and of what."""

    source_id: str
    nhs_number: str
    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Kept:
    raw: bytes  # empty where it was called off, or does not open
    said: datetime
    is_removed: bool = False


class Copies:
    """Nothing that is changed is in the database before `write`."""

    def __init__(
        self, tx: Transaction, keys_of: Callable[[str], SourceKeys], now: datetime
    ) -> None:
        self._tx = tx
        self._keys_of = keys_of
        self.now = now
        self._places: dict[Name, tuple[bytes, str, bytes]] = {}
        self._kept: dict[Name, Kept | None] = {}
        self._changed: dict[Name, Kept] = {}
        self._heard: set[str] = set()

    def read(self, names: Iterable[Name]) -> None:
        """All of them by one question."""
        wanted = {self._place(one): one for one in names if one not in self._kept}
        self._kept |= dict.fromkeys(wanted.values())
        for row in self._tx.over(SQL.of_items, list(wanted)):
            name = wanted[bytes(row["person"]), row["source_id"], bytes(row["item"])]
            copy = copy_in(self._keys_of(name.source_id), row)
            self._kept[name] = Kept(copy.raw, copy.said, is_removed=not row["sealed"])

    def one(self, name: Name) -> Kept | None:
        if name not in self._kept:
            self.read([name])
        return self._kept[name]

    def held_of(self, source_id: str, nhs_number: str) -> tuple[int, int]:
        """How many copies there are, and their bytes; one that is changed now counts as one more."""
        person = self._keys_of(source_id).person(nhs_number)
        row = self._tx.one(SQL.held_of_person, source_id=source_id, person=person)
        items, held = (row["items"], row["bytes"]) if row else (0, 0)
        whose = (source_id, nhs_number)
        now = [
            one for name, one in self._changed.items() if (name.source_id, name.nhs_number) == whose
        ]
        return items + len(now), held + sum(len(one.raw) for one in now)

    def keep(
        self,
        source_id: str,
        nhs_number: str,
        resources: Sequence[Resource],
        said: datetime,
        join: Join | None = None,
        *,
        is_heard: bool = True,
    ) -> None:
        """Every resource needs its type and an id: `ValueError` without.

        `join` makes one of what is kept of it and what is said later; without, what is said later stands alone.
        `is_heard`: the source counts as having been heard of.
        """
        self._heard |= {source_id} if is_heard else set()
        for resource in resources:
            name = Name(source_id, nhs_number, *named(resource))
            kept = self.one(name)
            begins = _begins(kept)
            if kept is None or said >= kept.said or begins:
                whole = join(kept.raw if kept else b"", resource, said) if join else resource
                self._put(name, None if begins else kept, Kept(encode_resource(whole), said))

    def amend(self, name: Name, resource: Resource, said: datetime) -> None:
        """More is said of it; what was called off stays away, and what is over stays over."""
        self._heard.add(name.source_id)
        kept = self.one(name)
        is_past = kept is not None and has_begun(kept.raw) and said < kept.said
        if is_past or (kept and kept.is_removed):
            return
        whole = amended(kept.raw if kept else b"", resource, said)
        if whole is not None:
            new = Kept(encode_resource(whole), kept.said if kept else said)
            self._put(name, None if new != kept else kept, new)

    def widen(self, name: Name, whole: Resource) -> None:
        """More is known of what was said last; when that was stays."""
        if kept := self.one(name):
            self._put(name, None, Kept(encode_resource(whole), kept.said))

    def remove(self, name: Name, said: datetime, *, is_heard: bool = True) -> None:
        """Called off by its source: nothing said before brings it back, also where it comes only later."""
        self._heard |= {name.source_id} if is_heard else set()
        kept = self.one(name)
        self._put(name, None if _begins(kept) else kept, Kept(REMOVED, said, is_removed=True))

    def write(self) -> None:
        """Once, when all is said."""
        received = instant(self.now)
        self._tx.put(SQL.put, [self._row(*one, received) for one in self._changed.items()])
        self._tx.put(SQL.hear, [(one, received) for one in sorted(self._heard)])

    def _put(self, name: Name, kept: Kept | None, new: Kept) -> None:
        if kept is None or _outranks(new, kept):
            self._kept[name] = self._changed[name] = new

    def _place(self, name: Name) -> tuple[bytes, str, bytes]:
        if name not in self._places:
            keys = self._keys_of(name.source_id)
            item = keys.item(name.nhs_number, name.type, name.id)
            self._places[name] = keys.person(name.nhs_number), name.source_id, item
        return self._places[name]

    def _row(self, name: Name, kept: Kept, received: int) -> Values:
        person, source_id, item = self._place(name)
        place = Place(person, item, instant(kept.said), received)
        return row_of(self._keys_of(source_id), place, kept.raw)


def _begins(kept: Kept | None) -> bool:
    """Only more was said of it so far: whenever that was, what begins, ends or calls it off now counts."""
    return kept is not None and not has_begun(kept.raw)


def _outranks(new: Kept, kept: Kept) -> bool:
    """Of two that were said at one instant the calling-off, else the greater bytes."""
    if new.said != kept.said:
        return new.said > kept.said
    return not kept.is_removed and (new.is_removed or new.raw > kept.raw)
