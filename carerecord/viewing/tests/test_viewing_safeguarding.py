"""Safeguarding stands on every record, and holds something only for those on duty with an open case (SEN-11)."""

from __future__ import annotations

from carerecord.store import Database
from carerecord.viewing.contract import View
from carerecord.viewing.tests.door_region import CLINICAL, DOCTOR, DoorRegion, patient, source

FLAG = {
    "resourceType": "Flag", "id": "f", "status": "active", "subject": {"reference": "Patient/1"},
    "code": {"text": "Child protection plan"},
}  # fmt: skip
PLAN = {
    "resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan",
    "subject": {"reference": "Patient/1"}, "title": "Safety plan", "category": [{"text": "Safeguarding"}],
}  # fmt: skip


async def opened(db: Database, kind: str, *held: dict[str, object]) -> View:
    region = DoorRegion(db)
    region.gp = source("gp", "RP001", sections=(*CLINICAL, "alerts", "care_plans", "safeguarding"))
    region.gp.holds = [patient(), *held]
    region.records = region.door()
    await region.begin()
    await region.relate(kind=kind)
    return await region.records.open(DOCTOR, "p1")


async def test_safeguarding_is_a_section_for_those_on_duty_alone(db: Database):
    on_duty = await opened(db, "LR-17", FLAG, PLAN)
    assert len(on_duty.records["safeguarding"].entries) == 2
    assert on_duty.states["safeguarding"].heading == "1"


async def test_to_everybody_else_it_says_the_same_whether_or_not_there_is_any(db: Database):
    view = await opened(db, "LR-3", FLAG, PLAN)
    assert view.states["safeguarding"].heading == "11"
    assert view.decision.levels["safeguarding"] == "none"
    assert "safeguarding" not in view.records
    shown = [entry.head.type for record in view.records.values() for entry in record.every_entry]
    assert {"Flag", "CarePlan"}.isdisjoint(shown)


async def test_without_any_it_stands_there_just_so(db: Database):
    view = await opened(db, "LR-3")
    assert view.states["safeguarding"].heading == "11"
