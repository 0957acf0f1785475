"""Days in London and moments in microseconds: when an agreement or training starts and stops, exactly."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOREVER = 253_370_764_800_000_000  # the year 9999, as evidence that has no end
DAY_MICROS = 86_400_000_000


def micros(at: datetime) -> int:
    """Raises TypeError when `at` has no time zone: which moment it means would be a guess."""
    since = at - EPOCH
    return since.days * DAY_MICROS + since.seconds * 1_000_000 + since.microseconds


def moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def start_of(day: date) -> int:
    """The first moment of that day in London, summer time or not."""
    return micros(datetime.combine(day, time(0, 0), tzinfo=LONDON))


def end_of(day: date) -> int:
    """The first moment that is not that day any more: what ends on a day is over at 00:00:00."""
    return start_of(day + timedelta(days=1))


def london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
