"""Tables of the latest results, and the words of one test over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import cycle

from markupsafe import Markup

from carerecord.viewing.contract import SectionState, View
from carerecord.web import charts, formats
from carerecord.web.listing import PAGE, count_words, names, page_number, shorts
from carerecord.web.series import Series, Value, series_of, value_of
from carerecord.web.states import Notice, notices

TESTS = ("results", "observations")
"""Sections whose entries are values of tests."""


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

    @property
    def end(self) -> str:
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
        ("reports", "Reports and imaging", _sum(reports)),
        ("all", "Every result", _sum(tests)),
    ]


def _sum(states: list[SectionState]) -> str:
    """No number of what is not shown to this role: a zero would be a statement (ROL-1)."""
    if all(state.heading == "11" for state in states):
        return ""
    total = sum(state.positive for state in states)
    return f"{total:,}+" if any(state.at_least for state in states) else f"{total:,}"


def table(view: View, state: SectionState) -> LatestTable:
    record = view.records.get(state.section.name)
    short = shorts(view)
    found = notices(state, record, view.person, names(view))
    return LatestTable(
        state.section.name,
        state.section.title,
        count_words(state),
        () if state.heading == "1" else tuple(found),
        tuple(latest(series, short) for series in series_of(record)),
        len(record.entries) if record else 0,
    )


def latest(series: Series, short: dict[str, str]) -> LatestLine:
    newest = series.values(short, 2)
    before = newest[1] if len(newest) > 1 else None
    times = len(series.entries)
    return LatestLine(series.id, series.title, newest[0], before, series.spark(), times)


class TestPage:
    """One test in one unit over time."""

    __test__ = False  # not a test of ours, whatever its name

    def __init__(self, series: Series, short: dict[str, str], page: str | None) -> None:
        self._series, self._sources = series, short
        self.title = series.title
        self.unit = series.unit
        self.total = len(series.entries)
        self.pages = max(1, -(-self.total // PAGE))
        self.page = page_number(page, self.pages)
        self._newest = series.values(short, 2)
        first = (self.page - 1) * PAGE
        self.values = [value_of(e, short) for e in series.entries[first : first + PAGE]]

    @property
    def latest(self) -> Value:
        return self._newest[0]

    @property
    def before(self) -> Value | None:
        return self._newest[1] if len(self._newest) > 1 else None

    @cached_property
    def _points(self) -> list[charts.Point]:
        return self._series.points()

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
