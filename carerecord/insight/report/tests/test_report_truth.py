"""The report of a person equals what was done: nothing missing, nothing of another person, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.insight.report.looks import looks_of
from carerecord.insight.report.tests.report_desk import desk_of
from carerecord.insight.report.tests.report_people import (
    AT,
    DOCTOR,
    MARGERY,
    Clock,
    drawn,
    log_of,
    view,
)
from carerecord.store import Database


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_look_at_this_person_is_there_and_no_other(db: Database, seed: int):
    now = Clock(AT - timedelta(days=600))
    log = log_of(db, now)
    truth = await drawn(log, now, seed, 40, MARGERY.id)
    desk = desk_of(db, log, now)
    looks = looks_of(await desk.reports.entries(MARGERY.id))
    found = {(one.viewer.id, one.viewer.session, one.viewer.role): one for one in looks}
    assert len(found) == len(looks)
    said = {key: (one.first, set(one.sections)) for key, one in found.items()}
    assert said == truth
    assert [one.first for one in looks] == sorted((at for at, _ in truth.values()), reverse=True)


async def test_the_report_says_each_look_once(db: Database):
    now = Clock(AT - timedelta(days=600))
    log = log_of(db, now)
    truth = await drawn(log, now, 4, 25, MARGERY.id)
    made = await desk_of(db, log, now).reports.for_command(MARGERY, "letter")
    lines = [line for month in made.months for line in month.lines]
    assert len(lines) + len(made.checked) == len(truth)
    assert len({line.reference for line in lines}) == len(lines)


async def test_none_is_missing_beyond_one_page_of_entries(db: Database):
    now = Clock()
    log = log_of(db, now)
    for number in range(20):
        now.move(minutes=30)
        viewer = replace(DOCTOR, session=f"n{number}")
        await view(log, viewer, MARGERY.id, f"n{number}", ["medicines"])
    entries = await desk_of(db, log, now).reports.entries(MARGERY.id, page=7)
    assert (len(entries), len(looks_of(entries))) == (40, 20)
