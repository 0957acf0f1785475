"""What staff said looks wrong comes with the record, and with no refusal."""

from __future__ import annotations

from dataclasses import replace

from carerecord.access.doubts import Doubt
from carerecord.store import Database
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, NOW, DoorRegion

DOUBT = Doubt(
    "d1", "p1", "gp", "gp/Condition/Stroke", "problems", "RP001", "never", "", "x", "X", "RNG01", NOW
)  # fmt: skip


async def test_the_door_hands_out_what_was_doubted_of_this_person_alone(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    other = replace(DOUBT, id="d2", person_id="p2")
    for one in (DOUBT, other):
        await db.write(lambda tx, one=one: region.access.doubts.put(tx, one))
    assert (await region.records.open(DOCTOR, "p1")).doubts == (DOUBT,)
    refused = await region.records.open(CLERK, "p1")
    assert (refused.decision.allowed, refused.doubts) == (False, ())
