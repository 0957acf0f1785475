"""Follows references inside one source's answer, the same way whatever order its items came in."""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, first_text, linked_in
from carerecord.merge.contract import Entry, own_id
from carerecord.merge.forms import Forms
from carerecord.merge.statement import trimmed, written
from carerecord.sections.contract import Linked
from carerecord.sections.dates import in_order

Identifier = tuple[str, str]
_IDENTIFIERS = ("identifier", "masterIdentifier")
_UNREAD = b""  # no resource is written so


def identifiers(resource: Resource) -> list[Identifier]:
    """System and value of each business identifier that has both; alone, neither names a record."""
    found: list[Identifier] = []
    for key in _IDENTIFIERS:
        if key in resource:
            sent = resource[key]
            for one in sent if isinstance(sent, list) else (sent,):
                if isinstance(one, dict):
                    system, value = one.get("system"), one.get("value")
                    if (
                        isinstance(system, str)
                        and isinstance(value, str)
                        and system.strip()
                        and value.strip()
                    ):
                        found.append((system, value))
    return found


def holds_bytes(resource: Resource) -> bool:
    """A document sent with all of its bytes, or their hash: one that says the same holds the same (merging 5)."""
    contents = as_list(resource.get("content"))
    files = [as_dict(as_dict(one).get("attachment")) for one in contents]
    whole = all(first_text(one.get("data"), one.get("hash")) for one in files)
    return resource.get("resourceType") == "DocumentReference" and bool(files) and whole


class Links:
    """A `Linked` for one source, with what its items say as far as this merge has read them."""

    def __init__(
        self, source_id: str, items: Sequence[Item], forms: Forms, stated_in: dict[int, Entry]
    ) -> None:
        self.source_id = source_id
        self.forms = forms  # of this merge, for all sources, as is the next
        self.stated_in = stated_in  # by id() of a result merged before: the entry that states it
        self._trimmed: dict[int, Resource] = {}  # by id() of the resource, as are
        self._bodies: dict[int, bytes | None] = {}
        self.stands_for: dict[tuple[bytes, int, bool], bytes] = {}  # by reference, depth and how
        self._items = items
        self._follow: Linked | None = None

    def __call__(self, reference: object) -> Resource | None:
        if self._follow is None:  # most answers are never followed into
            self._follow = linked_in(_settled(self._items))
        return self._follow(reference)

    def written(self, resource: Resource) -> bytes | None:
        """As `statement.written`; what is compared may also be followed into, so it is kept."""
        key = id(resource)
        found = self._bodies.get(key, _UNREAD)
        if found is _UNREAD:
            found = self._bodies[key] = written(self.trimmed(resource))
        return found

    def trimmed(self, resource: Resource) -> Resource:
        """As `statement.trimmed`; not to be changed."""
        key = id(resource)
        found = self._trimmed.get(key)
        if found is None:
            found = self._trimmed[key] = trimmed(resource)
        return found

    def forget(self) -> None:
        """What was read for comparing is not needed once the merge is done."""
        self.forms, self.stands_for, self.stated_in = Forms(), {}, {}
        self._trimmed, self._bodies = {}, {}

    def named(self, name: str) -> Resource | None:
        return self({"reference": name})


def _settled(items: Sequence[Item]) -> Sequence[Item]:
    """Where one id is used twice the newer is meant, whichever came first."""
    if len({own_id(item.resource) for item in items}) == len(items):
        return items
    names = {(item.type, own_id(item.resource)) for item in items}
    return items if len(names) == len(items) else sorted(items, key=_newness)


def _newness(item: Item) -> tuple[str, str, bytes]:
    meta = as_dict(item.resource.get("meta"))
    return (
        in_order(first_text(meta.get("lastUpdated"))),
        first_text(meta.get("versionId")),
        item.raw,
    )
