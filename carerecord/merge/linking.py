"""Follows references inside one source's answer, the same way whatever order its items came in."""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, first_text, linked_in
from carerecord.merge.contract import own_id
from carerecord.merge.statement import Instants, written
from carerecord.sections.contract import Linked
from carerecord.sections.dates import in_order

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
    """A `Linked` for one source, with what its items say as far as this merge has read them."""

    def __init__(
        self, source_id: str, items: Sequence[Item], instants: Instants | None = None
    ) -> None:
        self.source_id = source_id
        self.instants = {} if instants is None else instants  # in UTC, by how they were sent
        self._bodies: dict[int, bytes | None] = {}  # by id() of the resource
        self.stands_for: dict[tuple[bytes, int], bytes] = {}  # by reference and depth
        self._items = items
        self._follow: Linked | None = None

    def __call__(self, reference: object) -> Resource | None:
        if self._follow is None:  # most answers are never followed into
            self._follow = linked_in(_settled(self._items))
        return self._follow(reference)

    def written(self, resource: Resource) -> bytes | None:
        """As `statement.written`; what is compared may also be followed into, so it is kept."""
        key = id(resource)
        if key not in self._bodies:
            self._bodies[key] = written(resource)
        return self._bodies[key]

    def forget(self) -> None:
        """What was read for comparing is not needed once the merge is done."""
        self.instants, self._bodies, self.stands_for = {}, {}, {}

    def named(self, name: str) -> Resource | None:
        return self({"reference": name})


def _settled(items: Sequence[Item]) -> Sequence[Item]:
    """Where one id is used twice the newer is meant, whichever came first."""
    names = {(item.type, own_id(item.resource)) for item in items}
    return items if len(names) == len(items) else sorted(items, key=_newness)


def _newness(item: Item) -> tuple[str, str, bytes]:
    meta = as_dict(item.resource.get("meta"))
    return (
        in_order(first_text(meta.get("lastUpdated"))),
        first_text(meta.get("versionId")),
        item.raw,
    )
