"""Headings put rows about the same thing side by side. They never hide one, so they may be generous."""

from __future__ import annotations

from collections.abc import Hashable

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.guarded import heading
from carerecord.sections.words import said

_NAMES = ("code", "vaccineCode", "medicationCodeableConcept", "medicationReference", "type")


def grouped(record: SectionRecord) -> list[tuple[str, list[Entry]]]:
    """The entries under one heading each, both in the record's order; what names nothing stands alone."""
    groups: dict[Hashable, list[Entry]] = {}
    for entry in record.entries:
        key = heading(record.section, entry.head.resource)
        groups.setdefault(("alone", entry.id) if key is None else ("same", key), []).append(entry)
    return [(_label(entries[0]), entries) for entries in groups.values()]


def _label(entry: Entry) -> str:
    """The words of the first entry; a page that has a row may say it better."""
    resource = entry.head.resource
    for key in _NAMES:
        value = resource.get(key)
        words = said(value) or (said(value.get("display")) if isinstance(value, dict) else "")
        if words:
            return words
    return entry.head.type
