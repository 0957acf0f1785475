"""A care home sees on its list who is in hospital now; where the record would not say so, the list does not (F27)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carerecord.access.evidence import Signal
from carerecord.store import Database
from carerecord.viewing.tests.door_region import CLINICAL, DOCTOR, NOW, PERSON, DoorRegion, source

MANAGER = replace(DOCTOR, id="m.home", role="care-home-manager", organisation="VNW01", session="s9")
STAY = Signal(
    kind="LR-2", event="started", source="acute", source_id="v1", at=NOW, said=NOW, person_id="p1",
    holder="RNG01", words="admitted to Northgate, ward 4",
)  # fmt: skip


async def listed(db: Database, viewer: Any = MANAGER, **changes: Any) -> str:
    region = DoorRegion(db)
    region.acute = source("acute", "RNG01", "acute", sections=(*CLINICAL, "admissions"))
    region.records = region.door()
    await region.begin()
    await region.people.add([replace(PERSON, **changes.pop("person", {}))])
    await region.relate(viewer, "LR-7", words="lives with you")
    await region.access.receive([STAY])
    standing = region.standings.now
    region.standings.now = replace(standing, **changes)
    ((_, words),) = await region.records.people_today(viewer)
    return words


async def test_a_resident_who_is_in_hospital_is_shown_to_be_there(db: Database):
    assert (
        await listed(db) == "lives with you; admitted to Northgate, ward 4, since 21-Nov-2026 10:00"
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"shares": {"RP001": frozenset({"*"})}}, id="not-agreed"),
        pytest.param({"switched_off": frozenset({("acute", "admissions")})}, id="switched-off"),
        pytest.param({"person": {"protected": True}}, id="protected"),
    ],
)
async def test_what_the_record_would_not_say_the_list_does_not(db: Database, changes: Any):
    assert await listed(db, **changes) == "lives with you"


async def test_other_lists_say_only_why_somebody_is_on_them(db: Database):
    assert await listed(db, replace(DOCTOR, role="nurse")) == "lives with you"
