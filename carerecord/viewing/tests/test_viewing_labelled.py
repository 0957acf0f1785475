"""What was shown of a protected person is written down as such, and goes out with the label (SFL-1)."""

from __future__ import annotations

from dataclasses import replace

from carerecord.audit.events import Recorder, audit_event
from carerecord.store import Database
from carerecord.viewing.tests.door_region import DOCTOR, PERSON, DoorRegion

RECORDER = Recorder("region.example/audit", "Northgate", "https://record.example")


async def labels(region: DoorRegion, kind: str) -> list[str]:
    """Of each entity of the newest event of this kind."""
    view = await region.records.open(DOCTOR, "p1")
    await region.records.release(view, b"a page", ("problems",), content_type="text/html")
    event = audit_event((await region.entries(kind))[-1], RECORDER)
    return [label["code"] for one in event["entity"] for label in one.get("securityLabel", [])]


async def test_a_protected_person_is_labelled_and_another_is_not(db: Database):
    region = await DoorRegion(db).begin()
    await region.relate()
    assert await labels(region, "shown") == await labels(region, "open") == []
    await region.people.add([replace(PERSON, protected=True)])
    assert await labels(region, "shown") == ["R", "R"]  # the person, and what was sent
    assert await labels(region, "open") == ["R"]


async def test_what_is_shown_says_for_what_purpose(db: Database):
    region = await DoorRegion(db).begin()
    for kind, purpose in (("LR-16", "BTG"), ("LR-3", "TREAT")):
        if kind == "LR-16":
            await region.records.declare(DOCTOR, "p1", kind, "life-at-risk", "")
        else:
            await region.relate()
        view = await region.records.open(DOCTOR, "p1")
        await region.records.release(view, b"a page", ("problems",), content_type="text/html")
        event = audit_event((await region.entries("shown"))[-1], RECORDER)
        assert [one["coding"][0]["code"] for one in event["purposeOfEvent"]] == [purpose]
