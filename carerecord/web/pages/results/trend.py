"""One test over time: its chart, its range, every value of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import cycle

from markupsafe import Markup

from carerecord.viewing.contract import View
from carerecord.web import charts, formats
from carerecord.web.listing import PAGE, names, page_number, shorts
from carerecord.web.messages import say
from carerecord.web.series import Series, Value, value_of
from carerecord.web.states import notices

YEAR, FIT = "1-year", "fit"
RANGES = {"3-months": 92, YEAR: 366, "3-years": 1096, "10-years": 3653, FIT: 0}
"""Days back from today that a chart may have (ux S10); 0: all that there are."""


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
