"""A code that opens a door is shown only when somebody asks, once the log says so, and nowhere else (ux S14)."""

from __future__ import annotations

import pytest

from carerecord.store import Database
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.tests.door_region import CLINICAL, DOCTOR, DoorRegion, patient, source

PLAN = {
    "resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "title": "Care plan",
    "subject": {"reference": "Patient/1"}, "note": [{"text": "Key safe code 4471"}],
}  # fmt: skip


async def opened(db: Database) -> tuple[DoorRegion, View]:
    region = DoorRegion(db)
    region.gp = source("gp", "RP001", sections=(*CLINICAL, "care_plans"))
    region.gp.holds = [patient(), PLAN]
    region.records = region.door()
    await region.begin()
    await region.relate()
    return region, await region.records.open(DOCTOR, "p1")


async def test_it_is_given_once_the_log_says_so_and_the_log_does_not_say_it(db: Database):
    region, view = await opened(db)
    record = view.records["care_plans"]
    (entry,) = record.entries
    assert b"4471" not in entry.head.raw
    assert "4471" not in str(entry.head.resource)
    assert await region.kinds() == ["open"]
    assert await region.records.codes.show(view, record, entry) == [("gp", "Key safe code 4471")]
    (written,) = await region.entries("code-shown")
    assert written.body == {"section": "care_plans", "items": ["gp/CarePlan/c"]}
    assert (written.viewer and written.viewer.id, written.person_id) == (DOCTOR.id, "p1")


async def test_what_cannot_be_written_down_is_not_given(db: Database):
    region, view = await opened(db)
    record = view.records["care_plans"]
    await region.lost("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.codes.show(view, record, record.entries[0])


async def test_an_entry_without_one_writes_nothing(db: Database):
    region, view = await opened(db)
    record = view.records["problems"]
    asthma = record.entries[0]
    assert not view.codes.holds(asthma)
    assert await region.records.codes.show(view, record, asthma) == []
    assert await region.kinds() == ["open"]
