"""Urgent care plans, and what any plan or alert says of resuscitation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from carerecord.viewing.contract import View
from carerecord.web.listing import shorts
from carerecord.web.rows import Shown, shown

RESUSCITATION = re.compile(r"\bCPR\b|resuscitat", re.I)
MOST_PLANS = 4


def urgent_plans(view: View) -> list[Shown]:
    """Plans in force from a source of urgent care plans, newest first."""
    urgent = {source.id for source in view.sources if source.kind == "care-plan"}
    return _in_force(view, "care_plans", urgent)[:MOST_PLANS]


def of_resuscitation(view: View) -> list[Shown]:
    """Every alert and every plan in force, of whatever source, that speaks of it: none is picked."""
    found = [*_in_force(view, "alerts"), *_in_force(view, "care_plans")]
    return [one for one in found if any(map(RESUSCITATION.search, said_in(one)))]


def once(found: Iterable[Shown]) -> list[Shown]:
    """What several sources say in the same words of the same day, with all their names."""
    by_words: dict[tuple[object, ...], Shown] = {}
    for one in found:
        key = one.what, one.when, one.row.notes, one.broken
        before = by_words.get(key)
        sources = (*before.sources, *one.sources) if before else one.sources
        by_words[key] = replace(before or one, sources=tuple(dict.fromkeys(sources)))
    return list(by_words.values())


def said_in(one: Shown) -> list[str]:
    return [" ".join(part.text for part in one.row.what), *one.row.notes]


def _in_force(view: View, section: str, sources: Collection[str] | None = None) -> list[Shown]:
    """Those of these sources; of every source where none is named."""
    record = view.records.get(section)
    if record is None:
        return []
    short = shorts(view)
    return [
        shown(record, entry, short)
        for entry in record.entries
        if record.section.current(entry.head.resource)
        and (sources is None or not set(sources).isdisjoint(entry.source_ids))
    ]
