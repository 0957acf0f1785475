"""The cards of the summary. Rows are drawn only for what stands on it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from carerecord.merge.contract import Entry
from carerecord.merge.marks import marks_of
from carerecord.viewing.contract import SectionState, View
from carerecord.viewing.looks import Look
from carerecord.web.changes import Change, Changes, Found, choices, chosen
from carerecord.web.comparison import Comparison, Medicine, compare
from carerecord.web.headed import under_headings
from carerecord.web.listing import Listing, count_words, listing, names, on_page, shorts
from carerecord.web.pages.results.latest import LatestLine, latest
from carerecord.web.pages.summary.newest import Newest, newest
from carerecord.web.pages.summary.order import ALWAYS, Order, in_order
from carerecord.web.pages.summary.sides import Sides
from carerecord.web.people_to_call import Contact, numbers_hidden, people_to_call
from carerecord.web.plans import urgent_plans
from carerecord.web.rows import Shown, shown
from carerecord.web.states import Notice, may_hold_more, notices

ABOUT_ME = "about-me"
MOST_CHANGES = 12
FEW_OF_A_KIND = 2
MOST_PROBLEMS = 8

# The default key results (ux S6). The first whose words or codes a test carries names its row.
KEY_CODES: dict[str, frozenset[str]] = {
    "creatinine": frozenset(
        {"2160-0", "14682-9", "38483-4", "1000731000000107", "1032061000000108"}
    ),
    "egfr": frozenset(
        {
            "33914-3",
            "62238-1",
            "48642-3",
            "98979-8",
            "1011481000000105",
            "1020291000000106",
            "1107411000000104",
        }
    ),
    "potassium": frozenset({"2823-3", "6298-4", "1000651000000109"}),
    "haemoglobin": frozenset({"718-7", "20509-6", "1022431000000105"}),
    "hba1c": frozenset({"59261-8", "4548-4", "17856-6", "999791000000106", "1049301000000100"}),
}
_CODE_ORDER = {code: place for place, codes in enumerate(KEY_CODES.values()) for code in codes}


class SummaryPage:
    def __init__(
        self, view: View, since: str, look: Look | None = None, order: Order | None = None
    ) -> None:
        self._view = view
        self._names = names(view)
        self._shorts = shorts(view)
        self.choices = choices(view, look)
        self.since = chosen(view, look, since)
        self._order = order or {}
        self._changes = Changes(view, look, self.since)
        self.sides = Sides()

    @property
    def cards(self) -> list[str]:
        """In the order of the viewer’s role; nothing is left out but a plan that there is not, or words nobody shares."""
        return [card for card in in_order(self._view.viewer, self._order) if self._has(card)]

    def _has(self, card: str) -> bool:
        if card == ABOUT_ME:
            state = self._state("about_me")
            return state is not None and state.heading != "10"
        return card != "plan" or bool(self.plans)

    def drawn_by(self, card: str) -> str:
        """The name of its template."""
        return card if card in (*ALWAYS, ABOUT_ME) else "newest"

    def about_me(self) -> Listing | None:
        state = self._state("about_me")
        return listing(self._view, state) if state else None

    def newest(self, card: str) -> Newest:
        return newest(self._view, card)

    @property
    def sections(self) -> list[str]:
        """Names of the sections something of which stands on the page, for the audit entry."""
        return [
            *(["discharge_summaries"] if self.discharge else []),
            *(
                "allergies",
                "alerts",
                "safeguarding",
                "medicines",
                "problems",
                "care_plans",
                "results",
                "contacts",
            ),
            *(("about_me",) if ABOUT_ME in self.cards else ()),
            *(one.event.section for one in self._lines),
            *(
                state.section.name
                for card in self.cards
                if card not in (*ALWAYS, ABOUT_ME)
                for state in on_page(self._view, card)
            ),
        ]

    @cached_property
    def discharge(self) -> Shown | None:
        """The newest discharge summary that can be read: what is looked for most after a stay."""
        record = self._view.records.get("discharge_summaries")
        if record is None or not self._view.terms.documents:
            return None
        rows = (shown(record, entry, self._shorts) for entry in record.entries)
        return next((row for row in rows if row.reads), None)

    # What has changed

    @property
    def changes(self) -> list[Change]:
        return [self._changes.draw(one) for one in self._lines]

    @cached_property
    def _lines(self) -> list[Found]:
        """A few of each kind first, so that no kind hides another; then more until the card is full."""
        taken: Counter[str] = Counter()
        first: list[Found] = []
        rest: list[Found] = []
        for one in self._changes.found:
            taken[one.event.section] += 1
            (first if taken[one.event.section] <= FEW_OF_A_KIND else rest).append(one)
        chosen = {id(one) for one in (first + rest)[:MOST_CHANGES]}
        return [one for one in self._changes.found if id(one) in chosen]

    @property
    def changes_total(self) -> int:
        return len(self._changes.found)

    @property
    def gone(self) -> int:
        return sum(one.number for one in self._changes.gone)

    @property
    def from_words(self) -> str:
        return self._changes.from_words

    @property
    def none_changed(self) -> str:
        return self._changes.none

    # Urgent care plan

    @cached_property
    def plans(self) -> list[Shown]:
        return urgent_plans(self._view)

    def says(self, plan: Shown) -> list[tuple[str, str]]:
        return under_headings(plan.row.notes)

    # Problems

    @cached_property
    def _active(self) -> list[Entry]:
        record = self._view.records.get("problems")
        if record is None:
            return []
        current = record.section.current
        return [entry for entry in record.entries if current(entry.head.resource)]

    @property
    def problems(self) -> list[Shown]:
        record = self._view.records.get("problems")
        found = self._active[:MOST_PROBLEMS]
        marks = marks_of(record) if record and found else {}
        return (
            [shown(record, one, self._shorts, marks.get(one, ())) for one in found]
            if record
            else []
        )

    @property
    def problems_more(self) -> int:
        return max(len(self._active) - MOST_PROBLEMS, 0)

    @property
    def problems_count(self) -> str:
        return self._counted("problems", len(self._active))

    # Medicines

    @cached_property
    def medicines(self) -> Comparison | None:
        record = self._view.records.get("medicines")
        return compare(self._view, record) if record else None

    @property
    def medicines_count(self) -> str:
        return self._counted("medicines", self.medicines.total if self.medicines else 0)

    def sources_of(self, medicine: Medicine) -> list[str]:
        return [self._shorts[source] for source in medicine.said]

    # Key results

    @cached_property
    def key_results(self) -> list[LatestLine]:
        found = []
        for series in self._changes.series.values():
            place = _CODE_ORDER.get(series.key[1])
            if place is not None:
                found.append((place, series))
        found.sort(key=lambda pair: pair[0])  # newest first within one test
        return [latest(series, self._shorts) for _, series in found]

    # People to call

    @cached_property
    def people(self) -> list[Contact]:
        return people_to_call(self._view)

    @cached_property
    def numbers_hidden(self) -> str:
        return numbers_hidden(self._view)

    # States

    def notices(self, name: str) -> list[Notice]:
        """What the card must say before its list; nothing when it is complete."""
        state = self._state(name)
        if state is None or state.heading == "1":
            return []
        found = notices(state, self._view.records.get(name), self._view.person, self._names)
        return [n for n in found if n.tone != "warn" or state.heading != "2"]

    def missing(self, name: str) -> str:
        """Under a list that may be longer: who did not answer."""
        state = self._state(name)
        if state is None or state.heading != "2":
            return ""
        return may_hold_more(state)

    def _state(self, name: str) -> SectionState | None:
        return self._view.states.get(name)

    def _counted(self, name: str, number: int) -> str:
        state = self._state(name)
        if state is None or not number:
            return ""
        return f"at least {number:,}" if state.at_least else f"{number:,}"

    def count(self, name: str) -> str:
        state = self._state(name)
        return count_words(state) if state else ""
