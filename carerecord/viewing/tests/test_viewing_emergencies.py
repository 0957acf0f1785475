"""An emergency ends before its time, or later with words that were owed: both written down (BTG-7, ux S4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.access.declarations import DeclarationIncomplete
from carerecord.store import Database
from carerecord.viewing import IdentityUnknown
from carerecord.viewing.tests.door_region import DOCTOR, NOW, OFFICER, DoorRegion

WORDS = "Found in the street, no papers."


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def declare(region: DoorRegion, words: str = "") -> str:
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", words)
    return (await region.access.evidence.of_person("p1"))[0].evidence.id


async def test_who_ends_an_emergency_ends_it_at_once_and_the_officer_is_told(region: DoorRegion):
    own = await declare(region)
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed
    region.at = NOW + timedelta(minutes=5)
    await region.records.stop_emergency(DOCTOR, own)
    (stopped,) = await region.entries("emergency-stopped")
    assert (stopped.person_id, stopped.body) == ("p1", {"declared": own})
    told = (await region.told())[0]
    assert (told.kind, told.rule, told.entry_id) == ("notification", "BTG-7", stopped.entry_id)
    assert {one.view_id for one in await region.entries("alert", "notification")} == {""}
    assert not (await region.records.open(DOCTOR, "p1")).decision.allowed
    with pytest.raises(IdentityUnknown):
        await region.records.stop_emergency(DOCTOR, own)
    assert len(await region.entries("emergency-stopped")) == 1


async def test_nobody_ends_or_explains_another_viewers_emergency(region: DoorRegion):
    own = await declare(region)
    other = replace(DOCTOR, id="b.else")
    with pytest.raises(IdentityUnknown):
        await region.records.stop_emergency(other, own)
    with pytest.raises(IdentityUnknown):
        await region.records.explain_emergency(other, own, WORDS)
    assert await region.records.open_emergencies(other) == []
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed


async def test_words_are_owed_until_they_are_said(region: DoorRegion):
    own = await declare(region)
    assert (await region.records.open(DOCTOR, "p1")).owed == 1
    region.at = NOW + timedelta(hours=5)
    assert [one.id for one in await region.records.open_emergencies(DOCTOR)] == [own]
    with pytest.raises(DeclarationIncomplete):
        await region.records.explain_emergency(DOCTOR, own, "short")
    await region.records.explain_emergency(DOCTOR, own, f"  {WORDS} ")
    (entry,) = await region.entries("emergency-words")
    assert (entry.person_id, entry.body) == ("p1", {"declared": own, "words": WORDS})
    assert await region.records.open_emergencies(DOCTOR) == []
    with pytest.raises(IdentityUnknown):
        await region.records.explain_emergency(DOCTOR, own, WORDS)
    await region.relate()
    assert (await region.records.open(DOCTOR, "p1")).owed == 0


@pytest.mark.parametrize(("length", "enough"), [(9, False), (10, True), (500, True), (501, False)])
async def test_words_that_are_owed_are_neither_too_few_nor_too_many(
    region: DoorRegion, length: int, enough: bool
):
    own = await declare(region)
    if enough:
        await region.records.explain_emergency(DOCTOR, own, "x" * length)
    else:
        with pytest.raises(DeclarationIncomplete):
            await region.records.explain_emergency(DOCTOR, own, "x" * length)
    assert len(await region.entries("emergency-words")) == enough


async def test_words_said_with_it_are_not_owed(region: DoorRegion):
    await declare(region, WORDS)
    assert (await region.records.open(DOCTOR, "p1")).owed == 0


async def test_one_that_runs_is_open_whether_words_are_owed_or_not(region: DoorRegion):
    own = await declare(region, WORDS)
    assert [one.id for one in await region.records.open_emergencies(DOCTOR)] == [own]
    region.at = NOW + timedelta(hours=5)
    assert await region.records.open_emergencies(DOCTOR) == []


async def test_the_officer_sees_that_words_are_owed_and_later_which(region: DoorRegion):
    own = await declare(region)
    (told,) = await region.records.alerts(OFFICER)
    assert told.emergency is not None
    assert told.emergency.owed
    await region.records.explain_emergency(DOCTOR, own, WORDS)
    (told,) = await region.records.alerts(OFFICER)
    assert told.emergency is not None
    assert told.emergency.words == WORDS


async def test_the_words_stand_with_the_emergency_itself_and_no_other_line_about_it(
    region: DoorRegion,
):
    own = await declare(region)
    await region.records.stop_emergency(DOCTOR, own)
    told = {one.alert.rule: one.emergency for one in await region.records.alerts(OFFICER)}
    assert told["BTG-7"] is None
    assert told["LR-16"] is not None
