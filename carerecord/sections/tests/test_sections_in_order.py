"""Dates of several clocks stand as they happened (R7): zones, the nights the clocks change, leap days, bare dates."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from carerecord.sections.dates import in_order

LONDON = ZoneInfo("Europe/London")
AROUND = [
    *(datetime(2026, 10, 25, hour, minute, tzinfo=UTC) for hour in range(4) for minute in (0, 29, 59)),
    *(datetime(2026, 3, 29, hour, minute, tzinfo=UTC) for hour in range(4) for minute in (0, 29, 59)),
    *(datetime(2028, 2, 28, 22, tzinfo=UTC) + timedelta(hours=hour) for hour in range(30)),
    *(datetime(2026, 6, 30, 22, 30, tzinfo=UTC) + timedelta(minutes=20 * n) for n in range(12)),
]  # fmt: skip
ZONES = [UTC, LONDON, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))]
PAIRS = [random.Random(n).sample(AROUND, 2) for n in range(500)]


def sent(at: datetime, chance: random.Random) -> str:
    """As some system would write this moment."""
    words = at.astimezone(chance.choice(ZONES)).isoformat(timespec=chance.choice(["seconds", "milliseconds"]))  # fmt: skip
    return words.replace("+00:00", "Z") if chance.random() < 0.5 else words


@pytest.mark.parametrize("number", range(500))
def test_two_moments_stand_as_they_happened(number: int) -> None:
    chance, (one, other) = random.Random(number), PAIRS[number]
    assert (in_order(sent(one, chance)) < in_order(sent(other, chance))) == (one < other)


@pytest.mark.parametrize(("at", "day"), [
    ("2026-06-30T23:30:00Z", "2026-07-01"),
    ("2026-07-01T00:30:00+01:00", "2026-07-01"),
    ("2026-12-31T23:30:00Z", "2026-12-31"),
    ("2028-02-29T00:10:00+05:30", "2028-02-28"),
    ("2026-07-01T09:00", "2026-07-01"),
    ("2026-07-01", "2026-07-01"),
])  # fmt: skip
def test_it_begins_with_the_day_it_was_in_london(at: str, day: str) -> None:
    assert in_order(at)[:10] == day


def test_what_is_known_less_exactly_stands_before_what_it_holds() -> None:
    dates = ["2026", "2026-07", "2026-07-01", "2026-07-01T00:10:00+01:00"]
    assert sorted(dates, key=in_order) == dates


@pytest.mark.parametrize(
    "strange", ["", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00", "last Tuesday, I think Z"]
)
def test_what_is_no_moment_is_left_as_it_is(strange: str) -> None:
    assert in_order(strange) == strange
