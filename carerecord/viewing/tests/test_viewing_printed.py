"""A print is written down under the view it was made from, and without that entry there is none."""

from __future__ import annotations

import pytest

from carerecord.store import Database
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion


async def test_a_print_is_an_entry_of_its_view_and_names_the_sections(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    view = await region.records.open(DOCTOR, "p1")
    await region.records.printing(view, ("allergies", "medicines"))
    [entry] = await region.entries("printed")
    assert (entry.view_id, entry.person_id) == (view.id, "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == DOCTOR.id
    assert entry.body == {"sections": ["allergies", "medicines"]}


async def test_a_print_that_cannot_be_written_down_is_none(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    view = await region.records.open(DOCTOR, "p1")
    await region.lost("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.printing(view, ("allergies",))
