"""Which item of a view refers to which, by reference and by business identifier, and the words of each.

Over the answers of every source together. A relative reference stays inside its own source; an absolute one,
and a business identifier, lead to whatever source holds what they name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from carerecord.access.withholding.identifiers import Shared, identified
from carerecord.access.withholding.labels import plain
from carerecord.access.withholding.walking import walked
from carerecord.contract import Item, Resource

REASONS = frozenset({"condition", "reasonReference"})
"""Elements by which a visit says what it was about."""


class Pointer(NamedTuple):
    key: str
    target: int


class Links:
    """References, business identifiers and words of the items of a view, by position."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self._names, self._anywhere = _names(items)
        self._found: dict[tuple[str, str], Collection[int]] = {}  # by source and reference as sent
        self._words: dict[str, list[int]] = defaultdict(list)  # as sent
        self.out: list[set[Pointer]] = []
        self.into: dict[int, set[tuple[int, str]]] = defaultdict(set)
        identifiers = [self._read(position, item) for position, item in enumerate(items)]
        self.shared = Shared(items, identifiers)

    def _read(self, position: int, item: Item) -> Sequence[Resource]:
        """Its business identifiers; what it refers to and says is kept."""
        found = walked(item.resource)
        pointers = {
            Pointer(key, target)
            for key, one in found.pointing
            for target in self._targets(item.source_id, one)
            if target != position
        }
        self.out.append(pointers)
        for key, target in pointers:
            self.into[target].add((position, key))
        for words in found.words:
            self._words[words].append(position)
        return found.identifiers

    def saying(self, texts: Collection[str]) -> set[int]:
        """Positions of what has any of these words, which are `plain`, for a whole text, title or name."""
        return {at for words, said in self._words.items() if plain(words) in texts for at in said}

    def names(self, source: str, key: str, value: object, positions: Collection[int]) -> bool:
        """Whether an element of an item of that source refers to one of these positions."""
        pointing = walked({key: value}).pointing
        return any(at in positions for _, one in pointing for at in self._targets(source, one))

    def _targets(self, source: str, element: Mapping[str, object]) -> Iterator[int]:
        for key in ("reference", "url"):
            if isinstance(name := element.get(key), str):
                yield from self._named(source, name)
        if "reference" not in element and isinstance(named := element.get("identifier"), dict):
            yield from self._anywhere.get(identified(named), ())

    def _named(self, source: str, name: str) -> Collection[int]:
        found = self._found.get((source, name))
        if found is None:
            found = self._found[source, name] = self._look_up(source, name)
        return found

    def _look_up(self, source: str, name: str) -> Collection[int]:
        local = _local(name)
        if "?identifier=" in name:
            return self._anywhere.get(local, ())
        own = self._names.get((source, local), ())
        absolute = "://" in name or name.startswith("urn:")
        return own or (self._anywhere.get(local, ()) if absolute else ())


_Names = tuple[dict[tuple[str, str], set[int]], dict[str, set[int]]]


def _names(items: Sequence[Item]) -> _Names:
    """Every name a reference may use for an item: `Type/id`, its bare id as a UUID, its identifiers."""
    own: dict[tuple[str, str], set[int]] = defaultdict(set)
    anywhere: dict[str, set[int]] = defaultdict(set)
    for position, item in enumerate(items):
        for name in _names_of(item):
            own[item.source_id, name].add(position)
            anywhere[name].add(position)
    return dict(own), dict(anywhere)


def _names_of(item: Item) -> Iterator[str]:
    own = item.resource.get("id")
    if isinstance(own, str):
        yield f"{item.type}/{own}"
        yield own.lower()
    listed = item.resource.get("identifier")
    for identifier in listed if isinstance(listed, list) else (listed,):
        if isinstance(identifier, dict) and (name := identified(identifier)):
            yield name


def _local(name: str) -> str:
    """`Type/id` of a relative or absolute address without its version; the id of a urn:uuid; the identifier asked for."""
    if name.startswith("urn:"):
        return name.rpartition(":")[2].lower()
    if "?identifier=" in name:
        return unquote(name.partition("?identifier=")[2])
    return "/".join(name.split("/_history/")[0].split("/")[-2:])
