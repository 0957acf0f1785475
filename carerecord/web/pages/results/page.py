"""Tables of the latest results, and the words of one test over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle

from markupsafe import Markup

from carerecord.sections.values import flagged
from carerecord.viewing.contract import SectionState, View
from carerecord.web import charts, formats
from carerecord.web.listing import PAGE, count_words, names, page_number, shorts
from carerecord.web.messages import say
from carerecord.web.series import Series, Value, series_of, value_of
from carerecord.web.states import Notice, notices

TESTS = ("results", "observations")
"""Sections whose entries are values of tests."""
OUTSIDE = "outside"
"""The tab of tests whose latest value was sent with a flag."""

YEAR, FIT = "1-year", "fit"
RANGES = {"3-months": 92, YEAR: 366, "3-years": 1096, "10-years": 3653, FIT: 0}
"""Days back from today that a chart may have (ux S10); 0: all that there are."""


@dataclass(frozen=True, slots=True)
class LatestLine:
    id: str
    title: str
    latest: Value
    before: Value | None
    spark: Markup
    times: int


@dataclass(frozen=True, slots=True)
class LatestTable:
    name: str
    title: str
    count: str
    notices: tuple[Notice, ...]
    lines: tuple[LatestLine, ...]
    total: int
    tests: int
    outside: bool = False  # only those whose latest value was flagged

    @property
    def none(self) -> str:
        """In place of lines, where there are tests and none of them is outside."""
        return say("results.outside.none") if self.outside and self.tests else ""

    @property
    def end(self) -> str:
        if self.outside:
            every = formats.counted(self.tests, ("test", "tests"))
            return say("results.outside.end", n=f"{len(self.lines):,}", tests=every)
        tests = formats.counted(len(self.lines), ("test", "tests"))
        of_all = formats.counted(self.total, ("result", "results"))
        return (
            f"The latest of {tests}, from {of_all}. High or Low is shown only when the laboratory "
            "sent it. Values are never converted between units. End of list."
        )


def tabs(states: list[SectionState]) -> list[tuple[str, str, str]]:
    """Key, words and count of each way to read the page."""
    reports = [state for state in states if state.section.name not in TESTS]
    tests = [state for state in states if state.section.name in TESTS]
    return [
        ("", "Latest of each test", ""),
        (OUTSIDE, say("results.outside"), ""),
        ("reports", "Reports and imaging", _sum(reports)),
        ("all", "Every result", _sum(tests)),
    ]


def _sum(states: list[SectionState]) -> str:
    """No number of what is not shown to this role: a zero would be a statement (ROL-1)."""
    if all(state.heading == "11" for state in states):
        return ""
    total = sum(state.positive for state in states)
    return f"{total:,}+" if any(state.at_least for state in states) else f"{total:,}"


def table(view: View, state: SectionState, *, outside: bool = False) -> LatestTable:
    record = view.records.get(state.section.name)
    short = shorts(view)
    found = notices(state, record, view.person, names(view))
    every = series_of(record)
    return LatestTable(
        state.section.name,
        state.section.title,
        count_words(state),
        () if state.heading == "1" else tuple(found),
        tuple(latest(one, short) for one in every if not outside or _is_outside(one)),
        len(record.entries) if record else 0,
        len(every),
        outside,
    )


def _is_outside(series: Series) -> bool:
    """What cannot be told stands among them, where it is seen."""
    try:
        return flagged(series.entries[0].head.resource)
    except Exception:  # whatever it holds
        return True


def latest(series: Series, short: dict[str, str]) -> LatestLine:
    newest = series.values(short, 2)
    before = newest[1] if len(newest) > 1 else None
    times = len(series.entries)
    return LatestLine(series.id, series.title, newest[0], before, series.spark(), times)


class TestPage:
    """One test in one unit over time."""

    __test__ = False  # not a test of ours, whatever its name

    def __init__(self, series: Series, view: View, section: str, asked: Mapping[str, str]) -> None:
        short = shorts(view)
        self._series, self._sources, self._today = series, short, view.today
        state = view.states[section]
        found = notices(state, view.records.get(section), view.person, names(view))
        self.notices = [] if state.heading == "1" else found
        self.at_least = state.at_least
        self.title = series.title
        self.unit = series.unit
        self.total = len(series.entries)
        self.pages = max(1, -(-self.total // PAGE))
        self.page = page_number(asked.get("page"), self.pages)
        self._asked = asked.get("range", "")
        self._newest = series.values(short, 2)
        first = (self.page - 1) * PAGE
        self.values = [value_of(e, short) for e in series.entries[first : first + PAGE]]

    @property
    def latest(self) -> Value:
        return self._newest[0]

    @property
    def before(self) -> Value | None:
        return self._newest[1] if len(self._newest) > 1 else None

    @property
    def count_words(self) -> str:
        """A list that a missing source may add to is never called all of them (ux 1, rule 2)."""
        number = formats.counted(self.total, ("value", "values"))
        return say("trend.at-least" if self.at_least else "trend.all", values=number)

    @cached_property
    def _every(self) -> list[charts.Point]:
        return self._series.points()

    @cached_property
    def range(self) -> str:
        """The one asked for; else a year, or all where a year has too few for a line."""
        if self._asked in RANGES:
            return self._asked
        return YEAR if len(self._within(YEAR)) > 1 else FIT

    @property
    def ranges(self) -> list[tuple[str, str, bool]]:
        """Key, words, and whether it is drawn now."""
        return [(key, say(f"trend.range.{key}"), key == self.range) for key in RANGES]

    @property
    def drawn(self) -> str:
        """What of the values the chart has; never silently fewer."""
        if len(self._points) == len(self._every):
            return ""
        shown, every = f"{len(self._points):,}", f"{len(self._every):,}"
        return say("trend.drawn", n=shown, all=every)

    def _within(self, key: str) -> list[charts.Point]:
        days = RANGES[key]
        first = self._today.toordinal() - days if days else 0
        return [point for point in self._every if point.day >= first]

    @cached_property
    def _points(self) -> list[charts.Point]:
        return self._within(self.range)

    @property
    def laboratories(self) -> list[tuple[str, str]]:
        """Shape and name of each, where there are several."""
        found = charts.laboratories(self._points)
        named = [self._sources.get(one, one) for one in found]
        return list(zip(cycle(charts.SHAPES), named, strict=False)) if len(found) > 1 else []

    @property
    def limits(self) -> bool:
        """Whether a value was sent as less or more than a number."""
        return any(point.limit for point in self._points)

    @cached_property
    def chart(self) -> Markup:
        """Empty when fewer than two values have a place on a chart."""
        points = self._points
        if len(points) < 2:
            return Markup("")
        low, high = charts.band(self._series.entries[0].head.resource)
        return charts.trend(self.title, self.unit, points, low, high)
