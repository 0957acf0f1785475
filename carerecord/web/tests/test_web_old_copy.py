"""State 9: the copy of a source that has been silent for too long, marked wherever it is shown (T24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.contract import Answer, Failure
from carerecord.web import formats
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import AT, SOURCES, WebRegion, answer, view_of

FEED = replace(SOURCES[0], sends_every_hours=24.0)
SINCE = AT - timedelta(hours=50)
STROKE = gibson.problem("p", "Stroke", "230690007", "2017-07-24")


def copy(**changes: object) -> Answer:
    return replace(answer(FEED.id, [STROKE]), as_at=SINCE, **changes)


def old() -> Answer:
    return copy(state="partial", failure=Failure("overdue", "last sent information then"))


@pytest.mark.parametrize("page", ["", "timeline", "problems"])
def test_its_age_and_how_often_it_sends_stand_on_the_page(region: WebRegion, page: str):
    words = region.holds(view_of(old())).page(page).words
    assert "Copy is 2 days old" in words
    said = f"{FEED.name} last sent information {formats.local_day(SINCE)} {formats.time_of(SINCE)}"
    assert f"{said}; it usually sends every 24 hours." in words
    assert "answered only in part" not in words


def test_what_it_shows_may_not_be_all(region: WebRegion):
    words = region.holds(view_of(old())).page("problems").words
    assert "Problems and diagnoses at least 1" in words
    assert f"Not all that {FEED.name} may hold is here." in words
    assert "did not answer" not in words


def test_the_strip_gives_the_time_of_the_copy_and_never_that_of_looking(region: WebRegion):
    when = f"{formats.local_day(SINCE)} {formats.time_of(SINCE)}"
    words = region.holds(view_of(old())).page("problems").words
    assert f"Copy is older than expected: it last sent information {when} {when}" in words
    fresh = region.holds(view_of(copy())).page("problems").words
    assert f"Copy held for them {when}" in fresh
    assert f"{when} (live)" not in fresh


def test_one_that_never_sent_anything_is_not_available(region: WebRegion):
    never = Answer(FEED.id, "failed", failure=Failure("overdue", "has sent nothing yet"))
    words = region.holds(view_of(never)).page("problems").words
    assert f"{FEED.name} is not available." in words
    assert "It has sent nothing yet." in words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=1, seconds=59), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(hours=71), "2 days"),
    ],
)
def test_an_age_is_whole_and_never_more_than_it_was(length: timedelta, words: str):
    assert formats.lasted(length) == words
