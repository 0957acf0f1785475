"""What looks wrong goes to who holds it, is answered by them alone, and each step is in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.doubts import Doubt, Doubts
from carerecord.contract import SourceSettings
from carerecord.insight.cases import NotForOfficers
from carerecord.insight.cases.tests.cases_region import (
    CLERK,
    DAY,
    ELSEWHERE,
    MARGERY,
    OFFICER,
    CasesRegion,
)
from carerecord.insight.doubts import About, DoubtDesk, DoubtRefused
from carerecord.store import Database

NORTHGATE = SourceSettings("acute", "Northgate", "N", "acute", "fhir_r4", organisation="RNG01")
ABOUT = About("view-1", "p1", NORTHGATE, "acute/AllergyIntolerance/7", "allergies")
WORDS = "She had penicillin in May without any reaction."


@pytest.fixture
async def region(db: Database) -> CasesRegion:
    region = CasesRegion(db)
    await region.people.add([MARGERY])
    return region


@pytest.fixture
def desk(region: CasesRegion) -> DoubtDesk:
    return DoubtDesk(region.cases)


async def known(region: CasesRegion) -> tuple[Doubt, ...]:
    return await Doubts(region.db).about("p1")


async def test_a_doubt_is_kept_written_down_and_told_without_a_word_of_it(
    region: CasesRegion, desk: DoubtDesk
):
    await desk.put(CLERK, ABOUT, "never", WORDS, ())
    (doubt,) = await known(region)
    assert (doubt.item, doubt.organisation, doubt.what, doubt.words) == (
        "acute/AllergyIntolerance/7",
        "RNG01",
        "never",
        WORDS,
    )
    assert (doubt.asked_by, doubt.open, doubt.last) == ("k.brandt", True, None)
    (entry,) = [one for one in await region.log.recent(10) if one.kind == "doubted"]
    assert (entry.person_id, entry.view_id) == ("p1", "view-1")
    assert "penicillin" not in str(entry.body)
    await region.cases.coming.outbox.send_due(region.mails)
    (mail,) = region.mails.taken
    assert mail.to == "ig@northgate.example"
    assert doubt.id in mail.subject
    for said in ("Gibson", "999", "penicillin", "allerg", "Brandt"):
        assert said.lower() not in (mail.subject + mail.body).lower()


async def test_it_is_seen_and_then_answered_by_the_officers_who_hold_it(
    region: CasesRegion, desk: DoubtDesk
):
    await desk.put(CLERK, ABOUT, "no-longer", "", ())
    region.at += DAY
    ((waiting, person),) = await desk.waiting(OFFICER)
    assert person == MARGERY
    (doubt,) = await known(region)
    assert doubt.last
    assert (doubt.last.step, doubt.last.at, doubt.open) == ("seen", region.at, True)
    await desk.answer(OFFICER, waiting.id, "corrected", "Ended in our system.")
    (doubt,) = await known(region)
    assert [one.step for one in doubt.steps] == ["seen", "corrected"]
    assert not doubt.open
    kinds = [one.kind for one in await region.log.recent(20)]
    assert kinds.count("doubt-step") == 2
    with pytest.raises(DoubtRefused):
        await desk.answer(OFFICER, waiting.id, "stands", "Again.")


@pytest.mark.parametrize("who", [CLERK, replace(CLERK, role="doctor")])
async def test_nobody_but_officers_reads_or_answers(region: CasesRegion, desk: DoubtDesk, who):
    with pytest.raises(NotForOfficers):
        await desk.waiting(who)
    with pytest.raises(NotForOfficers):
        await desk.answer(who, "0", "stands", "x")


async def test_officers_elsewhere_have_nothing_to_read_or_answer(
    region: CasesRegion, desk: DoubtDesk
):
    await desk.put(CLERK, ABOUT, "never", "", ())
    (doubt,) = await known(region)
    assert await desk.waiting(ELSEWHERE) == []
    with pytest.raises(DoubtRefused):
        await desk.answer(ELSEWHERE, doubt.id, "stands", "x")
    assert (await known(region))[0].steps == ()


@pytest.mark.parametrize(
    ("about", "what", "words"),
    [
        pytest.param(ABOUT, "", "x", id="nothing-chosen"),
        pytest.param(ABOUT, "x", "x", id="no-such-choice"),
        pytest.param(ABOUT, "other", "  ", id="something-else-without-words"),
        pytest.param(
            replace(ABOUT, source=replace(NORTHGATE, organisation="")), "never", "", id="nobody"
        ),
    ],
)
async def test_what_cannot_be_answered_is_not_sent(
    region: CasesRegion, desk: DoubtDesk, about: About, what: str, words: str
):
    with pytest.raises(DoubtRefused):
        await desk.put(CLERK, about, what, words, ())
    assert await known(region) == ()


async def test_what_waits_for_an_answer_is_not_sent_again(region: CasesRegion, desk: DoubtDesk):
    await desk.put(CLERK, ABOUT, "never", "", ())
    with pytest.raises(DoubtRefused):
        await desk.put(OFFICER, ABOUT, "detail", "The date.", await known(region))
    other = replace(ABOUT, item="acute/AllergyIntolerance/8")
    await desk.put(CLERK, other, "never", "", await known(region))
    assert len(await known(region)) == 2


@pytest.mark.parametrize(("step", "words"), [("", "x"), ("seen", "x"), ("corrected", " ")])
async def test_an_answer_says_what_was_done_and_found(
    region: CasesRegion, desk: DoubtDesk, step: str, words: str
):
    await desk.put(CLERK, ABOUT, "never", "", ())
    (doubt,) = await known(region)
    with pytest.raises(DoubtRefused):
        await desk.answer(OFFICER, doubt.id, step, words)
