"""Each way to read problems, and how a row of them is told: since when it is active, and what its source linked it to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from carerecord.merge.contract import Entry
from carerecord.sections.dates import clinical_date
from carerecord.sections.problems import active, past
from carerecord.sections.words import labelled, said
from carerecord.viewing.contract import SectionState, View
from carerecord.web.events import not_before
from carerecord.web.hiding import Choice
from carerecord.web.listing import (
    Listing,
    Wanted,
    as_it_is,
    every,
    listing,
    on_page,
    page_number,
    pages_of,
    shorts,
)
from carerecord.web.messages import say
from carerecord.web.pages.problems.linked import Links
from carerecord.web.rows import Shown
from carerecord.web.states import Notice

SLUG = "problems"
YEAR = timedelta(days=365)


# What is suspected, or recorded as not present, is read beside what is active.
KINDS: dict[str, Wanted] = {
    "active": lambda entry: not past(entry.head.resource),
    "past": lambda entry: past(entry.head.resource),
}
"""Tabs of problems alone."""
TABS = ("", *KINDS, "procedures", "family_history")
_ACTIVE = ("problems.recent", "problems.longer", "problems.undated")


@dataclass(frozen=True, slots=True)
class Asked:
    tab: str
    source: str

    def address(self) -> str:
        return "?" + urlencode(
            {k: v for k, v in (("show", self.tab), ("source", self.source)) if v}
        )


class ProblemsPage:
    def __init__(
        self, view: View, tab: str = "", source: str = "", page: str | None = None
    ) -> None:
        self._view = view
        self._states = on_page(view, SLUG)
        self._names = {one.id: one.name for one in view.sources}
        self.asked = Asked(tab if tab in TABS else "", source if source in self._names else "")
        self.pages = pages_of(view, self._here, self._wanted)
        self.page = page_number(page, self.pages)

    @cached_property
    def _here(self) -> list[SectionState]:
        tab = self.asked.tab
        name = SLUG if tab in KINDS else tab
        return [state for state in self._states if not name or state.section.name == name]

    @property
    def sections(self) -> list[str]:
        return [state.section.name for state in self._here]

    def _wanted(self, entry: Entry) -> bool:
        kind = KINDS.get(self.asked.tab, every)
        source = self.asked.source
        return kind(entry) and (not source or source in entry.source_ids)

    @property
    def tabs(self) -> list[Choice]:
        return [
            Choice(
                _counted(say(f"problems.tab.{tab}"), self._number(tab)),
                one.address(),
                tab == self.asked.tab,
            )
            for tab in TABS
            for one in (replace(self.asked, tab=tab),)
        ]

    def _number(self, tab: str) -> str:
        """None of what is not shown to this role, and none where there is none: a zero would be a statement (ROL-1)."""
        state = self._view.states.get(SLUG if tab in KINDS else tab)
        record = self._view.records.get(state.section.name) if state else None
        if state is None or record is None or state.heading == "11":
            return ""
        wanted = KINDS.get(tab, every)
        number = sum(wanted(entry) for entry in record.entries)
        return f"{number:,}{'+' if state.at_least else ''}" if number else ""

    @property
    def sources(self) -> list[Choice]:
        """Every one that lists something here."""
        short = shorts(self._view)
        listed = dict.fromkeys(
            source
            for state in self._here
            if (record := self._view.records.get(state.section.name))
            for entry in record.entries
            for source in entry.source_ids
        )
        return [
            Choice(
                short.get(one) or say("problems.source."),
                replace(self.asked, source=one).address(),
                one == self.asked.source,
            )
            for one in ("", *(source for source in self._names if source in listed))
        ]

    @property
    def notices(self) -> list[Notice]:
        found = []
        if self.asked.source:
            found.append(Notice(say("problems.of-source", source=self._names[self.asked.source])))
        if self._is_narrowed and not any(one.total for one in self.lists):
            found.append(Notice(say("problems.none")))
        return found

    @property
    def _is_narrowed(self) -> bool:
        return bool(self.asked.source or self.asked.tab in KINDS)

    @property
    def also(self) -> str:
        """What the addresses of the other pages begin with."""
        address = self.asked.address().removeprefix("?")
        return f"{address}&" if address else ""

    @cached_property
    def lists(self) -> list[Listing]:
        wanted = self._wanted if self._is_narrowed else every
        title = say(f"problems.list.{self.asked.tab}") if self.asked.tab in KINDS else ""
        links = Links(self._view)

        def told(entry: Entry, row: Shown) -> Shown:
            return self._told(entry, row, links)

        found = [
            listing(
                self._view,
                state,
                self.page,
                wanted=wanted,
                title=title,
                told=told if state.section.name == SLUG else as_it_is,
            )
            for state in self._here
        ]
        began = say("problems.began")
        return [
            replace(one, groups=_active_first(one.groups), dated=began) if one.name == SLUG else one
            for one in found
        ]

    def _told(self, entry: Entry, row: Shown, links: Links) -> Shown:
        if row.broken:
            return row
        group = self._group(entry) if active(entry.head.resource) else row.row.group
        linked = labelled(say("problems.linked"), "; ".join(links.of(entry)))
        notes = (*row.row.notes, linked) if linked else row.row.notes
        return replace(row, row=replace(row.row, group=group, notes=notes))

    def _group(self, entry: Entry) -> str:
        problem = entry.head.resource
        days = [day for day in (clinical_date(problem), said(problem.get("recordedDate"))) if day]
        since = (self._view.today - YEAR).isoformat()
        recent = any(not_before(day, since) for day in days)
        return say(f"problems.{'recent' if recent else 'longer' if days else 'undated'}")


def _active_first(groups: dict[str, list[Shown]]) -> dict[str, list[Shown]]:
    """Of what is active the newest first; the rest as the section has it."""
    ours = [say(one) for one in _ACTIVE]
    order = [*(one for one in ours if one in groups), *(one for one in groups if one not in ours)]
    return {one: groups[one] for one in order}


def _counted(words: str, number: str) -> str:
    return f"{words} {number}" if number else words
