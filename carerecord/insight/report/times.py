"""Days and times as people say them: “10:14 at night on Saturday 21 November 2026”. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = (
    (5, "at night"),
    (12, "in the morning"),
    (18, "in the afternoon"),
    (21, "in the evening"),
    (24, "at night"),
)
"""Until which hour of the day, and how it is called."""


def time(at: datetime) -> str:
    """“10:14 at night”, with the clock of that day in London; which of the two where the hour comes twice."""
    local = at.astimezone(LONDON)
    part = next(words for until, words in PARTS if local.hour < until)
    said = f"{(local.hour - 1) % 12 + 1}:{local.minute:02d} {part}"
    if local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset():
        return said
    return f"{said}, {'after' if local.fold else 'before'} the clocks went back"


def day(of: date) -> str:
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{time(at)} on {DAYS[local.weekday()]} {day(local.date())}"


def month(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{MONTHS[local.month - 1]} {local.year}"


def same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(LONDON).date() == other.astimezone(LONDON).date()
