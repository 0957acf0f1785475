"""A breach: found, contained, the 72 hours, who is told, everybody it touched, the letters; all kept and nothing undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Person
from carerecord.insight.breaches import Breaches, as_html
from carerecord.insight.cases import CaseUnknown, NotForOfficers, StepRefused
from carerecord.insight.cases.tests.cases_region import (
    ALERT,
    CLERK,
    DAY,
    ELSEWHERE,
    HOUR,
    NOW,
    OFFICER,
    SECOND,
    CasesRegion,
)
from carerecord.store import Database, StoreError

WHAT, MEANS = "Looked up a neighbour.", "Somebody they know has read their letters."
LETTER = "A clerk looked at your record. We have stopped it."
EDWIN = Person("p2", "9990000018", "Bevan", "Edwin", "Mr")
STEPS = ["contained", "regulator-told", "letter", "people-told"]


@pytest.fixture
async def region(db: Database) -> CasesRegion:
    made = await CasesRegion(db).begin()
    await made.people.add([EDWIN])
    for person, day in (("p1", 0), ("p2", 3), ("p2", 40)):
        made.at = NOW + day * DAY
        await looked(made, person, f"v{day}")
    made.at = NOW
    await made.told(ALERT)
    await made.coming.outbox.send_due(made.mails)
    made.mails.taken.clear()
    return made


@pytest.fixture
def breaches(region: CasesRegion) -> Breaches:
    return Breaches(region.cases)


async def looked(region: CasesRegion, person_id: str, view_id: str) -> None:
    body = {"reasons": ["LR-3"], "evidence": [], "purpose": "TREAT"}
    await region.log.append("open", CLERK, person_id=person_id, view_id=view_id, body=body)
    shown = {"sections": {"letters": []}}
    await region.log.append("shown", CLERK, person_id=person_id, view_id=view_id, body=shown)


async def found(breaches: Breaches, **more) -> None:
    await breaches.take(OFFICER, 1, "found", WHAT, MEANS, **more)


async def recorded(breaches: Breaches, *steps: str) -> None:
    for step in steps:
        await breaches.take(OFFICER, 1, step, LETTER, MEANS)


async def test_a_breach_has_72_hours_from_when_it_was_found(region, breaches):
    region.at = NOW + 5 * HOUR
    await found(breaches)
    breach = (await breaches.open(OFFICER, 1)).breach
    assert breach.deadline == NOW + 77 * HOUR
    assert (breach.found.words, breach.found.effects) == (WHAT, MEANS)
    ((case, waiting),) = await breaches.waiting(OFFICER)
    assert (case.number, waiting) == (1, breach)


async def test_officers_the_guardian_and_the_lead_are_told_by_reference_alone(region, breaches):
    await found(breaches)
    await region.coming.outbox.send_due(region.mails)
    to = {mail.to for mail in region.mails.taken}
    assert to == {"ig@northgate.example", "guardian@northgate.example", "lead@region.example"}
    for mail in region.mails.taken:
        assert "23-Nov-2026 22:14 UTC" in mail.body
        for said in ("Gibson", "9994173626", "Brandt", "neighbour", "p1"):
            assert said not in mail.subject + mail.body


async def test_time_reminds_and_says_when_it_is_over_each_once(region, breaches):
    await found(breaches)
    await region.coming.outbox.send_due(region.mails)
    region.mails.taken.clear()
    for hours, made in ((47, 0), (48, 1), (60, 0), (72, 1), (100, 0)):
        region.at = NOW + hours * HOUR
        assert await breaches.remind() == made
    await region.coming.outbox.send_due(region.mails)
    subjects = [mail.subject for mail in region.mails.taken if mail.to.startswith("guardian")]
    assert len(subjects) == 2
    assert "24 hours left" in subjects[0]
    assert "over" in subjects[1]
    assert [mail.to for mail in region.mails.taken].count("lead@region.example") == 1


async def test_once_the_regulator_is_told_time_says_nothing_more(region, breaches):
    await found(breaches)
    await recorded(breaches, "regulator-told")
    region.at = NOW + 100 * HOUR
    assert await breaches.remind() == 0


async def test_it_is_done_each_minute(region, breaches):
    await found(breaches)
    region.at = NOW + 49 * HOUR
    await replace(region.jobs, also=(breaches.remind,)).due()
    assert (await breaches.open(OFFICER, 1)).breach.first("reminded")


async def test_it_touched_the_person_of_the_review(region, breaches):
    await found(breaches)
    (one,) = (await breaches.open(OFFICER, 1)).affected
    assert (one.person_id, one.looks[0].sections) == ("p1", ("letters",))


async def test_or_everybody_whose_record_they_opened_on_the_days_that_are_named(region, breaches):
    await looked_at_another_place(region)
    await found(breaches, days=(NOW - DAY, NOW + 10 * DAY))
    touched = (await breaches.open(OFFICER, 1)).affected
    assert [one.person_id for one in touched] == ["p1", "p2"]
    assert [len(one.looks) for one in touched] == [1, 1]


async def looked_at_another_place(region: CasesRegion) -> None:
    elsewhere = replace(CLERK, organisation="RP001")
    body = {"reasons": ["LR-3"], "evidence": []}
    await region.log.append("open", elsewhere, person_id="p3", view_id="x", body=body)


async def test_the_letter_says_what_who_when_what_it_means_and_whom_to_ask(region, breaches):
    await found(breaches)
    key = (await breaches.open(OFFICER, 1)).affected[0].key
    with pytest.raises(CaseUnknown):
        await breaches.letter(OFFICER, 1, key)  # nothing is written yet
    await recorded(breaches, "letter")
    opened, to = await breaches.letter(OFFICER, 1, key)
    html = as_html(opened, to, "letter", "01632 960 999", NOW + HOUR)
    for said in (
        *("Margery Gibson", "999 417 3626", LETTER, MEANS, "a ward clerk at Northgate"),
        *("10:14 at night on Friday 20 November 2026", "letters from clinics"),
        *("01632 960 999", "ICO", "0303 123 1113", "11:14 at night", "2026-1"),
    ):
        assert said in html
    assert "Brandt" not in html
    without = replace(to, looks=(replace(to.looks[0], sections=()),))
    html = as_html(opened, without, "letter", "", NOW)
    assert "2026. We have no note of what was on the screen." in html
    (made,) = [
        e for e in await region.log.about("p1") if e.body.get("step") == "breach-letter-made"
    ]
    assert (made.kind, made.viewer.id) == ("case", OFFICER.id)
    with pytest.raises(CaseUnknown):
        await breaches.letter(OFFICER, 1, "p1")


async def test_it_ends_when_everything_the_law_asks_for_is_recorded(region, breaches):
    await found(breaches)
    for done, step in enumerate(STEPS):
        with pytest.raises(StepRefused, match="Before it ends"):
            await recorded(breaches, "ended")
        await recorded(breaches, step)
        assert done < len(STEPS)
    await recorded(breaches, "ended")
    assert await breaches.waiting(OFFICER) == []
    with pytest.raises(StepRefused, match="ended"):
        await recorded(breaches, "contained")
    steps = [e.body["step"] for e in await region.log.about("p1") if e.kind == "case"]
    assert steps[::-1] == [f"breach-{one}" for one in ("found", *STEPS, "ended")]
    bodies = str([e.body for e in await region.log.about("p1")])
    assert "neighbour" not in bodies


@pytest.mark.parametrize(
    ("before", "step", "words", "effects", "problem"),
    [
        ((), "contained", "x", "", "first"),
        ((), "found", " ", MEANS, "what happened"),
        ((), "found", WHAT, " ", "may mean"),
        ((), "anything", WHAT, MEANS, "Choose"),
        ((), "overdue", WHAT, MEANS, "Choose"),
        (("found",), "found", WHAT, MEANS, "once"),
        (("found",), "people-told", "By post", "", "Write first"),
        (("found",), "letter", LETTER, "", "may mean"),
        (("found", "contained"), "contained", "x", "", "already"),
        (("found", "regulator-told"), "regulator-not-needed", "x", "", "already"),
    ],
)
async def test_what_is_out_of_order_is_refused(breaches, before, step, words, effects, problem):
    await recorded(breaches, *before)
    with pytest.raises(StepRefused, match=problem):
        await breaches.take(OFFICER, 1, step, words, effects)


@pytest.mark.parametrize("days", [(NOW, None), (None, NOW), (NOW, NOW)])
async def test_days_are_two_in_order(breaches, days):
    with pytest.raises(StepRefused, match="days"):
        await found(breaches, days=days)


async def test_a_breach_goes_on_after_its_review_is_completed(region, breaches):
    await found(breaches)
    await region.cases.decide(OFFICER, 1, "suspension-proposed", "sold it")
    await region.cases.decide(SECOND, 1, "suspended", "")
    await recorded(breaches, "contained")
    assert (await breaches.open(SECOND, 1)).breach.first("contained")


async def test_only_officers_of_the_place_and_never_of_their_own_views(region, breaches):
    await found(breaches)
    with pytest.raises(NotForOfficers):
        await breaches.open(CLERK, 1)
    with pytest.raises(CaseUnknown):
        await breaches.take(ELSEWHERE, 1, "contained", "x")
    assert await breaches.waiting(ELSEWHERE) == []
    region.own.add((SECOND.id, "p1"))
    assert await breaches.waiting(SECOND) == []


async def test_reading_is_written_down(region, breaches):
    await breaches.open(OFFICER, 1)
    (entry,) = await region.log.by_viewer(OFFICER.id)
    assert (entry.kind, entry.body) == ("audit-read", {"what": "breach", "case": "2026-1"})


async def test_nothing_of_it_is_changed_or_removed(region, breaches):
    await found(breaches)
    for statement in ("DELETE FROM breach_step", "UPDATE breach_step SET words = ''"):
        with pytest.raises(StoreError):
            await region.db.write(lambda tx, s=statement: tx.run(s))


async def test_two_officers_at_once_record_one_after_the_other(region, breaches):
    await found(breaches)
    read = (await breaches.open(OFFICER, 1)).breach
    await recorded(breaches, "contained")
    case = await region.cases.one(OFFICER, 1)
    with pytest.raises(StepRefused, match="meanwhile"):
        await breaches._write(case, read, replace(read.found, step="regulator-told"), OFFICER)
