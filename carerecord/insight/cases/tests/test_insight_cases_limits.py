"""Times kept: each case in one of four counts, by month and level, by the limit of its level (ALR-8)."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from carerecord.insight.cases import NotForOfficers, times_as_csv
from carerecord.insight.cases.limits import Timed, kept
from carerecord.insight.cases.tests.cases_region import (
    ALERT,
    CLERK,
    DAY,
    HOUR,
    NOW,
    OFFICER,
    CasesRegion,
)
from carerecord.store import Database


@pytest.fixture
async def region(db: Database) -> CasesRegion:
    return await CasesRegion(db).begin()


async def looked_at(region: CasesRegion, number: int, after) -> None:
    region.at = NOW + after
    await region.cases.decide(OFFICER, number, "asked", "")


async def test_cases_are_counted_by_whether_they_were_looked_at_in_time(region: CasesRegion):
    for n in range(4):
        await region.told(replace(ALERT, occasion=f"a{n}"))
    for n in range(2):
        await region.told(replace(ALERT, kind="notification", rule="OWN-4", occasion=f"n{n}"))
    await looked_at(region, 5, 7 * DAY)
    await looked_at(region, 1, 2 * DAY)
    await looked_at(region, 2, 2 * DAY + HOUR)
    region.at = NOW + 2 * DAY
    await region.cases.decide(OFFICER, 1, "closed", "on the ward")
    await region.told(replace(ALERT, occasion="new", at=region.at))
    region.at = NOW + 3 * DAY
    alerts, notifications = await region.cases.times(OFFICER)
    assert (alerts.month, alerts.level, alerts.opened) == ("2026-11", "alert", 5)
    assert (alerts.in_time, alerts.late, alerts.overdue, alerts.waiting) == (1, 1, 2, 1)
    assert (alerts.share, alerts.completed, alerts.days) == (0.25, 1, pytest.approx(2.0))
    assert (notifications.in_time, notifications.waiting, notifications.share) == (1, 1, 1.0)


async def test_going_up_is_no_look(region: CasesRegion):
    await region.told(ALERT)
    region.at = NOW + 22 * DAY
    assert await region.jobs.escalate() == 1
    (alerts,) = await region.cases.times(OFFICER)
    assert (alerts.overdue, alerts.in_time, alerts.lead, alerts.guardian) == (1, 0, 1, 0)


async def test_the_file_says_what_the_page_says_and_names_nobody(region: CasesRegion):
    await region.told(ALERT)
    (row,) = csv.DictReader(times_as_csv(await region.cases.times(OFFICER)).splitlines())
    assert (row["month"], row["level"], row["opened"]) == ("2026-11", "alert", "1")
    assert row["not looked at, not due yet"] == "1"
    assert CLERK.id not in str(row)


async def test_times_are_an_officers_and_written_down(region: CasesRegion):
    with pytest.raises(NotForOfficers):
        await region.cases.times(CLERK)
    await region.cases.times(OFFICER)
    (entry,) = await region.log.by_viewer(OFFICER.id)
    assert (entry.kind, entry.body["what"]) == ("audit-read", "case-times")


def test_a_person_is_answered_in_time_until_the_end_of_the_day_they_were_told():
    asked = Timed(
        level="alert",
        question=True,
        opened=NOW,
        due=NOW + 2 * DAY,
        looked=NOW + HOUR,
        completed=None,
        answer_by="2026-12-04",
    )
    on_the_day = datetime(2026, 12, 4, 23, 59, tzinfo=UTC)
    answered = [replace(asked, completed=at) for at in (on_the_day, on_the_day + HOUR)]
    reviews, answers = kept([asked, *answered], on_the_day)
    assert (reviews.level, reviews.in_time) == ("alert", 3)
    assert (answers.level, answers.in_time, answers.late, answers.waiting) == ("question", 1, 1, 1)
