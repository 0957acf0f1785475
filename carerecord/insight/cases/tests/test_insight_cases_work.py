"""The officer's work: the queue of their own organisation, a case, a decision; all of it audited, none of it undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.insight.cases import CaseUnknown, Filters, NotForOfficers, Question, StepRefused
from carerecord.insight.cases.tests.cases_region import (
    ALERT,
    CLERK,
    DAY,
    ELSEWHERE,
    NOW,
    OFFICER,
    SECOND,
    CasesRegion,
)
from carerecord.store import Database, StoreError


@pytest.fixture
async def region(db: Database) -> CasesRegion:
    return await CasesRegion(db).begin()


async def test_an_alert_becomes_a_case_once_with_its_reasons(region: CasesRegion):
    also = replace(ALERT, rule="OWN-3", kind="notification", words="May be related.")
    await region.told(ALERT, also)
    assert await region.jobs.alerts_in() == 0
    one = await region.cases.open(OFFICER, 1)
    assert [reason.name for reason in one.case.reasons] == ["LR-16", "OWN-3"]
    assert (one.case.level, one.case.state, one.case.reference) == ("alert", "new", "2026-1")
    assert one.case.due == NOW + 2 * DAY
    assert one.person is not None


async def test_a_case_comes_with_the_care_around_the_time(region: CasesRegion):
    await region.cared_for()
    await region.told(ALERT)
    one = await region.cases.open(OFFICER, 1)
    assert one.case.around == one.around
    assert "Emergency department attendance: 20-Nov-2026 to 21-Nov-2026" in one.around


async def test_a_case_shows_what_was_done_and_when_else(region: CasesRegion):
    for days in (-7, 0):
        region.at = NOW + days * DAY
        await region.log.append("open", CLERK, person_id="p1", view_id=f"v{days}", body={})
    await region.log.append("open", CLERK, person_id="p2", view_id="w", body={})
    await region.told(ALERT)
    one = await region.cases.open(OFFICER, 1)
    assert [entry.view_id for entry in one.entries if entry.kind == "open"] == ["v0"]
    assert one.other_times == [NOW - 7 * DAY]
    assert one.other_records == 1


async def test_only_officers_and_only_of_the_own_organisation(region: CasesRegion):
    await region.told(ALERT)
    with pytest.raises(NotForOfficers):
        await region.listed(CLERK)
    with pytest.raises(NotForOfficers):
        await region.cases.decide(CLERK, 1, "closed", "mine")
    assert await region.listed(ELSEWHERE) == []
    with pytest.raises(CaseUnknown):
        await region.cases.open(ELSEWHERE, 1)
    refused = [entry.kind for entry in await region.log.by_viewer(CLERK.id)]
    assert refused.count("refused") == 2


async def test_an_officers_own_views_are_another_officers_case(region: CasesRegion):
    await region.told(replace(ALERT, viewer=OFFICER))
    assert await region.listed(OFFICER) == []
    with pytest.raises(CaseUnknown):
        await region.cases.decide(OFFICER, 1, "closed", "it was me")
    assert await region.listed(SECOND) == [1]


async def test_filters_singly_and_together(region: CasesRegion):
    late = replace(ALERT, occasion="em2", at=NOW + 3 * DAY)
    noted = replace(ALERT, rule="OWN-4", kind="notification", occasion="n", person_id="p2")
    other = replace(ALERT, viewer=replace(CLERK, id="j.farrow"), occasion="em3")
    for one in (ALERT, late, noted, other):
        await region.told(one)
    await region.cases.decide(OFFICER, 1, "asked", "")
    await region.cases.decide(OFFICER, 4, "closed", "on the ward")
    assert await region.listed() == [1, 2, 4, 3]
    assert await region.listed(level="notification") == [3]
    assert await region.listed(state="open") == [1, 2, 3]
    assert await region.listed(state="completed") == [4]
    assert await region.listed(waiting=True) == [1]
    assert await region.listed(viewer_id="j.farrow") == [4]
    assert await region.listed(person_id="p2") == [3]
    assert await region.listed(since=NOW + DAY) == [2]
    assert await region.listed(until=NOW + DAY, level="alert", state="open") == [1]


async def test_a_decision_and_its_entry_are_one(region: CasesRegion):
    await region.told(ALERT)
    await region.cases.decide(OFFICER, 1, "asked", "")
    await region.cases.decide(SECOND, 1, "closed", "on the ward that night")
    done = await region.cases.store.done((await region.cases.open(OFFICER, 1)).case)
    assert [(one.step, one.made_by) for one in done] == [
        ("asked", OFFICER.id),
        ("closed", SECOND.id),
    ]
    entries = [entry for entry in await region.log.recent(20) if entry.kind == "case"]
    assert [entry.body["step"] for entry in entries] == ["closed", "asked"]
    assert "ward" not in str(entries[0].body)
    assert await region.state() == ("completed", "closed")


async def test_a_completed_case_is_not_decided_again(region: CasesRegion):
    await region.told(ALERT)
    before = (await region.cases.open(OFFICER, 1)).case
    await region.cases.decide(OFFICER, 1, "closed", "on the ward")
    with pytest.raises(StepRefused, match="completed"):
        await region.cases.decide(SECOND, 1, "referred", "no")
    with pytest.raises(StepRefused, match="completed"):  # decided on what was read before
        await region.cases.take(before, "referred", SECOND, "no")
    assert await region.state() == ("completed", "closed")


@pytest.mark.parametrize("step", ["closed", "referred", "suspension-proposed"])
async def test_a_decision_says_why(region: CasesRegion, step: str):
    await region.told(ALERT)
    with pytest.raises(StepRefused, match="Say why"):
        await region.cases.decide(OFFICER, 1, step, "  ")


@pytest.mark.parametrize("step", ["closed-by-rule", "escalated-lead", "", "anything"])
async def test_what_is_not_an_officers_step_is_refused(region: CasesRegion, step: str):
    await region.told(ALERT)
    with pytest.raises(StepRefused, match="Choose"):
        await region.cases.decide(OFFICER, 1, step, "words")


async def test_suspending_takes_a_second_officer(region: CasesRegion):
    await region.told(ALERT)
    with pytest.raises(StepRefused, match="proposes"):
        await region.cases.decide(OFFICER, 1, "suspended", "")
    await region.cases.decide(OFFICER, 1, "suspension-proposed", "sold it")
    with pytest.raises(StepRefused, match="second"):
        await region.cases.decide(OFFICER, 1, "suspended", "")
    assert region.suspended == []
    await region.cases.decide(SECOND, 1, "suspended", "")
    assert region.suspended == [("k.brandt", SECOND.id, "review 2026-1")]
    assert await region.state() == ("completed", "suspended")


async def test_a_sealed_case_is_kept_out_of_the_persons_report(region: CasesRegion):
    await region.told(ALERT)
    assert await region.cases.sealed_entries("p1") == frozenset()
    await region.cases.decide(OFFICER, 1, "sealed", "")
    assert await region.cases.sealed_entries("p1") == {"entry-1"}
    await region.cases.decide(OFFICER, 1, "asked", "")
    assert await region.cases.sealed_entries("p1") == {"entry-1"}
    await region.cases.decide(OFFICER, 1, "unsealed", "")
    assert await region.cases.sealed_entries("p1") == frozenset()


async def asked_about(region: CasesRegion) -> bool:
    receipt = await region.log.append("open", CLERK, person_id="p1", view_id="v", body={})
    opens = await region.cases.question(
        Question(
            viewer=CLERK,
            person_id="p1",
            look=receipt.entry_id,
            first=NOW,
            last=NOW,
            words="I was not there that day.",
            answer_by=(NOW + 14 * DAY).date(),
        )
    )
    return await region.db.write(opens)


async def test_a_persons_question_is_a_case(region: CasesRegion):
    await region.cared_for()
    assert await asked_about(region)
    one = await region.cases.open(OFFICER, 1)
    assert (one.case.origin, one.case.level) == ("question", "alert")
    assert (one.case.asked, one.case.around) == ("I was not there that day.", one.around)
    assert await region.coming.outbox.send_due(region.mails) == 1
    assert "not there" not in str(region.mails.taken)
    assert await region.listed(origin="question") == [1]
    assert (await region.cases.queue(OFFICER, Filters())).figures.questions == 1


async def test_a_decision_on_a_question_says_what_the_person_is_told(region: CasesRegion):
    await asked_about(region)
    with pytest.raises(StepRefused, match="told"):
        await region.cases.decide(OFFICER, 1, "closed", "on the ward", " ")
    await region.cases.decide(OFFICER, 1, "asked", "", "not told to anybody yet")
    assert [one for _, one in await region.cases.questions_about("p1")] == [None]
    await region.cases.decide(OFFICER, 1, "closed", "on the ward", " They were on your ward. ")
    ((_, decision),) = await region.cases.questions_about("p1")
    assert (decision.step, decision.told) == ("closed", "They were on your ward.")


async def test_a_case_about_ones_own_record_is_another_officers(region: CasesRegion):
    await region.told(ALERT)
    region.own.add((OFFICER.id, "p1"))
    assert await region.listed(OFFICER) == []
    with pytest.raises(CaseUnknown):
        await region.cases.decide(OFFICER, 1, "closed", "all well")
    assert await region.listed(SECOND) == [1]


async def test_who_is_asked_has_an_email_with_a_reference_alone(region: CasesRegion):
    await region.told(ALERT)
    await region.coming.outbox.send_due(region.mails)
    region.emails[CLERK.id] = "k.brandt@northgate.example"
    await region.cases.decide(OFFICER, 1, "asked", "Were you on the ward?")
    await region.coming.outbox.send_due(region.mails)
    mail = region.mails.taken[-1]
    assert mail.to == "k.brandt@northgate.example"
    assert "2026-1" in mail.subject
    assert "https://record.example/asked" in mail.body
    for said in ("Gibson", "9994173626", "p1", "Brandt", "ward", "emergency"):
        assert said not in mail.subject + mail.body


async def test_who_is_asked_without_an_address_reads_it_where_they_find_people(region: CasesRegion):
    await region.told(ALERT)
    await region.coming.outbox.send_due(region.mails)
    await region.cases.decide(OFFICER, 1, "asked", "")
    assert (await region.coming.outbox.waiting())[0] == 0
    assert await region.cases.asked(CLERK) == 1


async def test_five_figures(region: CasesRegion):
    await region.log.append("open", CLERK, person_id="p1", view_id="v", body={})
    await region.log.append("emergency", CLERK, person_id="p1", body={})
    for number in range(3):
        await region.told(replace(ALERT, occasion=f"em{number}"))
    region.at = NOW + 2 * DAY
    await region.cases.decide(OFFICER, 1, "closed", "on the ward")
    await region.cases.decide(OFFICER, 2, "asked", "")
    figures = (await region.cases.queue(OFFICER, Filters())).figures
    assert (figures.to_review, figures.due_today, figures.waiting) == (2, 2, 1)
    assert (figures.opened_records, figures.emergencies) == (1, 1)
    assert figures.days_to_close == pytest.approx(2.0)


@pytest.mark.parametrize("table", ["case_file", "case_step"])
async def test_nothing_of_a_case_is_changed_or_removed(region: CasesRegion, table: str):
    await region.told(ALERT)
    await region.cases.decide(OFFICER, 1, "asked", "")
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET organisation = 'X'"):  # noqa: S608 - our own tables
        with pytest.raises(StoreError):
            await region.db.write(lambda tx, s=statement: tx.run(s))


async def test_reading_is_written_down(region: CasesRegion):
    await region.told(ALERT)
    await region.listed()
    await region.cases.open(OFFICER, 1)
    kinds = [entry.body.get("what") for entry in await region.log.by_viewer(OFFICER.id)]
    assert kinds == ["case", "cases"]
