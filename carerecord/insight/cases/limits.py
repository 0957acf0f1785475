"""How many cases were looked at within their time limit, by month and level (ALR-8). Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from carerecord.insight.cases.contract import Level

LONDON = ZoneInfo("Europe/London")
SHOWN = timedelta(days=397)  # a year, and the month that is not over
HEADINGS = (
    *("month", "level", "opened", "looked at in time", "looked at late", "not looked at, overdue"),
    *("not looked at, not due yet", "completed", "middle days to complete"),
    *("to the Caldicott Guardian", "to the region's lead"),
)
LEVELS: tuple[Level, ...] = ("alert", "notification")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One case: when it came up, until when it was to be looked at, and when it was."""

    level: Level
    question: bool
    opened: datetime
    due: datetime
    looked: datetime | None  # the first step of anybody, or of the rule that closed it
    completed: datetime | None
    answer_by: str = ""  # as an ISO date, where a person waits for the decision
    guardian: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Cases of one month and level, or all that people asked in one month; each is in one of the first four."""

    month: str  # “2026-11”
    level: str
    in_time: int
    late: int
    overdue: int
    waiting: int
    completed: int
    days: float | None  # the middle one of those completed
    guardian: int
    lead: int

    @property
    def opened(self) -> int:
        return self.in_time + self.late + self.overdue + self.waiting

    @property
    def share(self) -> float | None:
        """Of those whose time is over, how many were looked at in time; none over: nothing."""
        over = self.in_time + self.late + self.overdue
        return self.in_time / over if over else None


def kept(cases: Iterable[Timed], now: datetime) -> list[Kept]:
    """Newest month first, alerts before notifications; then the answers to people, who wait for the decision."""
    held = list(cases)
    rows = [
        _kept(
            [(one, one.due, one.looked) for one in of_month if one.level == level],
            month,
            level,
            now,
        )
        for month, of_month in _months(held)
        for level in LEVELS
    ]
    answers = [
        _kept([(one, _end_of(one), one.completed) for one in of_month], month, "question", now)
        for month, of_month in _months([one for one in held if one.question])
    ]
    return [one for one in (*rows, *answers) if one.opened]


def _months(cases: list[Timed]) -> list[tuple[str, list[Timed]]]:
    found: dict[str, list[Timed]] = {}
    for one in sorted(cases, key=lambda one: one.opened, reverse=True):
        found.setdefault(f"{one.opened.astimezone(LONDON):%Y-%m}", []).append(one)
    return list(found.items())


def _end_of(one: Timed) -> datetime:
    """A person is answered by the end of that day."""
    day = datetime.fromisoformat(one.answer_by) if one.answer_by else one.due
    return datetime.combine(day, time(), LONDON) + timedelta(days=1)


def _kept(
    cases: list[tuple[Timed, datetime, datetime | None]], month: str, level: str, now: datetime
) -> Kept:
    ended = [one for one, _, _ in cases if one.completed]
    days = [(one.completed - one.opened).total_seconds() / 86_400 for one in ended if one.completed]
    return Kept(
        month=month,
        level=level,
        in_time=sum(at is not None and at <= due for _, due, at in cases),
        late=sum(at is not None and at > due for _, due, at in cases),
        overdue=sum(at is None and due < now for _, due, at in cases),
        waiting=sum(at is None and due >= now for _, due, at in cases),
        completed=len(ended),
        days=median(days) if days else None,
        guardian=sum(one.guardian for one, _, _ in cases),
        lead=sum(one.lead for one, _, _ in cases),
    )


def as_csv(rows: Iterable[Kept]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADINGS)
    for one in rows:
        days = "" if one.days is None else f"{one.days:.1f}"
        counts = one.in_time, one.late, one.overdue, one.waiting, one.completed
        lines.writerow([one.month, one.level, one.opened, *counts, days, one.guardian, one.lead])
    return text.getvalue()
