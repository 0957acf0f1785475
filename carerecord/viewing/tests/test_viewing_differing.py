"""What the sources say of who the person is: compared as it is shown, held where it is somebody else, and queued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carerecord.contract import Former, Identity, Resource
from carerecord.store import Database
from carerecord.viewing.contract import View
from carerecord.viewing.differing import differing
from carerecord.viewing.tests.door_region import (
    DOCTOR,
    PERSON,
    DoorRegion,
    patient,
    problem,
)

ROHAN = {"name": [{"family": "Patel", "given": ["Rohan"]}], "gender": "male"}
PETER = {"name": [{"family": "Gibson", "given": ["Peter"]}], "gender": "male"}
LABEL = {"meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]}}  # fmt: skip
MARGERY = replace(
    PERSON, address="1 Park Road", postcode="LS1 4AB", phone="0113 496 0001", gp_code="A81001"
)
ELSEWHERE: Resource = {
    "address": [{"line": ["9 Elm Close"], "postalCode": "M1 1AA"}],
    "telecom": [{"system": "phone", "value": "0161 496 0002"}],
    "generalPractitioner": [{"display": "Elm Surgery", "type": "Organization"}],
}


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    region = DoorRegion(db)
    await region.people.add([MARGERY], {"p1": [Former(family="Holroyd")]})
    await region.relate()
    return region


async def opened(region: DoorRegion, **said: Any) -> View:
    region.gp.holds = [patient(**said), problem("Gout")]
    return await region.records.open(DOCTOR, "p1")


def fields(view: View) -> list[tuple[str, str, str]]:
    return [(one.source_id, one.field, one.how) for one in view.differences]


async def queued(region: DoorRegion) -> list[tuple[str, str, tuple[str, ...], bool]]:
    found = await region.people.contradictions.open()
    return [(one.person_id, one.source, one.fields, one.held) for one in found]


async def test_what_a_source_says_otherwise_is_named_by_field_and_nothing_is_held(region):
    view = await opened(region, **ELSEWHERE)
    assert fields(view) == [("gp", one, "another") for one in ("address", "phone")]
    assert view.answers["gp"].state == "answered"
    assert await queued(region) == []


async def test_another_name_with_another_gender_is_held_named_and_queued_and_the_rest_is_whole(
    region,
):
    view = await opened(region, **ROHAN)
    answer = view.answers["gp"]
    assert (answer.state, answer.items, answer.patients) == ("failed", (), ())
    assert answer.failure is not None
    assert answer.failure.words == "answered for another person: another name and gender"
    assert fields(view) == [("gp", "name", "held"), ("gp", "gender", "held")]
    assert [one.theirs for one in view.differences] == ["", ""]
    assert view.answers["acute"].state == "answered"
    [entry] = await region.entries("incident")
    assert entry.body["fields"] == ["name", "gender"]
    assert await queued(region) == [("p1", "gp", ("name", "gender"), True)]


async def test_another_birth_date_waits_in_the_same_queue_until_the_source_answers_well(region):
    await opened(region, birthDate="1950-02-03")
    await opened(region, birthDate="1950-02-03")
    assert await queued(region) == [("p1", "gp", ("birth-date",), True)]
    region.gp.holds = []
    await region.records.open(DOCTOR, "p1")
    assert len(await queued(region)) == 1  # nothing was said of who it is
    await opened(region)
    assert await queued(region) == []
    [entry] = await region.entries("number-doubt")
    assert entry.body == {"source": "gp", "step": "agrees", "fields": []}


async def test_a_given_name_and_gender_of_the_persons_own_history_are_shown_and_looked_at(region):
    view = await opened(region, **PETER)
    assert view.answers["gp"].state == "answered"
    assert fields(view) == [("gp", "name", "given"), ("gp", "gender", "another")]
    await opened(region, **PETER)
    assert await queued(region) == [("p1", "gp", ("name", "gender"), False)]
    assert len(await region.entries("number-doubt")) == 1


async def test_a_family_name_that_the_person_had_is_said_to_be_one(region):
    view = await opened(region, name=[{"family": "Holroyd", "given": ["Margery"]}])
    assert fields(view) == [("gp", "name", "former")]


@pytest.mark.parametrize("who", ["the-index", "a-source"])
async def test_of_a_protected_person_no_place_is_compared(region: DoorRegion, who: str):
    if who == "the-index":
        await region.people.add([replace(MARGERY, protected=True)])
    label = LABEL if who == "a-source" else {}
    view = await opened(region, **ELSEWHERE, **label, gender="male")
    assert fields(view) == [("gp", "gender", "another")]
    assert not any(word in str(view.differences) for word in ("Elm", "M1", "0161"))


async def test_who_may_not_see_what_the_sources_hold_is_told_of_no_difference(region: DoorRegion):
    view = await opened(region, **ELSEWHERE)
    said = [*view.answers.values()]
    assert differing(Identity(MARGERY), said, {"demographics": "full"}, places=True)
    assert differing(Identity(MARGERY), said, {"demographics": "none"}, places=True) == ()
    assert differing(Identity(MARGERY), said, {}, places=True) == ()


async def test_a_queue_that_cannot_be_kept_holds_up_no_record(region: DoorRegion):
    await region.lost("source_contradiction")
    view = await opened(region, **PETER)
    assert view.answers["gp"].state == "answered"
    assert "given" in {one.how for one in view.differences}
