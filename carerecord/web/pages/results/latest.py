"""The latest of each test as a table, by the part of the body that the test is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from carerecord.sections.values import flagged
from carerecord.viewing.contract import SectionState, View
from carerecord.web import formats
from carerecord.web.listing import count_words, names, shorts
from carerecord.web.messages import say
from carerecord.web.pages.results.systems import PLACE, system_of
from carerecord.web.series import Series, Value, series_of
from carerecord.web.states import Notice, notices

TESTS = ("results", "observations")
"""Sections whose entries are values of tests."""
OBSERVATIONS = "observations"


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
    groups: dict[str, list[LatestLine]]  # by the part of the body, where several are told apart
    lines: int
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
            return say("results.outside.end", n=f"{self.lines:,}", tests=every)
        tests = formats.counted(self.lines, ("test", "tests"))
        of_all = formats.counted(self.total, ("result", "results"))
        return (
            f"The latest of {tests}, from {of_all}. High or Low is shown only when the laboratory "
            "sent it. Values are never converted between units. End of list."
        )


def table(view: View, state: SectionState, *, outside: bool = False) -> LatestTable:
    record = view.records.get(state.section.name)
    short = shorts(view)
    found = notices(state, record, view.person, names(view))
    every = series_of(record)
    lines = [latest(one, short) for one in every if not outside or _is_outside(one)]
    return LatestTable(
        state.section.name,
        state.section.title,
        count_words(state),
        () if state.heading == "1" else tuple(found),
        by_system(lines) if state.section.name != OBSERVATIONS else {"": lines},
        len(lines),
        len(record.entries) if record else 0,
        len(every),
        outside,
    )


def by_system(lines: Iterable[LatestLine]) -> dict[str, list[LatestLine]]:
    """In the order of the page; in each the newest first."""
    found: dict[str, list[LatestLine]] = {}
    for line in lines:
        found.setdefault(system_of(line.title), []).append(line)
    return dict(sorted(found.items(), key=lambda one: PLACE[one[0]]))


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
