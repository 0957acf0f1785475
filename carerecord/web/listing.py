"""A section as a list: its notices, its rows by 200 with the total stated, what was removed."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import SectionState, View
from carerecord.web.rows import Shown, grouped, shown
from carerecord.web.states import Notice, notices

PAGE = 200


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
    quiet: bool  # nothing to list, and every source that shares it answered: one line is enough

    @property
    def end(self) -> str:
        """How much of the list this is; the end is said, so that nobody wonders (ux 5)."""
        if not self.total:
            return ""
        if self.first == 1 and self.last == self.total:
            return f"{self.total:,} of {self.total:,} shown. End of list."
        of_all = f"{self.first:,} to {self.last:,} of {self.total:,} shown."
        return f"{of_all} End of list." if self.last == self.total else of_all


def names(view: View) -> dict[str, str]:
    return {source.id: source.name for source in view.sources}


def shorts(view: View) -> dict[str, str]:
    return {source.id: source.short or source.name for source in view.sources}


def on_page(view: View, slug: str) -> list[SectionState]:
    return [state for state in view.states.values() if state.section.page == slug]


def pages_of(view: View, states: list[SectionState]) -> int:
    most = max((len(_entries(view, state)) for state in states), default=0)
    return max(1, -(-most // PAGE))


def listing(view: View, state: SectionState, page: int = 1) -> Listing:
    record = view.records.get(state.section.name)
    entries = _entries(view, state)
    first = (page - 1) * PAGE
    short = shorts(view)
    rows = (
        [shown(record, entry, short) for entry in entries[first : first + PAGE]] if record else []
    )
    return Listing(
        name=state.section.name,
        title=state.section.title,
        noun=state.section.noun[0].capitalize(),
        count=count_words(state),
        notices=_worth_saying(state, notices(state, record, view.person, names(view))),
        columns=state.section.columns,
        groups=grouped(rows),
        total=len(entries),
        first=first + 1,
        last=first + len(rows),
        negatives=_some(record, record.negatives if record and page == 1 else (), short),
        removed=_some(record, record.removed[:PAGE] if record and page == 1 else (), short),
        has_status="Status" not in state.section.columns and any(r.row.status for r in rows),
        quiet=state.heading in ("4", "10") and not (record and record.removed),
    )


def count_words(state: SectionState) -> str:
    if not state.positive:
        return ""
    return f"at least {state.positive:,}" if state.at_least else f"{state.positive:,}"


def _entries(view: View, state: SectionState) -> tuple[Entry, ...]:
    record = view.records.get(state.section.name)
    return record.entries if record else ()


def _some(
    record: SectionRecord | None, entries: tuple[Entry, ...], short: dict[str, str]
) -> tuple[Shown, ...]:
    return tuple(shown(record, entry, short) for entry in entries) if record else ()


def _worth_saying(state: SectionState, found: list[Notice]) -> tuple[Notice, ...]:
    """State 1 is already said by the title and its count, except for allergies."""
    if state.heading == "1" and state.section.name != "allergies":
        return ()
    return tuple(found)


def page_number(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.isdigit() and len(value) < 6 else 1
