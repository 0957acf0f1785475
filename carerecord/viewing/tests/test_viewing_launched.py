"""Who comes from their own record system: written down, and a reason for this session alone (AUT-2, LR-12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.store import Database
from carerecord.viewing import IdentityUnknown
from carerecord.viewing.tests.door_region import DOCTOR, NOW, PERSON, DoorRegion


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def launch(
    region: DoorRegion, number: str = PERSON.nhs_number, born: str = PERSON.birth_date, **how: str
) -> str:
    given = {"launcher": "epr", "encounter": "E-1", "launch_id": "l1"} | how
    return await region.records.launched(DOCTOR, number, born, **given)


async def test_a_launch_is_written_down_and_then_a_reason_of_this_session(region: DoorRegion):
    assert await launch(region) == "p1"
    (entry,) = await region.entries()
    assert (entry.kind, entry.person_id) == ("launch", "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == "a.okafor"
    assert entry.body == {"launcher": "epr", "encounter": "E-1", "launch": "l1", "found": True}
    (kept,) = await region.access.evidence.of_person("p1")
    made = kept.evidence
    assert (made.kind, made.holder_kind, made.holder) == ("LR-12", "session", "s1 RNG01 doctor r-7")
    assert (made.source, kept.source_id, made.starts) == ("epr", "l1", NOW)
    assert made.words == "you came from their record in your own system"
    (signal,) = await region.access.evidence.signals_of_source("epr", "LR-12")
    assert (signal.event, signal.at, signal.said) == ("started", NOW, NOW)
    assert (await region.records.open(DOCTOR, "p1", face="launch")).decision.allowed
    another = replace(DOCTOR, session="another")
    assert not (await region.records.open(another, "p1")).decision.allowed


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"role_id": "r-8"}, id="another-role-profile"),
        pytest.param({"role": "pharmacist"}, id="another-role"),
        pytest.param({"organisation": "RP001"}, id="another-organisation"),
    ],
)
async def test_a_launch_is_a_reason_only_in_the_role_it_was_made_in(
    region: DoorRegion, changes: dict[str, str]
):
    await launch(region)
    switched = replace(DOCTOR, **changes)
    assert not (await region.records.open(switched, "p1")).decision.allowed
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed  # and back again


async def test_without_an_encounter_a_launch_is_no_reason(region: DoorRegion):
    assert await launch(region, encounter="") == "p1"
    assert (await region.entries())[0].body["encounter"] == ""
    assert await region.access.evidence.of_person("p1") == []


async def test_how_it_was_launched_may_stay_unsaid(region: DoorRegion):
    number, born = PERSON.nhs_number, PERSON.birth_date
    assert await region.records.launched(DOCTOR, number, born, launcher="epr") == "p1"
    (entry,) = await region.entries()
    assert entry.body == {"launcher": "epr", "encounter": "", "launch": "", "found": True}


@pytest.mark.parametrize(
    ("number", "born"),
    [
        pytest.param("9990000026", "1948-11-08", id="nobody-of-that-number"),
        pytest.param("9990000019", "1948-11-08", id="no-nhs-number"),
        pytest.param(PERSON.nhs_number, "1948-11-09", id="another-birth-date"),
        pytest.param(PERSON.nhs_number, "", id="no-birth-date"),
    ],
)
async def test_somebody_who_is_not_certainly_this_person_opens_nothing_and_is_written_down(
    region: DoorRegion, number: str, born: str
):
    with pytest.raises(IdentityUnknown):
        await launch(region, number, born)
    (entry,) = await region.entries()
    assert (entry.kind, entry.person_id, entry.body["found"]) == ("launch", "", False)
    assert await region.access.evidence.of_person("p1") == []


async def test_somebody_without_a_birth_date_is_nobody_to_launch_with(region: DoorRegion):
    await region.people.add([replace(PERSON, birth_date="")])
    with pytest.raises(IdentityUnknown):
        await launch(region, born="")


async def test_a_refused_launch_is_written_down_of_nobody(region: DoorRegion):
    await region.records.launch_refused("epr", "signature")
    (entry,) = await region.entries()
    assert (entry.kind, entry.viewer, entry.person_id) == ("launch-refused", None, "")
    assert entry.body == {"launcher": "epr", "reason": "signature"}
