"""Dates and times as UK systems write them: local time with the offset in force that day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def back(today: date, days: int) -> date:
    """So many days before today; a negative number is ahead."""
    return today - timedelta(days=days)


@cache  # every resource has some dates, of few years
def _last_sunday(year: int, month: int) -> date:
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def offset(day: date) -> str:
    """British summer time runs from the last Sunday of March to the last of October."""
    summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
    return "+01:00" if summer else "+00:00"


def at(day: date, hour: int = 9, minute: int = 0) -> str:
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}:00{offset(day)}"


def later(day: date, hour: int, minute: int, minutes: int) -> str:
    """The time so many minutes after, over midnight if need be."""
    total = hour * 60 + minute + minutes
    return at(day + timedelta(days=total // 1440), total % 1440 // 60, total % 60)


def in_utc(stamp: str) -> str:
    """The same instant as a system that keeps UTC sends it."""
    if not stamp.endswith("+01:00"):
        return stamp[:-6] + "Z"
    day, hour = date.fromisoformat(stamp[:10]), int(stamp[11:13]) - 1
    if hour < 0:
        day, hour = day - timedelta(days=1), 23
    return f"{day.isoformat()}T{hour:02d}{stamp[13:-6]}Z"


def uk(day: date) -> str:
    """06-Nov-2026, for words in documents."""
    return f"{day.day:02d}-{_MONTHS[day.month * 3 - 3 : day.month * 3]}-{day.year}"
