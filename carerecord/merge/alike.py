"""Which items say the same. A cheap look comes before each dear one: most items differ at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime

from carerecord.contract import Item, Resource
from carerecord.merge.following import has_references, readings
from carerecord.merge.linking import Links
from carerecord.merge.statement import SOMETIMES_LEFT_OUT

_ALL_READ = object()
_CODED = ("code", "medicationCodeableConcept", "vaccineCode")
_WHEN = (  # compared elements only: what is left out of a statement must not tell two apart
    "effectiveDateTime",
    "onsetDateTime",
    "occurrenceDateTime",
    "performedDateTime",
    "authoredOn",
    "whenHandedOver",
    "period",
    "effectivePeriod",
    "performedPeriod",
    "start",
    "date",
)


def glance(resource: Resource) -> Hashable:
    """A cheap look: items that say the same always look the same; those that look the same may not."""
    try:
        look = _name(resource), _when(resource)
        hash(look)
    except Exception:  # what cannot be looked at is equal to nothing
        return object()
    return look


def _name(resource: Resource) -> str:
    """The first code there is, wherever the type keeps it."""
    for key in _CODED:
        if key in resource:
            concept = resource[key]
            if not isinstance(concept, dict):
                return ""
            coding = concept.get("coding")
            first = coding[0] if isinstance(coding, list) and coding else None
            code = first.get("code") if isinstance(first, dict) else concept.get("text")
            return code if isinstance(code, str) else ""
    return ""


def _when(resource: Resource) -> datetime | str:
    for key in _WHEN:
        if key in resource:
            value = resource[key]
            text = value.get("start") if isinstance(value, dict) else value
            return _instant(text) if isinstance(text, str) else ""
    return ""


def _instant(text: str) -> datetime | str:
    """Instants that are one instant are equal, wherever their clocks stood."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def alike(items: list[Item], links: Mapping[str, Links]) -> list[list[Item]]:
    """Items that look the same at a glance, those that say the same together."""
    by_elements: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        by_elements[frozenset(item.resource.keys() - SOMETIMES_LEFT_OUT)].append(item)
    apart: list[list[Item]] = []
    for group in by_elements.values():
        if len(group) == 1 or _sent_alike(group, links):
            apart.append(group)
        else:
            apart += _read_apart(group, links)
    return apart


def _sent_alike(items: Sequence[Item], links: Mapping[str, Links]) -> bool:
    """The same bytes that lead nowhere: nothing is left to compare."""
    first = links[items[0].source_id].written(items[0].resource)
    if first is None or has_references(first):
        return False
    return all(links[item.source_id].written(item.resource) == first for item in items[1:])


def _read_apart(items: Sequence[Item], links: Mapping[str, Links]) -> Iterator[list[Item]]:
    """Reads on only in those that have said the same so far."""
    waiting = [[(item, readings(item.resource, links[item.source_id])) for item in items]]
    while waiting:
        parts: dict[Hashable, list[tuple[Item, Iterator[Hashable]]]] = defaultdict(list)
        for item, reading in waiting.pop():
            parts[_next(reading)].append((item, reading))
        for read, part in parts.items():
            if len(part) == 1 or read is _ALL_READ:
                yield [item for item, _ in part]
            else:
                waiting.append(part)


def _next(reading: Iterator[Hashable]) -> Hashable:
    """The next part of what an item says; what cannot be read on is equal to nothing."""
    try:
        return next(reading, _ALL_READ)
    except Exception:  # one badly made item must not cost the record
        return object()
