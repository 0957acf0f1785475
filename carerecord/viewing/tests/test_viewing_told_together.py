"""An alert, the entry it rests on and the entry that says it was raised: all of them or none, and once (ALR-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerecord.access.ties import StaffTies
from carerecord.store import Database
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.contract import Criteria
from carerecord.viewing.tests.door_region import DOCTOR, PERSON, DoorRegion

NOBODY = Criteria(nhs_number="9990000026")


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def own_record(region: DoorRegion) -> None:
    own = StaffTies(staff_id=DOCTOR.id, nhs_number=PERSON.nhs_number)
    await region.access.ties.set_staff("RNG01", [own])
    await region.relate()


async def open_own(region: DoorRegion) -> None:
    await region.records.open(DOCTOR, "p1")


async def test_an_attempt_nobody_could_be_told_of_leaves_nothing_and_is_told_when_tried_again(
    region: DoorRegion,
):
    await own_record(region)
    await region.lost("alert")
    with pytest.raises(RecordUnavailable):
        await open_own(region)
    assert await region.kinds() == []
    await region.lost("alert", back=True)
    await open_own(region)
    assert await region.kinds() == ["refused", "notification"]
    assert [one.rule for one in await region.told()] == ["OWN-1"]


async def test_an_alert_that_cannot_be_written_down_is_not_raised(region: DoorRegion):
    await own_record(region)
    await region.lost("audit_entry")
    with pytest.raises(RecordUnavailable):
        await open_own(region)
    await region.lost("audit_entry", back=True)
    assert await region.told() == []


async def test_a_limit_that_nobody_could_be_told_of_is_crossed_again_by_the_next_search(
    region: DoorRegion,
):
    for _ in range(10):
        await region.records.find(DOCTOR, NOBODY)
    await region.lost("alert")
    with pytest.raises(RecordUnavailable):
        await region.records.find(DOCTOR, NOBODY)
    await region.lost("alert", back=True)
    assert not (await region.records.find(DOCTOR, NOBODY)).problem
    assert [one.rule for one in await region.told()] == ["LR-26"]
    assert len(await region.entries("alert")) == 1


async def test_a_declaration_nobody_could_be_told_of_opens_nothing_and_loses_no_words(
    region: DoorRegion,
):
    words = "Found in the street."
    await region.lost("alert")
    with pytest.raises(RecordUnavailable):
        await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", words)
    assert await region.kinds() == []
    assert await region.access.evidence.of_person("p1") == []
    await region.lost("alert", back=True)
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", words)
    (told,) = await region.told()
    assert words in told.words
    assert await region.kinds() == ["emergency", "alert"]


async def test_the_fourth_emergency_of_a_shift_is_told_twice_as_it_is_declared(
    region: DoorRegion,
):
    for n in range(3):
        made = region.access.declared(DOCTOR, f"q{n}", "LR-16", "life-at-risk", "", region.at)
        await region.access.add_evidence([made])
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert {one.rule for one in await region.told()} == {"LR-16", "BTG-8"}


async def test_the_eleventh_emergency_of_a_month_is_told_twice_as_it_is_declared(
    region: DoorRegion,
):
    for n in range(10):
        before = region.at - timedelta(days=n + 1)
        made = region.access.declared(DOCTOR, f"q{n}", "LR-16", "life-at-risk", "", before)
        await region.access.add_evidence([made])
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert {one.rule for one in await region.told()} == {"LR-16", "BTG-8"}


async def launch(region: DoorRegion, launch_id: str) -> None:
    await region.records.launched(
        DOCTOR,
        PERSON.nhs_number,
        PERSON.birth_date,
        launcher="epr",
        encounter="E-1",
        launch_id=launch_id,
    )


async def test_each_way_to_ones_own_record_is_told_once(region: DoorRegion):
    await own_record(region)
    await open_own(region)
    for launch_id in ("l1", "l1", "l2"):
        await launch(region, launch_id)
        await open_own(region)
    told = await region.told()
    assert [one.occasion for one in told] == ["s1:l2", "s1:l1", "s1"]
    (opened, *_), (first, _, last) = await region.entries("refused"), await region.entries("launch")
    assert [one.entry_id for one in told] == [last.entry_id, first.entry_id, opened.entry_id]
    assert len(await region.entries("notification")) == 3


async def test_a_launch_that_begins_a_session_is_told_once_with_the_page_it_leads_to(
    region: DoorRegion,
):
    await own_record(region)
    await launch(region, "l1")
    await open_own(region)
    assert await region.kinds() == ["launch", "notification", "refused"]
    (told,) = await region.told()
    assert told.entry_id == (await region.entries("launch"))[0].entry_id


async def test_a_launch_that_may_open_tells_nobody(region: DoorRegion):
    await region.access.ties.watch("RNG01", "p1", by="p.officer", why="in the papers")
    await launch(region, "l1")
    assert await region.told() == []
