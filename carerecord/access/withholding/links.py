"""What belongs with a withheld item (SEN-6): whatever refers to it, and what only withheld items refer to.

Within one source: a reference never leads into another source's answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from carerecord.access.withholding.labels import elements, plain
from carerecord.contract import Item, Resource

ACCOMPANYING = frozenset({
    "Appointment", "Binary", "Device", "Encounter", "HealthcareService", "Location", "Media",
    "Medication", "Organization", "Practitioner", "PractitionerRole", "ServiceRequest", "Specimen",
    "Substance",
})  # fmt: skip
"""Types that leave when only withheld items point at them: they would tell what was withheld.

Never allergies, problems or medicines: that a withheld list also names them must not hide them.
"""
PARTS = frozenset({"result", "hasMember"})
"""Elements whose targets are parts of what points at them, whatever their type."""
NEVER_FOLLOWED = frozenset({"Patient"})
"""Everything refers to the Patient; that is no link between items."""

_WORDS = ("text", "display", "title", "description", "valueString")


class Pointer(NamedTuple):
    key: str
    target: int


class Links:
    """References and words of one source's items, by position."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._names = _names(items)
        self.words: list[set[str]] = []
        self.out: list[set[Pointer]] = []
        for position, item in enumerate(items):
            pointers, words = self._read(item.resource)
            self.out.append({p for p in pointers if p.target != position})
            self.words.append(words)
        self.into: dict[int, set[tuple[int, str]]] = defaultdict(set)
        for position, pointers in enumerate(self.out):
            for key, target in pointers:
                self.into[target].add((position, key))

    def _read(self, resource: Resource) -> tuple[set[Pointer], set[str]]:
        pointers: set[Pointer] = set()
        words: set[str] = set()
        for element in elements(resource):
            words.update(plain(element[key]) for key in _WORDS if isinstance(element.get(key), str))
            for key, value in element.items():
                for one in value if isinstance(value, list) else (value,):
                    if isinstance(one, dict):
                        pointers.update(Pointer(key, target) for target in self._targets(one))
        return pointers, words

    def _targets(self, element: Mapping[str, object]) -> Iterable[int]:
        for key in ("reference", "url"):
            if isinstance(name := element.get(key), str):
                yield from self._names.get(_local(name), ())
        if "reference" not in element and isinstance(named := element.get("identifier"), dict):
            yield from self._names.get(_identified(named), ())


def spread(items: Sequence[Item], seeds: Iterable[int], texts: set[str]) -> set[int]:
    """Positions of everything that goes with `seeds`, themselves included."""
    links = Links(items)
    gone = set(seeds)
    if texts:
        gone |= {at for at, words in enumerate(links.words) if not words.isdisjoint(texts)}
    gone = {at for at in gone if items[at].type not in NEVER_FOLLOWED}
    waiting = list(gone)
    while waiting:
        reached = _referrers(items, links, waiting.pop()) - gone
        gone |= reached
        waiting.extend(reached)
        if not waiting:
            waiting = _accompanying(items, links, gone)
            gone.update(waiting)
    return gone


def _referrers(items: Sequence[Item], links: Links, target: int) -> set[int]:
    return {at for at, _ in links.into[target] if items[at].type not in NEVER_FOLLOWED}


def _accompanying(items: Sequence[Item], links: Links, gone: set[int]) -> list[int]:
    """Kept items that only withheld ones point at, of the types that would tell."""
    pointed_at = {pointer.target for at in gone for pointer in links.out[at]} - gone
    return [
        target
        for target in sorted(pointed_at)
        if all(at in gone for at, _ in links.into[target])
        and (items[target].type in ACCOMPANYING or {key for _, key in links.into[target]} & PARTS)
    ]


def _names(items: Sequence[Item]) -> dict[str, set[int]]:
    """Every name a reference may use for an item: `Type/id`, its bare id as a UUID, its identifiers."""
    names: dict[str, set[int]] = defaultdict(set)
    for position, item in enumerate(items):
        own = item.resource.get("id")
        if isinstance(own, str):
            names[f"{item.type}/{own}"].add(position)
            names[own.lower()].add(position)
        listed = item.resource.get("identifier")
        for identifier in listed if isinstance(listed, list) else (listed,):
            if isinstance(identifier, dict) and (name := _identified(identifier)):
                names[name].add(position)
    return dict(names)


def _local(name: str) -> str:
    """`Type/id` of a relative or absolute address without its version; the id of a urn:uuid; the identifier asked for."""
    if name.startswith("urn:"):
        return name.rpartition(":")[2].lower()
    if "?identifier=" in name:
        return unquote(name.partition("?identifier=")[2])
    return "/".join(name.split("/_history/")[0].split("/")[-2:])


def _identified(identifier: Mapping[str, object]) -> str:
    system, value = identifier.get("system"), identifier.get("value")
    return f"{system}|{value}" if isinstance(value, str) and isinstance(system, str) else ""
