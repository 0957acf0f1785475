"""What a viewer is told of their own last look: theirs alone, and never removed for what was not answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.audit import Key, Log
from carerecord.connectors.contract import SourceTimeout
from carerecord.store import Database
from carerecord.viewing.contract import View
from carerecord.viewing.looks import Look, changed, gone, not_seen
from carerecord.viewing.tests.door_region import DOCTOR, NOW, DoorRegion, patient, problem

COLLEAGUE = replace(DOCTOR, id="b.colleague", name="B Colleague", session="s9")
HTML = "text/html; charset=utf-8"


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    region = await DoorRegion(db).begin()
    region.log = Log(db, Key("test/looks", bytes(32)), now=lambda: region.at)
    region.records = region.door()
    for viewer in (DOCTOR, COLLEAGUE):
        await region.relate(viewer)
    region.gp.holds = [patient(), problem("stroke"), problem("gout", meta={"versionId": "1"})]
    return region


async def look(region: DoorRegion, hours: float = 0, viewer=DOCTOR, kind: str = HTML) -> View:
    """A page with the problems, opened this long after the first; the log keeps the same time."""
    region.at = NOW + timedelta(hours=hours)
    view = await region.records.open(viewer, "p1")
    await region.records.release(view, b"a page", ["problems"], content_type=kind)
    return view


async def last(region: DoorRegion, view: View) -> Look:
    found = await region.records.last_look(view)
    assert found is not None
    return found


def of(view: View, found: Look) -> dict[str, list[str]]:
    record, seen = view.records["problems"], found.sections["problems"]
    ids = {entry: str(entry.head.resource["id"]) for entry in record.every_entry}
    return {
        "new": sorted(ids[one] for one in ids if not_seen(one, seen)),
        "changed": sorted(ids[one] for one in ids if changed(one, seen)),
        "gone": sorted(
            f"{one.source_id} {one.number} {'removed' if one.answered else 'silent'}"
            for one in gone(record, seen, view.answers)
        ),
    }


async def test_what_is_new_changed_and_gone_since_the_last_look(region: DoorRegion):
    await look(region)
    region.gp.holds = [patient(), problem("gout", meta={"versionId": "2"}), problem("asthma-2")]
    view = await look(region, 5)
    found = await last(region, view)
    assert found.at == NOW
    assert of(view, found) == {"new": ["asthma-2"], "changed": ["gout"], "gone": ["gp 1 removed"]}


async def test_what_was_not_answered_is_not_removed(region: DoorRegion):
    await look(region)
    region.gp.breaks, region.gp.holds = SourceTimeout(), []
    view = await look(region, 5)
    assert of(view, await last(region, view)) == {"new": [], "changed": [], "gone": ["gp 2 silent"]}


async def test_pages_of_the_same_hour_are_one_look(region: DoorRegion):
    await look(region)
    assert await region.records.last_look(await look(region, 0.9)) is None


async def test_a_log_that_cannot_be_read_knows_of_no_look(region: DoorRegion):
    await look(region)
    view = await look(region, 5)
    await region.lost("audit_entry")
    assert await region.records.last_look(view) is None


async def test_nobody_elses_look_counts(region: DoorRegion):
    await look(region, viewer=COLLEAGUE)
    assert await region.records.last_look(await look(region, 5)) is None


@pytest.mark.parametrize("change", [{"role": "pharmacist"}, {"organisation": "RP001"}])
async def test_another_role_or_organisation_of_theirs_does_not_count(region: DoorRegion, change):
    await look(region)
    view = await look(region, 5)
    other = replace(view, viewer=replace(DOCTOR, **change))
    assert await region.records.last_look(other) is None


async def test_what_a_program_was_sent_is_no_look(region: DoorRegion):
    await look(region, kind="application/fhir+json")
    assert await region.records.last_look(await look(region, 5)) is None
