"""Business identifiers that two sources use for one thing: a document's own, an accession number, a booking reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carerecord.contract import Item, Resource

_OWN = ("identifier", "masterIdentifier", "accessionIdentifier")
"""Elements that name the item itself. A group's identifier names more than the item and is not followed from it."""
_SHORTEST = 6  # characters; a shorter value without its system says nothing
_ABOUT_PEOPLE = frozenset({"Patient", "Person", "RelatedPerson"})
_NO_ITEMS = _ABOUT_PEOPLE | {
    "Endpoint", "Group", "HealthcareService", "Location", "Organization", "OrganizationAffiliation",
    "Practitioner", "PractitionerRole",
}  # fmt: skip
"""Types whose identifiers name somebody or somewhere, which much of a record does."""


def identified(identifier: Mapping[str, object]) -> str:
    """`system|value` as a reference by identifier means it; "" without both."""
    system, value = identifier.get("system"), identifier.get("value")
    return f"{system}|{value}" if isinstance(value, str) and isinstance(system, str) else ""


class Shared:
    """Which items carry which business identifier, whatever source they are of."""

    def __init__(self, items: Sequence[Item], identifiers: Sequence[Sequence[Resource]]) -> None:
        """`identifiers`: those of each item, wherever in it they stand."""
        self._items = items
        self._carriers: dict[str, set[int]] = defaultdict(set)
        self._personal: set[str] = set()
        for position, (item, carried) in enumerate(zip(items, identifiers, strict=True)):
            pairs = {pair for one in carried if (pair := _pair(one))}
            names = {name for pair in pairs for name in _indexed(*pair)}
            if item.type in _NO_ITEMS:
                self._personal |= names
            for name in names:
                self._carriers[name].add(position)

    def with_the_same(self, at: int) -> set[int]:
        """Items that name this one by its own identifier, itself perhaps included; never people or places."""
        item = self._items[at]
        if item.type in _NO_ITEMS:
            return set()
        asked = {name for pair in _own(item.resource) for name in _asked(*pair)} - self._personal
        found = set[int]().union(*(self._carriers.get(name, ()) for name in asked))
        return {one for one in found if self._items[one].type not in _ABOUT_PEOPLE}


def _own(resource: Resource) -> Iterator[tuple[str, str]]:
    for key in _OWN:
        value = resource.get(key)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict) and (pair := _pair(one)):
                yield pair


def _pair(identifier: Mapping[str, Any]) -> tuple[str, str] | None:
    """System and value as they compare: without case, and however an id was dressed as a URN."""
    value, system = identifier.get("value"), identifier.get("system")
    if not isinstance(value, str) or not value.strip():
        return None
    bare = value.strip().lower()
    for dress in ("urn:uuid:", "urn:oid:"):
        bare = bare.removeprefix(dress)
    named = system.strip().lower() if isinstance(system, str) else ""
    return ("" if named.startswith("urn:ietf:") else named), bare


def _indexed(system: str, value: str) -> tuple[str, ...]:
    """How a carrier is found: by both; by value alone, by one that lacks its system, if either side does."""
    if len(value) < _SHORTEST:
        return (f"{system}|{value}",) if system else ()
    return (f"{system}|{value}", f"*|{value}")


def _asked(system: str, value: str) -> tuple[str, ...]:
    if len(value) < _SHORTEST:
        return (f"{system}|{value}",) if system else ()
    return (f"{system}|{value}", f"|{value}") if system else (f"*|{value}",)
