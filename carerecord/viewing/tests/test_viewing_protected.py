"""A person whom only a source protects is protected in the whole view, and in the next (SFL-2, SFL-3, SFL-6)."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from carerecord.contract import Resource
from carerecord.store import Database
from carerecord.viewing import RecordUnavailable, View
from carerecord.viewing.contract import Criteria
from carerecord.viewing.tests.door_region import DOCTOR, PERSON, DoorRegion, patient, problem

LABEL = {
    "security": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    ]
}
WORDS = "Seen at 3 Hidden Lane"
LETTER = {
    "resourceType": "DocumentReference",
    "id": "letter",
    "status": "current",
    "subject": {"reference": "Patient/1"},
    "type": {"text": "Clinic letter"},
    "content": [
        {
            "attachment": {
                "contentType": "text/plain",
                "data": base64.b64encode(WORDS.encode()).decode(),
            }
        }
    ],
}


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    made = await DoorRegion(db).begin()
    await made.people.add([replace(PERSON, address="3 Hidden Lane", postcode="LS1 4AB")])
    made.gp.holds = [patient(meta=LABEL), problem("Stroke")]
    made.acute.settings = replace(made.acute.settings, sections=("problems", "documents"))
    made.acute.holds = [patient(), LETTER]
    made.records = made.door()
    await made.relate()
    return made


def words_in(view: View) -> bool:
    held: list[Resource] = [i.resource for a in view.answers.values() for i in a.items]
    text = json.dumps(held)
    assert "letter" in text  # what it is and when stays
    return '"data"' in text


async def test_from_the_first_view_on_documents_ask_and_the_officer_is_alerted(region: DoorRegion):
    for _ in range(2):
        view = await region.records.open(DOCTOR, "p1")
        assert view.protected
        assert "SFL-3" in view.decision.offers
        assert not words_in(view)
        assert view.person.address == ""
    assert [one.rule for one in await region.told()] == ["SFL-6"]


async def test_the_decision_that_held_is_written_down_with_who_says_so(region: DoorRegion):
    view = await region.records.open(DOCTOR, "p1")
    opened, decided, alert = await region.entries("open", "decided", "alert")
    assert (opened.kind, decided.kind, alert.kind) == ("open", "decided", "alert")
    assert decided.view_id == view.id
    assert decided.body["protecting"] == ["gp"]
    assert decided.body["asked"]["about"]["protected"] is True
    assert decided.body["obligations"] == [["SFL-6", "alert"]]
    assert (await region.told())[0].entry_id == decided.entry_id
    await region.records.open(DOCTOR, "p1")
    assert len(await region.entries("decided")) == 1


async def test_it_holds_after_the_source_stopped_saying_so_and_in_the_search(region: DoorRegion):
    await region.records.open(DOCTOR, "p1")
    region.gp.holds = [patient(), problem("Stroke")]
    view = await region.records.open(replace(DOCTOR, session="s9"), "p1")
    assert view.protected
    assert not words_in(view)
    criteria = Criteria(family="Gibson", given="Margery", postcode="LS1 4AB")
    assert (await region.records.find(DOCTOR, criteria)).people == ()


async def test_who_said_why_reads_the_document(region: DoorRegion):
    await region.records.open(DOCTOR, "p1")
    await region.records.declare(DOCTOR, "p1", "SFL-3", "needed-for-care", "")
    assert words_in(await region.records.open(DOCTOR, "p1"))


async def test_said_before_the_first_view_it_opens_them_at_once(region: DoorRegion):
    made = region.access.declared(DOCTOR, "p1", "SFL-3", "needed-for-care", "", region.at)
    await region.access.add_evidence([made])
    assert words_in(await region.records.open(DOCTOR, "p1"))


async def test_a_gp_system_that_answered_before_it_was_known_is_not_shown(region: DoorRegion):
    region.gp.settings = replace(region.gp.settings, protocol="gp_connect")
    region.records = region.door()
    for _ in range(2):
        view = await region.records.open(DOCTOR, "p1")
        assert view.states["problems"].by_source["gp"] == "not-asked"
        assert not view.answers["gp"].items
        assert view.protected
    assert len(region.gp.asked) == 1


async def test_what_cannot_be_remembered_is_not_shown(region: DoorRegion):
    await region.lost("person_name")
    with pytest.raises(RecordUnavailable):
        await region.records.open(DOCTOR, "p1")


async def test_where_the_index_says_they_live_is_in_no_words_of_another_source(
    region: DoorRegion,
):
    """The index's address is what words are searched for, in the view decided anew too (T13)."""
    note = [{"text": "Collected from 3 Hidden Lane by taxi"}]
    region.acute.holds = [patient(), problem("Asthma", note=note)]
    view = await region.records.open(DOCTOR, "p1")
    held = json.dumps([i.resource for a in view.answers.values() for i in a.items])
    assert "Asthma" in held
    assert "Hidden Lane" not in held
