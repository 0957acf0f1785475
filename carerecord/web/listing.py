"""A section as a list: its notices, its rows by 200 with the total stated, what was removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.marks import Mark, marks_of
from carerecord.viewing.contract import SectionState, View
from carerecord.web.headings import noun
from carerecord.web.headings import title as titled
from carerecord.web.messages import say
from carerecord.web.queried import marked
from carerecord.web.rows import Shown, grouped, shown
from carerecord.web.states import Notice, notices

PAGE = 200
Wanted = Callable[[Entry], bool]
Told = Callable[[Entry, Shown], Shown]
"""How a page tells a row of its own: another group, a note more."""


def every(_: Entry) -> bool:
    return True


def as_it_is(_: Entry, row: Shown) -> Shown:
    return row


@dataclass(frozen=True, slots=True)
class Listing:
    name: str
    title: str
    noun: str  # heads the first column
    count: str  # beside the title, e.g. "at least 11"
    notices: tuple[Notice, ...]
    columns: tuple[str, ...]
    groups: dict[str, list[Shown]]
    total: int
    first: int  # of this page, from 1
    last: int
    negatives: tuple[Shown, ...]
    removed: tuple[Shown, ...]
    has_status: bool
    template: str  # how its entries are drawn, where that is not the common table
    quiet: bool  # nothing to list, and every source that shares it answered: one line is enough
    dated: str = ""  # heads the column of dates, where that is not “Date”

    @property
    def end(self) -> str:
        """How much of the list this is; the end is said, so that nobody wonders (ux 5)."""
        if not self.total:
            return ""
        n, first, last = (f"{one:,}" for one in (self.total, self.first, self.last))
        ends = self.last == self.total
        if ends and self.first == 1:
            return say("list.end.whole", n=n)
        return say("list.end.last" if ends else "list.end.some", n=n, first=first, last=last)


def names(view: View) -> dict[str, str]:
    return {source.id: source.name for source in view.sources}


def shorts(view: View) -> dict[str, str]:
    return {source.id: source.short or source.name for source in view.sources}


def on_page(view: View, slug: str) -> list[SectionState]:
    return [state for state in view.states.values() if state.section.page == slug]


def pages_of(view: View, states: Iterable[SectionState], wanted: Wanted = every) -> int:
    most = max((len(_entries(view, state, wanted)) for state in states), default=0)
    return max(1, -(-most // PAGE))


def listing(
    view: View,
    state: SectionState,
    page: int = 1,
    *,
    wanted: Wanted = every,
    title: str = "",
    told: Told = as_it_is,
) -> Listing:
    """`wanted`: of its entries those alone, under a title of their own; what was removed is in the whole list."""
    record = view.records.get(state.section.name)
    entries = _entries(view, state, wanted)
    whole = page == 1 and wanted is every
    first = (page - 1) * PAGE
    short = shorts(view)
    marks = marks_of(record) if record else {}
    here = entries[first : first + PAGE]
    drawn = zip(here, some(record, here, short, marks), strict=True)
    rows = [marked(view, entry, told(entry, row)) for entry, row in drawn]
    return Listing(
        name=state.section.name,
        title=title or titled(state.section),
        noun=noun(state.section).capitalize(),
        count=count_words(state, None if wanted is every else len(entries)),
        notices=_worth_saying(state, notices(state, record, view.person, names(view))),
        columns=state.section.columns,
        groups=grouped(rows),
        total=len(entries),
        first=first + 1,
        last=first + len(rows),
        negatives=some(record, record.negatives if record and whole else (), short, marks),
        removed=some(record, record.removed[:PAGE] if record and whole else (), short, marks),
        has_status="Status" not in state.section.columns and any(r.row.status for r in rows),
        template=state.section.template,
        quiet=is_quiet(state, record),
    )


def is_quiet(state: SectionState, record: SectionRecord | None) -> bool:
    return state.heading in ("4", "10") and not (record and record.removed)


def count_words(state: SectionState, found: int | None = None) -> str:
    """`found`: of some of its entries."""
    number = state.positive if found is None else found
    if not number:
        return ""
    return say("count.least", n=f"{number:,}") if state.at_least else f"{number:,}"


def _entries(view: View, state: SectionState, wanted: Wanted = every) -> tuple[Entry, ...]:
    record = view.records.get(state.section.name)
    entries = record.entries if record else ()
    return entries if wanted is every else tuple(e for e in entries if wanted(e))


def some(
    record: SectionRecord | None,
    entries: tuple[Entry, ...],
    short: dict[str, str],
    marks: Mapping[Entry, tuple[Mark, ...]],
) -> tuple[Shown, ...]:
    if record is None:
        return ()
    return tuple(shown(record, entry, short, marks.get(entry, ())) for entry in entries)


def _worth_saying(state: SectionState, found: list[Notice]) -> tuple[Notice, ...]:
    """State 1 is already said by the title and its count, except for allergies."""
    if state.heading == "1" and state.section.name != "allergies":
        return ()
    return tuple(found)


def page_number(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.isdecimal() and len(value) < 6 else 1
