"""The privacy officer's desk: what is recorded, who is told, who may, and that every making is written down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from carerecord.access.alerts import Alerts
from carerecord.audit import AuditUnavailable, Log
from carerecord.identity import People
from carerecord.insight.report.contract import Asked, NotInOrder, Unknown
from carerecord.insight.report.reports import month_after
from carerecord.insight.report.tests.report_desk import (
    ELSEWHERE,
    OFFICER,
    SECOND,
    Refused,
    desk_of,
)
from carerecord.insight.report.tests.report_people import (
    AT,
    CLERK,
    DOCTOR,
    GP,
    MARGERY,
    Clock,
    log_of,
    view,
)
from carerecord.store import Database

TODAY = date(2026, 11, 21)
ASKED = Asked(received=TODAY, requester="The person", purpose="wants to know")
WHY = "A disciplinary investigation is under way"


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
async def desk(db: Database, now: Clock):
    await People(db).add([MARGERY])
    log = log_of(db, now)
    await view(log, GP, MARGERY.id, "v1", ["medicines"], rules=("LR-1",))
    now.move(minutes=20)
    await view(log, CLERK, MARGERY.id, "v2", ["letters"])
    return desk_of(db, log, now)


async def received(desk, actor=OFFICER, asked: Asked = ASKED):
    return await desk.reports.receive(actor, "999 417 3626", asked)


async def references(desk, request) -> dict[str, str]:
    made = await desk.reports.make(OFFICER, request.id, "page")
    return {look.viewer.id: look.reference for look in made.looks}


async def said(desk, request) -> list[str]:
    made = await desk.reports.make(OFFICER, request.id, "page")
    return [line.role for month in made.report.months for line in month.lines]


async def test_a_request_is_kept_with_all_that_is_asked_of_it(desk):
    asked = Asked(
        received=date(2026, 10, 31), requester="A solicitor", purpose="a claim", consulted="Dr B"
    )
    request = await received(desk, asked=asked)
    ((kept, person),) = await desk.reports.requests(OFFICER)
    assert (kept, person.id) == (request, MARGERY.id)
    assert (kept.asked, kept.officer, kept.organisation) == (asked, "q.fairbairn", "RNG01")
    assert (kept.due, kept.responded) == (date(2026, 11, 30), None)
    await desk.reports.respond(OFFICER, request.id)
    ((kept, _),) = await desk.reports.requests(OFFICER)
    assert kept.responded == TODAY


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-12-15", "2027-01-15")],
)
def test_the_law_gives_a_month(day: str, due: str):
    assert month_after(date.fromisoformat(day)).isoformat() == due


@pytest.mark.parametrize(
    "asked",
    [
        Asked(received=TODAY + timedelta(days=1), requester="x", purpose=""),
        Asked(received=TODAY, requester="  ", purpose=""),
        Asked(received=TODAY, requester="x", purpose="", refused="harm"),
        Asked(received=TODAY, requester="x", purpose="", refused="because", why="no"),
        Asked(received=TODAY, requester="x" * 501, purpose=""),
    ],
)
async def test_what_is_not_complete_is_not_recorded(desk, asked: Asked):
    with pytest.raises(NotInOrder):
        await received(desk, asked=asked)
    assert await desk.reports.requests(OFFICER) == []


async def test_every_making_of_a_report_is_written_down_before_it_is_made(desk):
    request = await received(desk)
    await desk.reports.make(OFFICER, request.id, "letter.pdf")
    entries = await desk.reports.entries(MARGERY.id)
    forms = [one.body["form"] for one in entries if one.kind == "person-report"]
    assert forms == ["letter.pdf", "received"]
    assert all(one.body["request"] == request.id for one in entries if one.kind == "person-report")


async def test_what_cannot_be_written_down_is_not_made(desk, db: Database, now: Clock):
    request = await received(desk)
    without = desk_of(db, Log(db), now)  # no key: nothing can be added
    for step in (without.reports.make(OFFICER, request.id, "page"), received(without)):
        with pytest.raises(AuditUnavailable):
            await step
    assert len(await desk.reports.requests(OFFICER)) == 1


async def test_a_refusal_is_an_alert_and_makes_no_report(desk, db: Database):
    refused = Asked(
        received=TODAY, requester="x", purpose="", refused="harm", why="Said so by her doctor"
    )
    request = await received(desk, asked=refused)
    assert (await desk.reports.make(OFFICER, request.id, "page")).report is None
    (alert,) = await Alerts(db).of_organisation("RNG01")
    assert (alert.kind, alert.rule, alert.person_id) == ("alert", "PAT-3", MARGERY.id)
    assert "Said so by her doctor" in alert.words
    assert request.responded == TODAY


async def test_another_organisation_and_another_role_get_nothing(desk):
    request = await received(desk)
    with pytest.raises(Unknown):
        await desk.reports.make(ELSEWHERE, request.id, "page")
    assert await desk.reports.requests(ELSEWHERE) == []
    for step in (
        received(desk, DOCTOR),
        desk.reports.make(DOCTOR, request.id, "page"),
        desk.reports.requests(DOCTOR),
        desk.questions.waiting(DOCTOR),
        desk.questions.ask(DOCTOR, request.id, "x", "y"),
        desk.leaving_out.agree(DOCTOR, request.id, "x"),
    ):
        with pytest.raises(Refused):
            await step


@pytest.mark.parametrize("number", ["999 417 3627", "9990000018", "", "x"])
async def test_nobody_is_made_up(desk, number: str):
    with pytest.raises(Unknown):
        await desk.reports.receive(OFFICER, number, ASKED)


async def test_a_question_goes_to_the_organisation_of_who_looked(desk, db: Database, now: Clock):
    request = await received(desk)
    reference = (await references(desk, request))["h.rowe"]
    await desk.questions.ask(
        OFFICER, request.id, reference.lower().replace("-", " "), "I was away."
    )
    assert await desk.questions.waiting(OFFICER) == []
    ((question, person),) = await desk.questions.waiting(ELSEWHERE)
    assert (question.words, question.due, person.id) == (
        "I was away.",
        date(2026, 12, 5),
        MARGERY.id,
    )
    (alert,) = await Alerts(db).of_organisation("RNG11")
    assert (alert.rule, alert.viewer.id, alert.entry_id) == ("PAT-4", "h.rowe", question.look)
    with pytest.raises(Unknown):
        await desk.questions.answer(OFFICER, question.id, "Not mine to answer")
    now.move(days=2)
    await desk.questions.answer(ELSEWHERE, question.id, "Dr Rowe read a letter about you.")
    made = await desk.reports.make(OFFICER, request.id, "page")
    assert made.report.checked == ()
    (answered,) = [line for m in made.report.months for line in m.lines if line.role == "GP"]
    assert "Dr Rowe read a letter about you." in answered.question[0]


async def test_the_same_question_is_asked_once(desk, db: Database):
    request = await received(desk)
    reference = (await references(desk, request))["h.rowe"]
    await desk.questions.ask(OFFICER, request.id, reference, "Why?")
    with pytest.raises(NotInOrder):
        await desk.questions.ask(OFFICER, request.id, reference, "Why was it?")
    assert [one.words for one, _ in await desk.questions.waiting(ELSEWHERE)] == ["Why?"]
    assert len(await Alerts(db).of_organisation("RNG11")) == 1


async def test_a_number_of_no_look_of_this_person_is_refused(desk):
    request = await received(desk)
    with pytest.raises(NotInOrder):
        await desk.questions.ask(OFFICER, request.id, "0000-0000-00", "Why?")


async def test_a_look_is_left_out_by_two_officers_with_a_reason_until_a_day(desk, now: Clock):
    request = await received(desk)
    reference = (await references(desk, request))["k.brandt"]
    until = TODAY + timedelta(days=30)
    await desk.leaving_out.propose(OFFICER, request.id, reference, "sealed", WHY, until)
    assert await said(desk, request) == ["ward clerk", "GP"]
    made = await desk.reports.make(OFFICER, request.id, "page")
    (proposed,) = made.exclusions
    with pytest.raises(NotInOrder):
        await desk.leaving_out.agree(OFFICER, request.id, proposed.id)
    assert await said(desk, request) == ["ward clerk", "GP"]
    await desk.leaving_out.agree(SECOND, request.id, proposed.id)
    assert await said(desk, request) == ["GP"]
    now.move(days=31)
    assert await said(desk, request) == ["ward clerk", "GP"]


@pytest.mark.parametrize(
    ("staff", "why", "words", "days"),
    [
        pytest.param("h.rowe", "sealed", WHY, 30, id="staff-of-another-organisation"),
        pytest.param("k.brandt", "awkward", WHY, 30, id="another-reason"),
        pytest.param("k.brandt", "sealed", "because", 30, id="no-words"),
        pytest.param("k.brandt", "sealed", WHY, 0, id="today"),
        pytest.param("k.brandt", "sealed", WHY, 400, id="for-ever"),
    ],
)
async def test_nothing_else_is_left_out(desk, staff: str, why: str, words: str, days: int):
    request = await received(desk)
    reference = (await references(desk, request))[staff]
    until = TODAY + timedelta(days=days)
    with pytest.raises(NotInOrder):
        await desk.leaving_out.propose(OFFICER, request.id, reference, why, words, until)
    assert (await desk.reports.make(OFFICER, request.id, "page")).exclusions == ()


async def test_a_sealed_review_holds_the_report_until_two_officers_decided(desk, db, now: Clock):
    request = await received(desk)
    (look,) = [
        o for o in (await desk.reports.make(OFFICER, request.id, "page")).looks if o.viewer == CLERK
    ]
    sealing = desk_of(db, desk.reports.log, now, sealed=set(look.entries))
    made = await sealing.reports.make(OFFICER, request.id, "page")
    assert (made.report, made.held) == (None, (look,))
    with pytest.raises(NotInOrder, match="sealed"):
        await sealing.reports.for_command(MARGERY, "letter.html")
    until = TODAY + timedelta(days=30)
    await sealing.leaving_out.propose(OFFICER, request.id, look.reference, "sealed", WHY, until)
    made = await sealing.reports.make(OFFICER, request.id, "page")
    assert made.report is None
    await sealing.leaving_out.agree(SECOND, request.id, made.exclusions[0].id)
    assert await said(sealing, request) == ["GP"]


def test_the_clock_of_these_tests_is_the_day_they_say():
    assert AT.date() == TODAY
