"""For which purpose a record counts as opened: for care, or because of an emergency and nothing else (ROL-6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.store import Database
from carerecord.viewing.tests.door_region import DOCTOR, NOW, DoorRegion


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def _purpose(region: DoorRegion) -> object:
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed
    return (await region.entries("open"))[-1].body["purpose"]


async def test_a_restricted_record_that_an_emergency_opens_is_break_glass(region: DoorRegion):
    """The link alone did not open it, so an agreement has to cover emergencies (ORG-3)."""
    await region.relate()
    await region.access.objections.request("p1", by="c.clerk", evidence="asked on the phone")
    assert await _purpose(region) == "BTG"
    assert region.standings.asked[-1] == (DOCTOR.id, NOW, "BTG")


async def test_a_link_that_does_not_count_is_no_purpose_of_care(region: DoorRegion):
    """A stay with no team named, where no agreement accepts that (LR-20)."""
    region.standings.now = replace(region.standings.now, organisation_scope=False)
    await region.relate(kind="LR-2", holder_kind="organisation", holder=DOCTOR.organisation)
    assert await _purpose(region) == "BTG"
