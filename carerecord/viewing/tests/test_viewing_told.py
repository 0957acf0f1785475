"""Who is told of a view, once, in which words, and before anything is shown (ALR-1, ALR-2, BTG-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.access.alerts import Alert
from carerecord.access.contract import Obligation
from carerecord.access.ties import StaffTies
from carerecord.connectors.contract import PersonNotFound
from carerecord.store import Database
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.contract import Criteria
from carerecord.viewing.tests.door_region import (
    DOCTOR,
    NOW,
    PERSON,
    DoorRegion,
    patient,
    problem,
)

COMPARED = ("kind", "rule", "to", "person_id", "occasion", "at", "words", "entry_id")


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def died(region: DoorRegion) -> None:
    """A person in the public eye who has died: an alert, and a banner that nobody is told of."""
    await region.people.add([replace(PERSON, died="2026-11-10")])
    await region.access.ties.watch("RNG01", "p1", by="p.officer", why="in the papers")
    await region.relate()


async def test_an_alert_says_who_of_whom_when_by_which_rule_and_rests_on_the_entry(
    region: DoorRegion,
):
    await died(region)
    view = await region.records.open(DOCTOR, "p1")
    (told,) = await region.told()
    said = {name: getattr(told, name) for name in COMPARED}
    assert said == {
        "kind": "alert",
        "rule": "OWN-5",
        "to": "RNG01",
        "person_id": "p1",
        "occasion": "s1",
        "at": NOW,
        "words": "The person is on the organisation's list of people in the public eye.",
        "entry_id": view.receipt.entry_id,
    }
    assert told.viewer.id == "a.okafor"
    opened, alert = await region.entries()
    assert (alert.kind, alert.person_id, alert.view_id) == ("alert", "p1", view.id)
    assert alert.viewer == opened.viewer
    assert alert.body == {"rule": "OWN-5", "to": "RNG01"}


async def test_banners_are_for_the_viewer_and_told_to_nobody(region: DoorRegion):
    await died(region)
    view = await region.records.open(DOCTOR, "p1")
    assert Obligation("DEC-2", "banner", "This person has died.") in view.decision.obligations
    assert [one.rule for one in await region.told()] == ["OWN-5"]


async def test_one_session_is_told_once_whatever_the_face_and_another_session_again(
    region: DoorRegion,
):
    await died(region)
    for _ in range(2):
        await region.records.open(DOCTOR, "p1")
    assert len(await region.told()) == 1
    assert await region.kinds() == ["open", "alert", "open"]
    await region.records.open(DOCTOR, "p1", face="api")
    await region.records.open(replace(DOCTOR, session="s9"), "p1")
    assert [one.occasion for one in await region.told()] == ["s9", "s1"]


async def test_without_a_session_each_view_is_told(region: DoorRegion):
    await died(region)
    views = [await region.records.open(replace(DOCTOR, session=""), "p1") for _ in range(2)]
    assert [one.occasion for one in await region.told()] == [one.id for one in reversed(views)]


async def test_an_attempt_on_ones_own_record_is_told_although_it_was_refused(region: DoorRegion):
    await region.access.ties.set_staff(
        "RNG01", [StaffTies(staff_id=DOCTOR.id, nhs_number=PERSON.nhs_number)]
    )
    await region.relate()
    view = await region.records.open(DOCTOR, "p1")
    assert not view.decision.allowed
    assert [(one.kind, one.rule) for one in await region.told()] == [("notification", "OWN-1")]
    assert await region.kinds() == ["refused", "notification"]


async def test_a_viewer_of_no_organisation_has_nobody_to_be_told_to(region: DoorRegion):
    await died(region)
    nowhere = replace(DOCTOR, organisation="")
    await region.access.ties.watch("", "p1", by="p.officer", why="in the papers")
    view = await region.records.open(nowhere, "p1")
    assert "OWN-5" in {one.rule for one in view.decision.obligations}
    assert await region.told("") == []


async def test_nothing_is_asked_when_those_who_must_know_cannot_be_told(region: DoorRegion):
    await died(region)
    await region.without("alert")
    with pytest.raises(RecordUnavailable):
        await region.records.open(DOCTOR, "p1")
    assert region.gp.asked == []


async def declare(region: DoorRegion, reason: str = "life-at-risk", words: str = "") -> None:
    assert (await region.records.declare(DOCTOR, "p1", "LR-16", reason, words)).allowed


async def test_an_emergency_is_one_occasion_from_its_declaration_on(region: DoorRegion):
    await declare(region)
    for face in ("web", "api"):
        await region.records.open(DOCTOR, "p1", face=face)
    (told,) = await region.told()
    (declared,) = await region.access.evidence.of_person("p1")
    assert told.occasion == declared.evidence.id
    assert await region.kinds() == ["emergency", "alert", "open", "open"]


async def test_those_who_are_told_of_an_emergency_are_told_why(region: DoorRegion):
    await declare(region, "other", "  The switchboard is down. ")
    (told,) = await region.told()
    assert told.words == (
        "Opened in a declared emergency. Reason given: Another reason (say which). "
        "In their words: “The switchboard is down.”"
    )
    assert told.entry_id == (await region.entries("emergency"))[0].entry_id


async def test_a_reason_is_told_without_words_that_nobody_typed(region: DoorRegion):
    await declare(region)
    (told,) = await region.told()
    reason = "Life at risk, or the person cannot speak for themselves"
    assert told.words == f"Opened in a declared emergency. Reason given: {reason}."


async def test_words_typed_for_one_rule_are_told_with_that_rule_alone(region: DoorRegion):
    await region.access.ties.watch("RNG01", "p1", by="p.officer", why="in the papers")
    await declare(region, words="Found in the street.")
    told = {one.rule: one.words for one in await region.told()}
    assert "Found in the street." in told["LR-16"]
    assert told["OWN-5"].endswith("list of people in the public eye.")


async def told_of_shown(region: DoorRegion) -> list[Alert]:
    view = await region.records.open(DOCTOR, "p1")
    await region.records.release(view, b"a page", ["problems"], content_type="text/x")
    return await region.told("RP001")


async def test_in_an_emergency_each_organisation_something_was_shown_of_is_told(
    region: DoorRegion,
):
    await region.access.ties.watch("RNG01", "p1", by="p.officer", why="in the papers")
    await declare(region)
    before = await region.told()
    (told,) = await told_of_shown(region)
    (declared,) = await region.access.evidence.of_person("p1")
    assert (told.rule, told.kind, told.to) == ("LR-16", "alert", "RP001")
    assert told.occasion == declared.evidence.id
    assert told.entry_id == (await region.entries("open"))[0].entry_id
    assert await region.told() == before
    assert await told_of_shown(region) == [told]
    assert [e.body["to"] for e in await region.entries("alert")].count("RP001") == 1


async def test_an_organisation_nothing_was_shown_of_is_not_told_of_an_emergency(
    region: DoorRegion,
):
    await declare(region)
    region.gp.holds, region.gp.breaks = [], PersonNotFound("nobody here")
    assert await told_of_shown(region) == []
    region.gp.holds, region.gp.breaks = [patient(), problem("Stroke")], None
    region.gp.settings = replace(region.gp.settings, organisation="")
    region.records = region.door()
    assert await told_of_shown(region) == []
    assert await region.told("") == []


async def test_outside_an_emergency_no_other_organisation_is_told(region: DoorRegion):
    await died(region)
    assert await told_of_shown(region) == []
    assert [one.rule for one in await region.told()] == ["OWN-5"]


async def test_nothing_is_released_when_an_organisation_cannot_be_told_of_an_emergency(
    region: DoorRegion,
):
    await declare(region)
    view = await region.records.open(DOCTOR, "p1")
    await region.without("alert")
    with pytest.raises(RecordUnavailable):
        await region.records.release(view, b"a page", ["problems"], content_type="text/x")
    assert await region.entries("shown") == []


async def test_too_many_searches_are_told_once_in_an_hour_and_about_nobody(region: DoorRegion):
    nobody = Criteria(nhs_number="9990000026")
    for _ in range(2):
        for _ in range(11):
            await region.records.find(DOCTOR, nobody)
        await region.records.signed("resumed", DOCTOR)
    (told,) = await region.told()
    said = {name: getattr(told, name) for name in COMPARED}
    assert said == {
        "kind": "alert",
        "rule": "LR-26",
        "to": "RNG01",
        "person_id": "",
        "occasion": "s1:2026-11-21T10",
        "at": NOW,
        "words": "More searches than usual found nobody this member of staff is linked to.",
        "entry_id": "",
    }
    (entry,) = await region.entries("alert")
    assert (entry.person_id, entry.view_id) == ("", "")
    region.at = NOW + timedelta(hours=1)
    for _ in range(11):
        await region.records.find(DOCTOR, nobody)
    assert len(await region.told()) == 2
