"""What a viewer says for themselves: checked, allowed, written down, and only then in force (BTG-1 to BTG-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.declarations import DeclarationIncomplete
from carerecord.access.ties import StaffTies
from carerecord.store import Database
from carerecord.viewing import IdentityUnknown, RecordUnavailable
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, NOW, PERSON, DoorRegion


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def test_a_claim_is_written_down_with_its_words_and_opens_this_record(region: DoorRegion):
    said = await region.records.declare(DOCTOR, "p1", "LR-14", "caring-now", "  on ward 3 ")
    assert said.outcome == "permit"
    declared, alert = await region.entries()
    assert (declared.kind, declared.person_id) == ("declared", "p1")
    assert declared.viewer is not None
    assert declared.viewer.id == "a.okafor"
    said = {"kind": "LR-14", "reason": "caring-now", "words": "on ward 3"}
    assert declared.body.items() >= said.items()
    assert (alert.kind, alert.person_id) == ("alert", "p1")
    (told,) = await region.told()
    assert (told.occasion, told.entry_id, told.at) == ("s1", declared.entry_id, NOW)
    assert "on ward 3" in told.words
    (kept,) = await region.access.evidence.of_person("p1")
    assert (kept.evidence.kind, kept.evidence.holder, kept.evidence.source) == (
        "LR-14",
        "a.okafor",
        "caring-now",
    )
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed


async def test_an_emergency_is_an_entry_of_its_own(region: DoorRegion):
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert await region.kinds() == ["emergency", "alert"]
    (kept,) = await region.access.evidence.of_person("p1")
    assert (await region.entries())[0].body == {
        "kind": "LR-16",
        "reason": "life-at-risk",
        "words": "",
        "declared": kept.evidence.id,
        "until": "2026-11-21T14:00:00+00:00",
    }


async def test_an_emergency_about_an_open_record_is_declared_whatever_is_restricted_in_it(
    region: DoorRegion,
):
    """Taken here and refused there, it would tell where something is (I4); told of it is every one."""
    await region.relate()
    said = await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert said.emergency_until is not None
    assert await region.kinds() == ["emergency", "alert"]
    again = await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert again.emergency_until == said.emergency_until
    assert await region.kinds() == ["emergency", "alert", "refused"]


async def test_what_is_not_offered_is_refused_written_down_and_not_kept(region: DoorRegion):
    await region.relate(CLERK)
    said = await region.records.declare(CLERK, "p1", "LR-16", "life-at-risk", "")
    assert said.outcome == "permit"  # as before it: a receptionist who is linked, and no emergency
    assert said.emergency_until is None
    (entry,) = await region.entries()
    assert (entry.kind, entry.person_id) == ("refused", "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == "c.clerk"
    assert entry.body["face"] == "declare LR-16"
    assert "LR-16" not in {k.evidence.kind for k in await region.access.evidence.of_person("p1")}


@pytest.mark.parametrize(("reason", "words"), [("nothing", ""), ("other", "short")])
async def test_an_incomplete_declaration_writes_nothing_at_all(
    region: DoorRegion, reason: str, words: str
):
    with pytest.raises(DeclarationIncomplete):
        await region.records.declare(DOCTOR, "p1", "LR-16", reason, words)
    assert await region.entries() == []


async def test_what_is_missing_is_said_before_anything_is_decided_or_written_down(
    region: DoorRegion,
):
    """Nobody learns from an unfinished form whether they would have been refused."""
    with pytest.raises(DeclarationIncomplete):
        await region.records.declare(CLERK, "p1", "LR-16", "nothing", "")
    assert await region.entries() == []
    assert region.standings.asked == []


async def test_when_an_emergency_ends_is_written_down_to_the_second(region: DoorRegion):
    region.at = NOW.replace(microsecond=250)
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    (entry,) = await region.entries("emergency")
    assert entry.body["until"] == "2026-11-21T14:00:00+00:00"


async def test_nobody_declares_anything_about_nobody(region: DoorRegion):
    with pytest.raises(IdentityUnknown):
        await region.records.declare(DOCTOR, "p9", "LR-16", "life-at-risk", "")


async def test_nobody_is_told_while_something_else_still_keeps_it_shut(region: DoorRegion):
    """Related and no link: saying how one is involved is one of two things that have to be said."""
    relative = StaffTies(staff_id=DOCTOR.id, relatives=(PERSON.nhs_number,))
    await region.access.ties.set_staff("RNG01", [relative])
    said = await region.records.declare(DOCTOR, "p1", "LR-14", "caring-now", "")
    assert (said.outcome, said.offers) == ("challenge", ("OWN-3",))
    assert await region.told() == []
    said = await region.records.declare(DOCTOR, "p1", "OWN-3", "only-one-here", "")
    assert said.outcome == "permit"
    assert {one.rule for one in await region.told()} == {"LR-14", "OWN-3"}


async def test_a_declaration_that_cannot_be_written_down_opens_nothing(region: DoorRegion):
    await region.without("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert await region.access.evidence.of_person("p1") == []


async def test_only_an_emergency_alone_is_break_glass(region: DoorRegion):
    """What it is opened for is asked of the agreements too, so that they may cover care and not this (ORG-3)."""
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    region.standings.asked.clear()
    await region.records.open(DOCTOR, "p1")
    (entry,) = await region.entries("open")
    assert entry.body["purpose"] == "BTG"
    assert region.standings.asked == [("a.okafor", NOW, "TREAT"), ("a.okafor", NOW, "BTG")]
    await region.relate()
    region.standings.asked.clear()
    await region.records.open(DOCTOR, "p1")
    assert (await region.entries("open"))[1].body["purpose"] == "TREAT"
    assert region.standings.asked == [("a.okafor", NOW, "TREAT")]


async def test_what_agreements_say_of_an_emergency_is_what_counts_in_one(region: DoorRegion):
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    care = region.standings.now
    apart = {"TREAT": care, "BTG": replace(care, shares={"RNG01": frozenset({"*"})})}

    async def standing(viewer: object, at: object, *, purpose: str = "TREAT") -> object:
        return apart[purpose]

    region.standings.standing = standing
    view = await region.records.open(DOCTOR, "p1")
    assert view.terms.sources["gp"].rule == "ORG-3"
    assert region.gp.asked == []
    assert len(region.acute.asked) == 1


async def test_a_person_known_under_an_earlier_number_is_still_theirs(region: DoorRegion):
    """Evidence, and ties, under the id and the number they had before (SEN-13)."""
    before = replace(PERSON, id="p0", nhs_number="9990000026")
    await region.people.add([before])
    await region.people.supersede("9990000026", PERSON.nhs_number)
    await region.relate(person_id="p0")
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed
    own = StaffTies(staff_id=DOCTOR.id, nhs_number="9990000026")
    await region.access.ties.set_staff("RNG01", [own])
    assert (await region.records.open(DOCTOR, "p1")).decision.reasons[0].rule == "OWN-1"


async def test_what_needs_no_person_is_asked_of_the_rules_too(region: DoorRegion):
    assert (await region.records.decider.may(DOCTOR, "find", NOW)).allowed
    assert not (await region.records.decider.may(DOCTOR, "review", NOW)).allowed
    region.standings.now = replace(region.standings.now, training_current=False)
    assert not (await region.records.decider.may(DOCTOR, "find", NOW)).allowed


async def test_a_refusal_is_no_break_glass(region: DoorRegion):
    """Nothing was declared, so what agreements say of an emergency is not even asked (ORG-3)."""
    assert not (await region.records.open(DOCTOR, "p1")).decision.allowed
    (entry,) = await region.entries("refused")
    assert entry.body["purpose"] == "TREAT"
    assert region.standings.asked == [(DOCTOR.id, NOW, "TREAT")]
