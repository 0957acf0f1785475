"""Every contact in one order of time, whatever its class; what was planned and what happened never in one column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.marks import Mark, marks_of
from carerecord.sections.dates import clinical_date, in_order
from carerecord.viewing.contract import SectionState, View
from carerecord.web.hiding import Hiding
from carerecord.web.listing import (
    PAGE,
    Listing,
    is_quiet,
    listing,
    names,
    on_page,
    page_number,
    pages_of,
    shorts,
    some,
)
from carerecord.web.messages import say
from carerecord.web.pages.contacts.row import AHEAD, PAST, as_contact
from carerecord.web.pages.contacts.times import COMING, EVERY, OLDER, RECENT, Time, ordered, time_of
from carerecord.web.queried import marked
from carerecord.web.rows import Shown, shown
from carerecord.web.states import Notice, notices

SLUG = "contacts"
CLASSES = ("appointments", "attendances", "admissions", "discharges", "clinics", "community")
"""Sections whose entries are contacts; any other that stands on this page has a list of its own below."""
CARDS: dict[str, tuple[Time, ...]] = {"coming": COMING, "recent": RECENT, "older": OLDER}
_NOUN = ("contact", "contacts")


@dataclass(frozen=True, slots=True)
class Contact:
    record: SectionRecord
    entry: Entry
    time: Time
    on: str  # where it stands among others

    @property
    def card(self) -> str:
        return next(name for name, times in CARDS.items() if self.time in times)


class ContactsPage:
    def __init__(self, view: View, page: str | None = None, hide: Collection[str] = ()) -> None:
        """`hide`: names of classes."""
        self._view = view
        self._marked: dict[str, Mapping[Entry, tuple[Mark, ...]]] = {}
        here = on_page(view, SLUG)
        self.sections = [state.section.name for state in here]
        self._states = [state for state in here if state.section.name in CLASSES]
        self._others = [state for state in here if state.section.name not in CLASSES]
        classes = {state.section.name: state.section.title for state in self._states}
        self.hiding = Hiding(classes, hide, _address)
        every = [one for state in self._states for one in self._contacts(state)]
        shown_here = [one for one in every if one.record.section.name not in self.hiding]
        self._found = ordered(((one.time, one.on, one) for one in shown_here), EVERY)
        self._left_out = len(every) - len(self._found)
        self.pages = max(-(-len(self._found) // PAGE), pages_of(view, self._others))
        self.page = page_number(page, self.pages)

    def _contacts(self, state: SectionState) -> list[Contact]:
        record = self._view.records.get(state.section.name)
        if record is None:
            return []
        today = self._view.today
        heads = ((entry, entry.head.resource) for entry in record.entries)
        return [
            Contact(record, entry, time_of(resource, today), in_order(clinical_date(resource)))
            for entry, resource in heads
        ]

    @property
    def hidden(self) -> str:
        return self.hiding.said(self._left_out, _NOUN)

    @property
    def also(self) -> str:
        """What the addresses of the other pages begin with."""
        return "".join(f"hide={name}&" for name in self.hiding.hidden)

    @property
    def notices(self) -> list[Notice]:
        """Of each class what must be read before the list: what is said of several alike is said once."""
        view, found = self._view, list[Notice]()
        for state in self._states:
            record = view.records.get(state.section.name)
            if state.heading != "1" and not is_quiet(state, record):
                found += notices(state, record, view.person, names(view))
        alike: dict[tuple[str, str], Notice] = {}
        for one in found:
            same = alike.get((one.words, one.tone))
            heading = f"{same.heading} · {one.heading}" if same else one.heading
            alike[one.words, one.tone] = replace(one, heading=heading)
        return list(alike.values())

    @property
    def lists(self) -> list[Listing]:
        """The three cards over time, then every other section of this page, then the classes that nobody has."""
        cards = [self._card(name) for name in CARDS]
        quiet = [s for s in self._states if is_quiet(s, self._view.records.get(s.section.name))]
        rest = [listing(self._view, state, self.page) for state in (*self._others, *quiet)]
        return [*cards, *rest]

    def _card(self, name: str) -> Listing:
        ahead = name == "coming"
        mine = [one for one in self._found if one.card == name]
        before = next((n for n, one in enumerate(self._found) if one.card == name), 0)
        first = max((self.page - 1) * PAGE - before, 0)
        here = mine[first : max(self.page * PAGE - before, 0)]
        return Listing(
            name=name,
            title=say(f"contacts.{name}"),
            noun=_NOUN[0].capitalize(),
            count=self._count(len(mine)),
            notices=() if mine else (self._none(name),),
            columns=AHEAD if ahead else PAST,
            groups=self._groups(here, ahead=ahead),
            total=len(mine),
            first=first + 1,
            last=first + len(here),
            negatives=(),
            removed=self._removed() if name == "older" and self.page == 1 else (),
            has_status=False,
            template="",
            quiet=False,
            dated=say("contacts.planned" if ahead else "contacts.happened"),
        )

    def _count(self, found: int) -> str:
        if not found:
            return ""
        least = any(state.at_least for state in self._states)
        return say("count.least", n=f"{found:,}") if least else f"{found:,}"

    def _none(self, name: str) -> Notice:
        words = "contacts.none.hidden" if self.hiding.hidden else "contacts.none"
        return Notice(say(f"contacts.{name}.none"), say(words))

    def _groups(self, contacts: Sequence[Contact], *, ahead: bool) -> dict[str, list[Shown]]:
        short = shorts(self._view)
        groups: dict[str, list[Shown]] = {}
        for one in contacts:
            marks = self._marks(one.record).get(one.entry, ())
            row = shown(one.record, one.entry, short, marks)
            row = as_contact(row, one.record.section, one.entry.head.resource, ahead=ahead)
            group = groups.setdefault(say(f"contacts.time.{one.time}"), [])
            group.append(marked(self._view, one.entry, row))
        return groups

    def _marks(self, record: SectionRecord) -> Mapping[Entry, tuple[Mark, ...]]:
        """Looked for once in each class: in a long record that is most of the work."""
        name = record.section.name
        if name not in self._marked:
            self._marked[name] = marks_of(record)
        return self._marked[name]

    def _removed(self) -> tuple[Shown, ...]:
        short = shorts(self._view)
        records = [self._view.records.get(state.section.name) for state in self._states]
        return tuple(
            row
            for record in records
            if record
            for row in some(record, record.removed[:PAGE], short, {})
        )


def _address(hide: Sequence[str]) -> str:
    return "?" + urlencode({"hide": hide}, doseq=True)
