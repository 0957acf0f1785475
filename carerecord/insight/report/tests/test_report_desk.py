"""The privacy officer's desk: what is recorded, who is told, who may, and that every making is written down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from carerecord.access.alerts import Alerts
from carerecord.audit import AuditUnavailable, Log
from carerecord.identity import People
from carerecord.insight.cases import CaseUnknown, Filters
from carerecord.insight.report.contract import AboutYourself, Asked, NotInOrder, Unknown
from carerecord.insight.report.reports import month_after
from carerecord.insight.report.tests.report_desk import (
    ELSEWHERE,
    OFFICER,
    SECOND,
    Refused,
    cases_of,
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
ASKED_BY = Filters(state="open", origin="question")
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
    cases = cases_of(db, desk.reports.log, now)
    assert (await cases.queue(OFFICER, Filters())).cases == []
    ((case, person),) = [(o.case, o.person) for o in (await cases.queue(ELSEWHERE, ASKED_BY)).cases]
    assert (case.asked, case.answer_by, case.viewer_id) == (
        "I was away.",
        date(2026, 12, 5),
        "h.rowe",
    )
    assert (case.origin, case.level, person.id) == ("question", "alert", MARGERY.id)
    assert await Alerts(db).of_organisation("RNG11") == []
    with pytest.raises(CaseUnknown):
        await cases.decide(OFFICER, case.number, "closed", "Not mine", "Not mine to answer")
    now.move(days=2)
    said = "Dr Rowe read a letter about you."
    await cases.decide(ELSEWHERE, case.number, "closed", "On the practice list", said)
    made = await desk.reports.make(OFFICER, request.id, "page")
    assert made.report.checked == ()
    (answered,) = [line for m in made.report.months for line in m.lines if line.role == "GP"]
    assert answered.question == (
        "You asked about this look on 21 November 2026. The answer came on 23 November 2026. "
        "There was a good reason for it. Dr Rowe read a letter about you.",
    )


async def test_a_look_that_is_asked_about_stands_first_until_there_is_a_decision(desk, db, now):
    request = await received(desk)
    reference = (await references(desk, request))["h.rowe"]
    await desk.questions.ask(OFFICER, request.id, reference, "Why?")
    cases = cases_of(db, desk.reports.log, now)
    await cases.decide(ELSEWHERE, 1, "asked", "")
    made = await desk.reports.make(OFFICER, request.id, "page")
    assert [line.role for line in made.report.checked] == ["GP"]
    assert "You will get an answer by 5 December 2026" in made.report.checked[0].question[0]


async def test_the_same_question_is_asked_once(desk, db: Database, now: Clock):
    request = await received(desk)
    reference = (await references(desk, request))["h.rowe"]
    await desk.questions.ask(OFFICER, request.id, reference, "Why?")
    with pytest.raises(NotInOrder):
        await desk.questions.ask(OFFICER, request.id, reference, "Why was it?")
    found = (await cases_of(db, desk.reports.log, now).queue(ELSEWHERE, Filters())).cases
    assert [one.case.asked for one in found] == ["Why?"]


async def test_an_officer_neither_makes_nor_decides_on_the_report_about_themself(desk, db, now):
    request = await received(desk)
    own = desk_of(db, desk.reports.log, now, own=frozenset({(OFFICER.id, MARGERY.id)}))
    assert await own.reports.requests(OFFICER) == []
    for step in (
        received(own),
        own.reports.make(OFFICER, request.id, "page"),
        own.reports.respond(OFFICER, request.id),
        own.questions.ask(OFFICER, request.id, "0000-0000-00", "Why?"),
        own.leaving_out.propose(OFFICER, request.id, "x", "sealed", WHY, TODAY),
        own.leaving_out.agree(OFFICER, request.id, "x"),
    ):
        with pytest.raises(AboutYourself):
            await step
    tried = [one.kind for one in await desk.reports.log.by_viewer(OFFICER.id)]
    assert tried.count("refused") == 6
    assert len(await own.reports.requests(SECOND)) == 1
    assert (await own.reports.make(SECOND, request.id, "page")).report is not None


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


async def test_nobody_agrees_that_their_own_look_is_left_out(desk, now: Clock):
    await view(desk.reports.log, SECOND, MARGERY.id, "v3", ["letters"])
    request = await received(desk)
    reference = (await references(desk, request))[SECOND.id]
    await desk.leaving_out.propose(
        OFFICER, request.id, reference, "sealed", WHY, TODAY + timedelta(days=30)
    )
    (proposed,) = (await desk.reports.make(OFFICER, request.id, "page")).exclusions
    with pytest.raises(NotInOrder, match="yours"):
        await desk.leaving_out.agree(SECOND, request.id, proposed.id)


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
    sealing = desk_of(db, desk.reports.log, now, sealed=frozenset(look.entries))
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
