"""What a person disagrees with comes with the view of whoever may see the record, and not without it (PAT-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carerecord.access.notes import Note
from carerecord.store import Database, StoreError
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion

NOTE = Note("gp", "problems", "I never had a stroke.", date(2026, 11, 21))


async def noted(region: DoorRegion, note: Note = NOTE, matter: str = "m1") -> None:
    await region.db.write(lambda tx: region.access.notes.put(tx, matter, "p1", note))


async def test_a_note_stands_in_every_view_until_it_is_taken_back(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    await noted(region, replace(NOTE, words="Other words"))
    await noted(region)
    assert (await region.records.open(DOCTOR, "p1")).notes == (NOTE,)
    await noted(region, replace(NOTE, words=""))
    assert (await region.records.open(DOCTOR, "p1")).notes == ()


async def test_nobody_who_may_not_see_the_record_reads_a_note(db: Database):
    region = await DoorRegion(db).begin()
    await noted(region)
    view = await region.records.open(DOCTOR, "p1")
    assert (view.decision.allowed, view.notes) == (False, ())


async def test_a_record_without_its_notes_does_not_open(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    await region.lost("person_note")
    with pytest.raises(StoreError):
        await region.records.open(DOCTOR, "p1")
