"""A page of the record as a card: its newest entries, or what is now and next, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import clinical_date, in_order
from carerecord.viewing.contract import View
from carerecord.web.frame import PAGES
from carerecord.web.listing import names, on_page, shorts
from carerecord.web.pages.contacts.page import SLUG as CONTACTS
from carerecord.web.pages.contacts.times import GLANCE, ordered, time_of
from carerecord.web.rows import Shown, shown
from carerecord.web.states import Notice, notices

MOST = 5
Found = tuple[SectionRecord, Entry]
_COMPLETE = ("1", "2", "4", "10")
"""Said by the count, or, where there is nothing at all, once for the whole card."""


@dataclass(frozen=True, slots=True)
class Newest:
    slug: str
    title: str
    count: str
    notices: tuple[Notice, ...]
    rows: tuple[Shown, ...]
    more: int


def newest(view: View, slug: str) -> Newest:
    states = on_page(view, slug)
    records = [record for state in states if (record := view.records.get(state.section.name))]
    every = [(record, entry) for record in records for entry in record.entries]
    found = (
        _of_contacts(view, every) if slug == CONTACTS else sorted(every, key=_rank, reverse=True)
    )
    short = shorts(view)
    total = sum(state.positive for state in states)
    least = "at least " if any(state.at_least for state in states) else ""
    return Newest(
        slug,
        PAGES[slug],
        f"{least}{total:,}" if total else "",
        _notices(view, slug, bool(found)),
        tuple(shown(record, entry, short) for record, entry in found[:MOST]),
        max(len(found) - MOST, 0),
    )


def _rank(found: Found) -> tuple[bool, str]:
    record, entry = found
    resource = entry.head.resource
    return record.section.current(resource), in_order(clinical_date(resource))


def _of_contacts(view: View, found: Iterable[Found]) -> list[Found]:
    """Now, then the next that is planned, then the newest."""
    return ordered(
        (
            (
                time_of(resource := one[1].head.resource, view.today),
                in_order(clinical_date(resource)),
                one,
            )
            for one in found
        ),
        GLANCE,
    )


def _notices(view: View, slug: str, any_rows: bool) -> tuple[Notice, ...]:
    """Each state that the rows and the count do not say by themselves, once."""
    known = names(view)
    said = [
        notice
        for state in on_page(view, slug)
        if state.heading not in _COMPLETE or not any_rows
        for notice in notices(state, view.records.get(state.section.name), view.person, known)
    ]
    return tuple(dict.fromkeys(said))
