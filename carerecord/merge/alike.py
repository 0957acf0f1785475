"""Which items say the same. A cheap look comes before each dear one: most items differ at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime

from carerecord.contract import Item, Resource
from carerecord.merge.following import has_references, readings
from carerecord.merge.linking import Links

_ALL_READ = object()
_CODED = ("code", "medicationCodeableConcept", "vaccineCode")
_WHEN = (  # compared elements only: what is left out of a statement must not tell two apart
    "effectiveDateTime",
    "onsetDateTime",
    "occurrenceDateTime",
    "performedDateTime",
    "authoredOn",
    "period",
    "effectivePeriod",
    "performedPeriod",
    "start",
    "date",
)


def glance(resource: Resource) -> Hashable:
    """A cheap look: items that say the same always look the same; those that look the same may not."""
    kind = resource.get("resourceType")
    return kind if isinstance(kind, str) else "", _name(resource), _when(resource)


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
    """Instants that are one instant are equal, wherever their clocks stood."""
    for key in _WHEN:
        if key in resource:
            value = resource[key]
            text = value.get("start") if isinstance(value, dict) else value
            if not isinstance(text, str):
                return ""
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                return text
    return ""


def alike(items: list[Item], links: Mapping[str, Links]) -> list[list[Item]]:
    """Items that look the same at a glance, those that say the same together."""
    if _sent_alike(items, links):
        return [items]
    apart: list[list[Item]] = []
    waiting = [[(item, readings(item.resource, links[item.source_id])) for item in items]]
    while waiting:
        parts: dict[Hashable, list[tuple[Item, Iterator[Hashable]]]] = defaultdict(list)
        for item, reading in waiting.pop():
            parts[next(reading, _ALL_READ)].append((item, reading))
        for read, part in parts.items():
            if len(part) == 1 or read is _ALL_READ:
                apart.append([item for item, _ in part])
            else:
                waiting.append(part)
    return apart


def _sent_alike(items: Sequence[Item], links: Mapping[str, Links]) -> bool:
    """The same bytes that lead nowhere: nothing is left to compare."""
    bodies = (links[item.source_id].written(item.resource) for item in items)
    first = next(bodies)
    if first is None or has_references(first):
        return False
    return all(body == first for body in bodies)
