"""Follows references inside one source's answer, the same way whatever order its items came in."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, first_text, linked_in
from carerecord.sections.contract import Linked

Identifier = tuple[str, str]


def identifiers(resource: Resource) -> list[Identifier]:
    """System and value of each business identifier that has both; alone, neither names a record."""
    found = []
    for key in ("identifier", "masterIdentifier"):
        if key in resource:
            for one in map(as_dict, as_list(resource[key])):
                system, value = first_text(one.get("system")), first_text(one.get("value"))
                if system and value:
                    found.append((system, value))
    return found


class Links:
    """A `Linked` for one source, with what has been followed in this merge."""

    def __init__(
        self, source_id: str, items: Iterable[Item], instants: dict[bytes, bytes] | None = None
    ) -> None:
        self.source_id = source_id
        self.instants = {} if instants is None else instants  # in UTC, by how they were sent
        self.stands_for: dict[tuple[bytes, int], bytes] = {}  # by reference and depth
        self._items = items
        self._follow: Linked | None = None

    def __call__(self, reference: object) -> Resource | None:
        if self._follow is None:  # most answers are never followed into
            self._follow = linked_in(sorted(self._items, key=_newness))  # of one id, the newer
        return self._follow(reference)

    def named(self, name: str) -> Resource | None:
        return self({"reference": name})


def _newness(item: Item) -> tuple[str, str, bytes]:
    meta = as_dict(item.resource.get("meta"))
    return first_text(meta.get("lastUpdated")), first_text(meta.get("versionId")), item.raw
