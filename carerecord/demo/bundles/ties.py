"""Who refers to whom in a bundle: entries by every name they have, and what must go along."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.bundles.grouping import SUPPORTING
from carerecord.demo.bundles.reading import Entry
from carerecord.demo.bundles.references import said, strip


class Ties:
    """A place is an entry's number: the bundle's own first, then those of the library."""

    def __init__(self, own: Sequence[Entry], library: Sequence[Entry]) -> None:
        self.entries = (*own, *library)
        self.own = len(own)
        self._names = _by_name(self.entries)
        self._refers = [self.named_by(entry.resource) for entry in own]

    def named(self, reference: str) -> int | None:
        """The place of what a reference says, its version aside."""
        return self._names.get(strip(reference))

    def meant_by(self, reference: Any) -> int | None:
        """The same for a whole Reference."""
        name = reference.get("reference") if isinstance(reference, dict) else None
        return self.named(name) if isinstance(name, str) else None

    def named_by(self, resource: Resource) -> set[int]:
        return {self._names[name] for name in map(strip, said(resource)) if name in self._names}

    def refers(self, place: int) -> set[int]:
        if place < self.own:
            return self._refers[place]
        return self.named_by(self.entries[place].resource)

    def of_type(self, kind: str) -> set[int]:
        return {place for place in range(self.own) if self.entries[place].type == kind}

    def own_names(self) -> dict[str, int]:
        return {name: place for name, place in self._names.items() if place < self.own}

    def supporting(self) -> set[int]:
        """Supporting resources that something else of the bundle leads to; the rest need a home."""
        possible = {p for p in range(self.own) if self.entries[p].type in SUPPORTING}
        aside = possible | self.of_type("Provenance")  # it names everything, and needs nothing
        outside = [self._refers[p] for p in range(self.own) if p not in aside]
        return self.reached(set().union(*outside)) & possible

    def reached(self, first: Iterable[int]) -> set[int]:
        """What is supporting of these, and everything supporting that it leads to."""
        reached: set[int] = set()
        waiting = deque(first)
        while waiting:
            place = waiting.popleft()
            if place not in reached and self.entries[place].type in SUPPORTING:
                reached.add(place)
                waiting.extend(self.refers(place))
        return reached


def _by_name(entries: Sequence[Entry]) -> Mapping[str, int]:
    """The first to use a name has it: the bundle's own entries stand before the library's."""
    names: dict[str, int] = {}
    for place, entry in enumerate(entries):
        for name in entry.names:
            names.setdefault(name, place)
    return names
