"""Results by test: the latest, the value before it, and the points of a trend. Values stay as sent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from carerecord.contract import Resource
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections import values
from carerecord.sections.contract import Tag
from carerecord.sections.dates import clinical_date
from carerecord.sections.words import status_tags
from carerecord.web import charts, formats

SPARK_POINTS = 24

Key = tuple[str, str, str]
"""System, code (or words) and unit: two units are two rows and two charts (ux 5).

A unit is told by its code where one was sent: “umol/L” and “micromol/L” of one code are one unit.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """One result as a row of a table; values in the digits they were sent in."""

    entry_id: str
    value: str
    unit: str
    when: Markup
    tags: tuple[Tag, ...]
    range: str
    sources: tuple[str, ...]
    parts: bool = False  # of several, each with a unit of its own, as a blood pressure


@dataclass(frozen=True)
class Series:
    """Every result of one test in one unit, newest first."""

    key: Key
    entries: Sequence[Entry]

    @property
    def id(self) -> str:
        """Opaque in an address; the same for everybody's result of this test."""
        return hashlib.blake2b("\0".join(self.key).encode(), digest_size=8).hexdigest()

    @cached_property
    def title(self) -> str:
        return _title(self.entries[0].head.resource)

    @property
    def unit(self) -> str:
        return unit_of(self.entries[0].head.resource)

    def values(self, shorts: dict[str, str], most: int | None = None) -> list[Value]:
        return [value_of(entry, shorts) for entry in self.entries[:most]]

    def points(self, most: int | None = None) -> list[charts.Point]:
        """Oldest first; what is no number has no place on a chart."""
        found = [
            charts.point(entry.id, entry.head.resource, entry.head.source_id)
            for entry in self.entries[:most]
        ]
        return [point for point in reversed(found) if point is not None]

    def spark(self) -> Markup:
        """Plain numbers of the laboratory of the newest: what one line may join."""
        every = self.points(SPARK_POINTS)
        points = [p for p in every if p.laboratory == every[-1].laboratory and not p.limit]
        low, high = charts.band(self.entries[0].head.resource)
        return charts.spark(self.title, points, low, high) if len(points) > 1 else Markup("")


def series_of(record: SectionRecord | None) -> list[Series]:
    """One for each test and unit, in the order of the newest result."""
    found: dict[Key, list[Entry]] = {}
    for entry in record.entries if record else ():
        found.setdefault(key_of(entry.head.resource), []).append(entry)
    return [Series(key, entries) for key, entries in found.items()]


def key_of(resource: Resource) -> Key:
    """The first coding, else the words. Only puts results side by side, never joins two."""
    unit = ""
    value = resource.get("valueQuantity")
    if isinstance(value, dict):
        unit = formats.as_sent(value.get("code") or value.get("unit"))
    code = resource.get("code")
    if not isinstance(code, dict):
        return "", "", unit
    codings = code.get("coding")
    if isinstance(codings, list) and codings and isinstance(codings[0], dict):
        first = codings[0]
        if first.get("code"):
            return str(first.get("system") or ""), str(first["code"]), unit
    return "", formats.as_sent(code.get("text")).casefold(), unit


def unit_of(resource: Resource) -> str:
    """The unit in the words it was sent in."""
    value = resource.get("valueQuantity")
    return (
        formats.as_sent(value.get("unit") or value.get("code")) if isinstance(value, dict) else ""
    )


def value_of(entry: Entry, shorts: dict[str, str]) -> Value:
    resource = entry.head.resource
    sources = tuple(shorts.get(source, source) for source in entry.source_ids)
    when = formats.day_mark(clinical_date(resource))
    try:
        unit = unit_of(resource)
        text = values.result_of(resource)
        if unit and text != unit:
            text = text.removesuffix(unit).rstrip()
        tags = (*values.flag_tags(resource), *status_tags(resource))
        limits = values.ranges_of(resource)
        parts = bool(values.components_of(resource))
    except Exception:  # one broken result never hides the others
        return Value(entry.id, "could not be shown", "", when, (), "", sources)
    return Value(entry.id, text, unit, when, tags, limits, sources, parts)


def _title(resource: Resource) -> str:
    code: Any = resource.get("code")
    if isinstance(code, dict):
        codings = code.get("coding")
        shown = [c.get("display") for c in codings if isinstance(c, dict)] if codings else []
        for words in (code.get("text"), *shown):
            if isinstance(words, str) and words:
                return words
        for coding in codings if isinstance(codings, list) else ():
            if isinstance(coding, dict) and coding.get("code"):
                return str(coding["code"])
    return "Test not named by this source"
