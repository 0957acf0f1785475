"""Asking those who hold something: who they are by the log, who is told, what they answer, and the note beside it."""

from __future__ import annotations

from datetime import date

import pytest

from carerecord.access.notes import Note, Notes
from carerecord.contract import SourceSettings
from carerecord.identity import People
from carerecord.insight.mail import Outbox
from carerecord.insight.report.contract import AboutYourself, Asked, NotInOrder, Unknown
from carerecord.insight.report.matters import holdings
from carerecord.insight.report.tests.report_desk import (
    ELSEWHERE,
    OFFICER,
    SOURCES,
    Refused,
    desk_of,
)
from carerecord.insight.report.tests.report_people import (
    AT,
    DOCTOR,
    MARGERY,
    Clock,
    entry,
    log_of,
)
from carerecord.store import Database, StoreError

RECEIVED = date(2026, 11, 20)
WRONG = "I never took ramipril."


class Mails:
    def __init__(self) -> None:
        self.taken = []

    async def send(self, message) -> None:
        self.taken.append(message)


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
async def desk(db: Database, now: Clock):
    await People(db).add([MARGERY])
    log = log_of(db, now)
    answered = {"sources": {"riverside": {"state": "answered"}, "northgate": {"state": "empty"}}}
    await log.append("shown", DOCTOR, person_id=MARGERY.id, view_id="v1", body=answered)
    return desk_of(db, log, now)


@pytest.fixture
async def request_id(desk) -> str:
    asked = Asked(received=RECEIVED, requester="The person", purpose="")
    return (await desk.reports.receive(OFFICER, "999 417 3626", asked)).id


async def correction(desk, request_id: str) -> str:
    await desk.controllers.ask_correction(OFFICER, request_id, "riverside", "medicines", WRONG)
    return (await desk.controllers.of_request(OFFICER, request_id))[-1].id


async def declined(desk, request_id: str) -> str:
    matter = await correction(desk, request_id)
    await desk.controllers.answer(ELSEWHERE, matter, "declined", "It was given in 2024.")
    return matter


async def told(desk, request_id: str) -> tuple[str, ...]:
    return (await desk.reports.make(OFFICER, request_id, "page")).report.asked


async def test_who_holds_something_is_known_by_the_log_and_nobody_is_asked(desk, request_id):
    first, second = await desk.controllers.holding(OFFICER, request_id)
    assert (first.organisation, first.name, first.seen) == (
        "RNG11",
        "Riverside Medical Practice",
        AT.date(),
    )
    assert (second.organisation, second.seen) == ("RNG01", None)


def test_the_newest_view_counts_and_a_failure_says_nothing():
    answers = [("answered", 1), ("partial", 2), ("failed", 3)]
    shown = [
        entry("shown", DOCTOR, n, AT.replace(day=n), sources={"riverside": {"state": state}})
        for state, n in answers
    ]
    unnamed = SourceSettings("x", "X", "X", "gp", "fhir_r4")
    (held, other) = holdings([*SOURCES, unnamed], shown)
    assert (held.seen, other.seen) == (date(2026, 11, 2), None)


async def test_a_copy_is_asked_of_each_that_holds_something_once(desk, db: Database, request_id):
    await desk.controllers.ask_copy(OFFICER, request_id, "", "Letters of this year")
    ((matter, person),) = await desk.controllers.waiting(ELSEWHERE)
    assert (matter.kind, matter.words, person.id) == ("copy", "Letters of this year", MARGERY.id)
    assert (matter.asked, matter.due) == (date(2026, 11, 21), date(2026, 12, 20))
    assert await desk.controllers.waiting(OFFICER) == []
    with pytest.raises(NotInOrder):
        await desk.controllers.ask_copy(OFFICER, request_id, "", "")
    await desk.controllers.ask_copy(OFFICER, request_id, "RNG01", "")
    assert len(await desk.controllers.waiting(OFFICER)) == 1


async def test_their_officers_are_told_by_reference_alone(desk, db, now, request_id):
    await correction(desk, request_id)
    mails = Mails()
    assert await Outbox(db, now).send_due(mails) == 1
    (mail,) = mails.taken
    assert mail.to == "ig@riverside.example"
    for said in ("Gibson", "9994173626", "ramipril", "edicines", MARGERY.id):
        assert said not in mail.subject + mail.body


