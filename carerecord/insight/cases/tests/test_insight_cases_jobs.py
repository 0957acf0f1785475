"""What comes up by itself: e-mails, cases closed by care, escalation, unusual views, the sample, the check of the log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.access.contract import Evidence
from carerecord.insight.cases import Filters, Jobs
from carerecord.insight.cases.checked import last_checked
from carerecord.insight.cases.deciding import SAMPLED, kept_for_a_person
from carerecord.insight.cases.tests.cases_region import (
    ALERT,
    CLERK,
    DAY,
    HOUR,
    NOW,
    OFFICER,
    SECOND,
    CasesRegion,
)
from carerecord.store import Database

OCCASION = next(f"em{n}" for n in range(99) if not kept_for_a_person(f"{CLERK.id} p1 em{n} LR-16"))
SAMPLED_ONE = next(f"em{n}" for n in range(99) if kept_for_a_person(f"{CLERK.id} p1 em{n} LR-16"))


@pytest.fixture
async def region(db: Database) -> CasesRegion:
    return await CasesRegion(db).begin()


async def test_an_officer_is_told_by_reference_alone(region: CasesRegion):
    await region.told(ALERT)
    region.at = NOW + timedelta(minutes=1)
    assert await region.coming.outbox.send_due(region.mails) == 1
    (mail,) = region.mails.taken
    assert mail.to == "ig@northgate.example"
    assert "2026-1" in mail.subject
    assert "https://record.example/review/1" in mail.body
    for said in ("Gibson", "Margery", "9994173626", "Brandt", "p1", "k.brandt", "emergency"):
        assert said not in mail.subject + mail.body


async def test_a_notification_is_told_too_and_says_its_level(region: CasesRegion):
    await region.told(replace(ALERT, kind="notification"))
    await region.coming.outbox.send_due(region.mails)
    assert region.mails.taken[0].subject.startswith("Notification")


async def test_what_is_told_later_of_the_same_occasion_is_not_lost(region: CasesRegion):
    await region.told(replace(ALERT, rule="OWN-4", kind="notification"))
    await region.told(ALERT)
    assert await region.listed() == [2, 1]
    levels = [(await region.cases.open(OFFICER, number)).case.level for number in (1, 2)]
    assert levels == ["notification", "alert"]


async def test_however_many_are_told_at_once_each_is_a_case(region: CasesRegion):
    await region.alerts.add_all([replace(ALERT, occasion=f"o{n}") for n in range(230)])
    assert await region.jobs.alerts_in() == 230
    assert await region.jobs.alerts_in() == 0


async def test_one_worker_alone_does_what_is_due(region: CasesRegion):
    await region.alerts.add(ALERT)
    await asyncio.gather(*(region.jobs.due() for _ in range(4)))
    assert await region.listed() == [1]
    assert (await region.coming.outbox.waiting())[0] == 1
    later = replace(ALERT, occasion="em-later")
    await region.alerts.add(later)
    await region.jobs.due()
    assert (await region.coming.outbox.waiting())[0] == 1  # not yet
    region.at = NOW + timedelta(minutes=1)
    await region.jobs.due()
    assert (await region.coming.outbox.waiting())[0] == 2


async def test_whoever_looks_at_the_queue_does_not_wait_for_the_minute(region: CasesRegion):
    await region.alerts.add(ALERT)
    assert await region.listed() == [1]
    assert (await region.coming.outbox.waiting())[0] == 1


async def emergency(region: CasesRegion, occasion: str = OCCASION, **changes: str) -> None:
    said = Evidence("em", "LR-16", "p1", "user", CLERK.id, "emergency", NOW, NOW + 4 * HOUR, "BTG")
    await region.reconciling.used(CLERK, "p1", [said], NOW)
    await region.told(replace(ALERT, occasion=occasion, **changes))


async def test_care_that_arrives_later_closes_an_emergency_with_its_evidence(region: CasesRegion):
    await emergency(region)
    assert await region.jobs.close_by_rule() == 0
    region.at = NOW + 20 * HOUR
    await region.cared_for()
    assert await region.jobs.close_by_rule() == 1
    case = (await region.cases.open(OFFICER, 1)).case
    (done,) = await region.cases.store.done(case)
    assert (case.state, done.step, done.made_by) == ("completed", "closed-by-rule", "")
    assert "evidence care" in done.words
    assert await region.jobs.close_by_rule() == 0


async def test_one_in_twenty_stays_for_a_person(region: CasesRegion):
    await emergency(region, SAMPLED_ONE)
    await region.cared_for()
    assert await region.jobs.close_by_rule() == 0
    share = sum(kept_for_a_person(f"case {n}") for n in range(4_000)) / 4_000
    assert share == pytest.approx(1 / SAMPLED, rel=0.3)


async def test_care_does_not_answer_what_else_was_found(region: CasesRegion):
    await emergency(region, rule="OWN-3")
    await region.cared_for()
    assert await region.jobs.close_by_rule() == 0


async def launched(region: CasesRegion) -> None:
    said = Evidence("la", "LR-12", "p1", "session", "s1", "launched", NOW, NOW + HOUR, "S2")
    await region.reconciling.used(CLERK, "p1", [said], NOW)
    await region.log.append("open", CLERK, person_id="p1", view_id="v", body={})


async def test_a_launch_that_no_care_proves_in_a_week_is_a_case_once(region: CasesRegion):
    await launched(region)
    region.at = NOW + 6 * DAY
    assert await region.jobs.unproved_in() == 0
    region.at = NOW + 8 * DAY
    assert await region.jobs.unproved_in() == 1
    assert await region.jobs.unproved_in() == 0
    (reason,) = (await region.cases.open(OFFICER, 1)).case.reasons
    assert "no care is recorded 8 days later" in reason.words


async def test_a_launch_that_care_proved_is_none(region: CasesRegion):
    await launched(region)
    await region.cared_for()
    region.at = NOW + 8 * DAY
    assert await region.jobs.unproved_in() == 0


async def test_what_an_alert_told_of_already_is_not_a_second_case(region: CasesRegion):
    await emergency(region)
    await region.log.append("open", CLERK, person_id="p1", view_id="v", body={})
    region.at = NOW + 8 * DAY
    assert await region.jobs.unproved_in() == 0


async def test_what_is_not_looked_at_goes_up(region: CasesRegion):
    await region.told(ALERT)
    region.at = NOW + 6 * DAY
    assert await region.jobs.escalate() == 0
    region.at = NOW + 7 * DAY
    assert await region.jobs.escalate() == 1
    assert await region.jobs.escalate() == 0
    region.at = NOW + 21 * DAY
    assert await region.jobs.escalate() == 1
    assert await region.jobs.escalate() == 0
    await region.coming.outbox.send_due(region.mails)
    assert [mail.to for mail in region.mails.taken[1:]] == [
        "guardian@northgate.example",
        "lead@region.example",
    ]


async def test_a_completed_case_does_not_go_up(region: CasesRegion):
    await region.told(ALERT)
    await region.cases.decide(OFFICER, 1, "closed", "on the ward")
    region.at = NOW + 30 * DAY
    assert await region.jobs.escalate() == 0


async def views(region: CasesRegion, many: int, obliged: tuple[str, ...] = ()) -> None:
    body = {"obligations": [[rule, "alert"] for rule in obliged], "evidence": []}
    for number in range(many):
        region.at += timedelta(minutes=3)
        person, view = f"q{number}", f"v{region.at.timestamp()}"
        await region.log.append("open", CLERK, person_id=person, view_id=view, body=body)


async def test_unusual_views_are_cases_with_their_numbers_and_only_once(region: CasesRegion):
    await views(region, 12)
    assert await region.jobs.unusual_in(NOW - DAY) == 1
    assert await region.jobs.unusual_in(NOW - DAY) == 0
    case = (await region.cases.open(OFFICER, 1)).case
    assert (case.origin, case.people, case.person_id) == ("unusual", 12, "")
    assert any("12 people in 33 minutes" in reason.words for reason in case.reasons)
    assert len(case.entries) == 12


async def test_a_tie_that_the_decision_found_is_a_signal(region: CasesRegion):
    await views(region, 1, ("OWN-3",))
    await region.jobs.unusual_in(NOW - DAY)
    case = (await region.cases.open(OFFICER, 1)).case
    assert "related" in {reason.name for reason in case.reasons}
    assert case.level == "alert"


async def test_care_that_a_view_was_decided_on_explains_it(region: CasesRegion):
    await region.cared_for()
    body = {"evidence": ["care"], "obligations": []}
    await region.log.append("open", CLERK, person_id="p1", view_id="v", body=body)
    assert await region.jobs.unusual_in(NOW - DAY) == 0


async def test_the_sample_is_ten_at_least_and_of_ordinary_views(region: CasesRegion):
    await views(region, 14)
    await views(region, 3, ("OWN-3",))
    await region.log.append("audit-read", OFFICER, body={"what": "cases"})
    region.at = NOW.replace(month=12, day=1)
    assert await region.jobs.month_in() == 11
    assert await region.jobs.month_in() == 0
    drawn = (await region.cases.queue(SECOND, Filters())).cases
    origins = [one.case.origin for one in drawn]
    assert (origins.count("sample"), origins.count("officer")) == (10, 1)
    own = (await region.cases.queue(OFFICER, Filters())).cases
    assert "officer" not in {one.case.origin for one in own}


async def test_a_minute_that_failed_does_not_end_those_after_it(region: CasesRegion):
    tried = asyncio.Event()

    async def broken() -> tuple[int, str]:
        if tried.is_set():
            worked.set()
        tried.set()
        region.at += HOUR
        raise RuntimeError("the log cannot be read")

    worked = asyncio.Event()
    async with Jobs(region.cases, region, broken).running(every=0.001):
        await asyncio.wait_for(worked.wait(), 10)


async def test_the_check_of_the_log_is_kept(region: CasesRegion):
    assert await last_checked(region.db) is None
    await region.listed()
    await region.jobs.check()
    checked = await last_checked(region.db)
    assert checked is not None
    assert (checked.at, checked.entries, checked.wrong) == (NOW, await region.log.count(), "")

    async def altered() -> tuple[int, str]:
        return 7, "log x, entry 3: it is missing"

    region.at = NOW + HOUR
    await Jobs(region.cases, region, altered).check()
    checked = await last_checked(region.db)
    assert checked is not None
    assert "entry 3" in checked.wrong
