"""The words of the medicines page and the cells of its comparison."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from markupsafe import Markup

from carerecord.contract import SourceSettings
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import in_order
from carerecord.viewing.contract import SectionState, View, is_waiting
from carerecord.web import formats
from carerecord.web.comparison import (
    STOPPED_WITHIN_DAYS,
    Comparison,
    Medicine,
    Statement,
    compare,
    key_of,
    stopped_when,
)
from carerecord.web.events import not_before
from carerecord.web.frame.navigation import at_least
from carerecord.web.listing import names, shorts
from carerecord.web.medicine_facts import known_stop, stopped, stopped_on
from carerecord.web.messages import say
from carerecord.web.rows import Shown, shown
from carerecord.web.states import Notice, failure_words, notices
from carerecord.web.supply import Supplied, in_the_home, supply

_KINDS = {
    "gp": "GP record",
    "acute": "Hospital",
    "mental-health": "Mental health",
    "community": "Community",
    "pharmacy": "Pharmacy",
    "ambulance": "Ambulance",
    "care-plan": "Care plan",
    "social-care": "Social care",
    "laboratory": "Laboratory",
    "child-health": "Child health",
}


@dataclass(frozen=True, slots=True)
class Cell:
    statement: Statement | None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """A further entry of a source; its words only when they are not above already."""

    id: str
    source: str
    when: Markup
    words: Markup


@dataclass(frozen=True, slots=True)
class Stopped:
    """A medicine no longer taken: when that was, and what of it may be in the home."""

    shown: Shown
    when: Markup
    home: Supplied | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A source without a column: which state it is in."""

    name: str
    words: str
    failed: bool


class MedicinesPage:
    def __init__(self, view: View, tab: str) -> None:
        self._view = view
        self.tab = tab
        self._state: SectionState | None = view.states.get("medicines")
        self._record: SectionRecord | None = view.records.get("medicines")

    @cached_property
    def comparison(self) -> Comparison | None:
        return compare(self._view, self._record) if self._record else None

    @cached_property
    def _supply(self) -> dict[Hashable, list[Supplied]]:
        groups = self.comparison.groups.values() if self.comparison else ()
        return supply(self._view, [medicine for group in groups for medicine in group])

    @property
    def notice(self) -> Notice:
        words = [self._counted, say("medicines.bought")]
        return Notice(say("medicines.notice"), " ".join(filter(None, words)), "warn")

    @property
    def _counted(self) -> str:
        if self._state is None or not self.current:
            return ""
        counted = formats.counted(self.current, ("current medicine", "current medicines"))
        if not self._state.at_least:
            return f"{counted[:1].upper()}{counted[1:]}."
        if not self._state.missing:
            return f"At least {counted}."
        gone = formats.several([source.name for source in self._state.missing])
        return f"At least {counted}. {gone} did not answer, so medicines held there are missing."

    @property
    def current(self) -> int:
        return self.comparison.total if self.comparison else 0

    @property
    def current_words(self) -> str:
        return at_least(self.current, self._state)

    @property
    def states(self) -> list[Notice]:
        """Only what the comparison does not say itself: nothing recorded, unavailable, not shown."""
        if self._state is None or self._state.heading in ("1", "2"):
            return []
        return notices(self._state, self._record, self._view.person, names(self._view))

    @property
    def columns(self) -> list[tuple[SourceSettings, str]]:
        if self.comparison is None:
            return []
        return [
            (s, formats.several_by(", ", (_KINDS.get(s.kind, ""), s.short)))
            for s in self.comparison.columns
        ]

    def cells(self, medicine: Medicine) -> list[Cell]:
        """One for each column; “Same” only where the words are the very same, notes too."""
        made: list[Cell] = []
        first: Statement | None = None
        for source, _ in self.columns:
            statement = medicine.said.get(source.id)
            same = bool(
                first
                and statement
                and statement.current
                and (statement.plain, statement.status) == (first.plain, first.status)
                and statement.notes == first.notes
            )
            made.append(Cell(statement, same and not medicine.tags))
            first = first or statement
        return made

    def others(self, medicine: Medicine) -> list[tuple[str, Statement]]:
        named, kept = shorts(self._view), {source.id for source, _ in self.columns}
        return [(named[i], s) for i, s in medicine.said.items() if i not in kept]

    def more(self, medicine: Medicine) -> list[Also]:
        """Further entries of a source that lists the medicine more than once: none is dropped."""
        said = {statement.plain for statement in medicine.said.values()}
        short = shorts(self._view)
        return [
            Also(s.entry.id, short[s.source_id], s.when, Markup("") if s.plain in said else s.words)
            for s in medicine.more
        ]

    def supply(self, medicine: Medicine) -> list[Supplied]:
        return self._supply.get(medicine.key, [])

    @property
    def supply_known(self) -> bool:
        """Whether any source shares supply and answered: else an empty cell says nothing."""
        state = self._view.states.get("prescriptions")
        return bool(state and state.heading in ("1", "2", "4", "4b"))

    @cached_property
    def stopped(self) -> list[Stopped]:
        """Newest first; each with what was handed over of it of late and may be in the home."""
        if self._record is None:
            return []
        record, home, short = self._record, in_the_home(self._view), shorts(self._view)
        found = [e for e in self._no_longer if not_before(stopped_on(e.head.resource), self._since)]
        found.sort(key=lambda entry: in_order(stopped_on(entry.head.resource)), reverse=True)
        return [
            Stopped(
                shown(record, entry, short),
                stopped_when(entry.head.resource),
                home.get(key_of(record, entry.head.resource)),
            )
            for entry in found
        ]

    @property
    def stopped_undated(self) -> int:
        """Recorded earlier and stopped on no known day: perhaps of late, so not to be passed over."""
        unknown = [e.head.resource for e in self._no_longer if not known_stop(e.head.resource)]
        return sum(not not_before(stopped_on(resource), self._since) for resource in unknown)

    @cached_property
    def _no_longer(self) -> list[Entry]:
        entries = self._record.entries if self._record else ()
        return [entry for entry in entries if stopped(entry.head.resource)]

    @property
    def _since(self) -> str:
        return (self._view.today - timedelta(days=STOPPED_WITHIN_DAYS)).isoformat()

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """One row for each source without a list, saying which state it is in."""
        if self._state is None or self._state.heading == "11":
            return []
        kept = {source.id for source, _ in self.columns}
        found = []
        for source in self._view.sources:
            if source.id in kept:
                continue
            state = self._state.by_source.get(source.id, "not-asked")
            if state in ("failed", "partial"):
                answer = self._view.answers[source.id]
                gone = "" if is_waiting(answer) else "Not available. "
                words = f"{gone}{failure_words(answer)} Medicines it holds are missing."
                found.append(Elsewhere(source.name, words, not is_waiting(answer)))
            elif source.id in {s.id for s in self._state.sharers}:
                found.append(Elsewhere(source.name, _held(self._state, source), False))
        return found

    @property
    def not_sharing(self) -> str:
        if self._state is None or self._state.heading == "11":
            return ""
        sharing = {s.id for s in self._state.sharers}
        return formats.several([s.name for s in self._view.sources if s.id not in sharing])


def _held(state: SectionState, source: SourceSettings) -> str:
    """Nothing is said of what was withheld: it reads as any list without a current medicine."""
    n = state.counts.get(source.id, 0)
    if not n:
        return "No medicine recorded there is shown."
    entries = formats.counted(n, ("entry", "entries"))
    if source.kind == "pharmacy":
        return f"Stands above as supply. {entries} in all history."
    return f"Nothing current. {entries} in all history."