async def test_a_copy_that_was_given_is_told_in_the_next_report(desk, now: Clock, request_id):
    await desk.controllers.ask_copy(OFFICER, request_id, "", "")
    (asked,) = await told(desk, request_id)
    assert asked == (
        "You asked RNG11 for a copy of what they hold. That was on 21 November 2026. "
        "They will answer by 20 December 2026."
    )
    ((matter, _),) = await desk.controllers.waiting(ELSEWHERE)
    now.move(days=3)
    await desk.controllers.answer(ELSEWHERE, matter.id, "given", "We posted it.")
    (asked,) = await told(desk, request_id)
    assert asked.endswith("They sent it on 24 November 2026. We posted it.")
    assert await desk.controllers.waiting(ELSEWHERE) == []
    with pytest.raises(NotInOrder, match="already"):
        await desk.controllers.answer(ELSEWHERE, matter.id, "declined", "No")


async def test_a_correction_goes_to_the_organisation_that_wrote_it(desk, request_id):
    matter = await correction(desk, request_id)
    ((asked, _),) = await desk.controllers.waiting(ELSEWHERE)
    assert (asked.id, asked.source, asked.section, asked.words) == (
        matter,
        "riverside",
        "medicines",
        WRONG,
    )
    assert asked.due == date(2026, 12, 21)
    with pytest.raises(Unknown):
        await desk.controllers.answer(OFFICER, matter, "put-right", "Done")
    await desk.controllers.answer(ELSEWHERE, matter, "put-right", "It was somebody else's.")
    (said,) = await told(desk, request_id)
    assert said.endswith("They put it right on 21 November 2026. It was somebody else's.")
    with pytest.raises(NotInOrder, match="did not change"):
        await desk.controllers.note(OFFICER, matter, "But")


@pytest.mark.parametrize(
    ("source", "section", "words"),
    [
        ("riverside", "results", WRONG),
        ("elsewhere", "medicines", WRONG),
        ("riverside", "medicines", " "),
    ],
)
async def test_a_correction_names_who_wrote_it_and_what_is_wrong(
    desk, request_id, source: str, section: str, words: str
):
    with pytest.raises(NotInOrder):
        await desk.controllers.ask_correction(OFFICER, request_id, source, section, words)
    assert await desk.controllers.of_request(OFFICER, request_id) == []


async def test_what_was_not_changed_carries_a_note_until_it_is_taken_back(desk, db, request_id):
    matter, notes = await declined(desk, request_id), Notes(db)
    await desk.controllers.note(OFFICER, matter, "I never had it.")
    await desk.controllers.note(OFFICER, matter, WRONG)
    assert await notes.about(MARGERY.id) == (Note("riverside", "medicines", WRONG, AT.date()),)
    assert (await told(desk, request_id))[0].endswith("Staff can now read what you think of it.")
    await desk.controllers.note(OFFICER, matter, "")
    assert await notes.about(MARGERY.id) == ()
    with pytest.raises(NotInOrder, match="no note"):
        await desk.controllers.note(OFFICER, matter, "")
    with pytest.raises(Unknown):
        await desk.controllers.note(ELSEWHERE, matter, "Theirs")


async def test_each_step_is_written_down_without_its_words(desk, request_id):
    await desk.controllers.note(OFFICER, await declined(desk, request_id), WRONG)
    entries = await desk.reports.entries(MARGERY.id)
    forms = [one.body["form"] for one in entries if one.kind == "person-report"]
    assert forms == ["correction-noted", "correction-declined", "correction-asked", "received"]
    assert "ramipril" not in str([one.body for one in entries])


async def test_it_is_for_officers_and_not_about_themselves(desk, db, now, request_id):
    matter = await correction(desk, request_id)
    for step in (
        desk.controllers.waiting(DOCTOR),
        desk.controllers.holding(DOCTOR, request_id),
        desk.controllers.ask_copy(DOCTOR, request_id, "", ""),
        desk.controllers.ask_correction(DOCTOR, request_id, "riverside", "medicines", WRONG),
        desk.controllers.answer(DOCTOR, matter, "put-right", "Done"),
        desk.controllers.note(DOCTOR, matter, "x"),
    ):
        with pytest.raises(Refused):
            await step
    own = desk_of(db, desk.reports.log, now, own=frozenset({(ELSEWHERE.id, MARGERY.id)}))
    assert await own.controllers.waiting(ELSEWHERE) == []
    with pytest.raises(AboutYourself):
        await own.controllers.answer(ELSEWHERE, matter, "put-right", "Done")


@pytest.mark.parametrize("table", ["person_matter", "person_matter_step", "person_note"])
async def test_nothing_that_was_asked_or_said_is_changed_or_removed(
    desk, db, request_id, table: str
):
    await desk.controllers.note(OFFICER, await declined(desk, request_id), WRONG)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET words = ''"):  # noqa: S608 - our own tables
        with pytest.raises(StoreError):
            await db.write(lambda tx, s=statement: tx.run(s))
