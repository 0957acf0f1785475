"""Each way to read the results: the latest, reports of a kind, observations, every one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from carerecord.merge.contract import Entry
from carerecord.sections.reports import NOT_FINAL, is_open
from carerecord.sections.reports.kinds import report_kind
from carerecord.viewing.contract import SectionState, View
from carerecord.web.listing import Listing, Wanted, every, listing, on_page, page_number, pages_of
from carerecord.web.messages import say
from carerecord.web.pages.results.latest import OBSERVATIONS, TESTS, LatestTable, table
from carerecord.web.states import Notice

SLUG = "results"
LATEST, OUTSIDE, EVERY = "", "outside", "all"
REPORTS: Mapping[str, Wanted] = {
    "reports": every,
    "imaging": lambda entry: report_kind(entry.head.resource) == "imaging",
    "microbiology": lambda entry: report_kind(entry.head.resource) == "microbiology",
}
"""Tabs of reports, and which stand there."""
TABS = (LATEST, OUTSIDE, *REPORTS, OBSERVATIONS, EVERY)


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    words: str
    count: str  # "" where none is said


class ResultsPage:
    def __init__(self, view: View, tab: str = LATEST, page: str | None = None) -> None:
        self._view = view
        self._states = on_page(view, SLUG)
        self.tab = tab if tab in TABS else LATEST
        self._wanted = REPORTS.get(self.tab, every)
        self._listed = [] if self.tab in (LATEST, OUTSIDE) else self._here
        self.pages = pages_of(view, self._listed, self._wanted)
        self.page = page_number(page, self.pages)

    @property
    def _here(self) -> list[SectionState]:
        """A region's own section that stands on this page is told with every report."""
        if self.tab not in REPORTS:
            only = (OBSERVATIONS,) if self.tab == OBSERVATIONS else TESTS
            return [state for state in self._states if state.section.name in only]
        whole = self._wanted is every
        return [
            s for s in self._states if s in self._reports or (whole and s.section.name not in TESTS)
        ]

    @property
    def _reports(self) -> list[SectionState]:
        return [state for state in self._states if state.section.name == "reports"]

    @property
    def sections(self) -> list[str]:
        shown = self._states if self.tab == LATEST else self._here
        return [state.section.name for state in shown]

    @property
    def tabs(self) -> list[Tab]:
        tests = [state for state in self._states if state.section.name in TESTS]
        observed = [state for state in tests if state.section.name == OBSERVATIONS]
        counts = {OBSERVATIONS: _sum(observed), EVERY: _sum(tests)}
        counts |= {key: _sum(self._reports, self._number(one)) for key, one in REPORTS.items()}
        return [Tab(key, say(f"results.tab.{key}"), counts.get(key, "")) for key in TABS]

    def _number(self, wanted: Wanted) -> int | None:
        if wanted is every:
            return None
        record = self._view.records.get("reports")
        return sum(wanted(entry) for entry in record.entries) if record else 0

    @property
    def tables(self) -> list[LatestTable]:
        """Every observation stands below the latest of each: on the first page both."""
        if self.tab not in (LATEST, OUTSIDE, OBSERVATIONS) or self.page > 1:
            return []
        outside = self.tab == OUTSIDE
        return [table(self._view, state, outside=outside) for state in self._here]

    @cached_property
    def lists(self) -> list[Listing]:
        own = self._is_narrowed or self.tab == OBSERVATIONS
        title = say(f"results.list.{self.tab}") if own else ""
        return [
            listing(self._view, state, self.page, wanted=self._wanted, title=title)
            for state in self._listed
        ]

    @property
    def not_final(self) -> list[Listing]:
        """Reports that may still change, apart from the values; nothing where there are none."""
        reports = self._reports if self.tab == LATEST else []
        found = [listing(self._view, one, wanted=_is_open, title=NOT_FINAL) for one in reports]
        return [one for one in found if one.total]

    @property
    def _is_narrowed(self) -> bool:
        return self._wanted is not every

    @property
    def narrowed(self) -> Notice | None:
        """What a list of one kind does not have; nothing to who may not see it."""
        if not self._is_narrowed or all(state.heading == "11" for state in self._reports):
            return None
        if any(one.total for one in self.lists):
            return Notice(say("results.narrowed"))
        return Notice(say("results.narrowed.none"), say("results.narrowed.none.words"))


def _is_open(report: Entry) -> bool:
    return is_open(report.head.resource)


def _sum(states: Sequence[SectionState], number: int | None = None) -> str:
    """No number of what is not shown to this role: a zero would be a statement (ROL-1)."""
    if all(state.heading == "11" for state in states):
        return ""
    if number == 0:  # of this kind, as far as the sources said kinds
        return ""
    total = sum(state.positive for state in states) if number is None else number
    return f"{total:,}+" if any(state.at_least for state in states) else f"{total:,}"
