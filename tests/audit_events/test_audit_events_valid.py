"""Every entry as an AuditEvent: valid to those who did not write it, and to the profile that it claims."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as Xml
from collections import Counter
from typing import Any

import pytest
from balp import BALP, PROFILES, faults
from every_entry import DECISION, RECORDER, SHOWN, any_entry, entry
from fhir_validators import Validators
from hypothesis import HealthCheck, given, settings

from carerecord.audit import KINDS, Entry
from carerecord.audit.events import SHAPES, audit_event
from carerecord.audit.feed.dicom import audit_message
from carerecord.audit.feed.person import without_person
from carerecord.store import Database
from carerecord.viewing import Criteria
from carerecord.viewing.tests.door_region import DOCTOR, OFFICER, PERSON, DoorRegion

Event = dict[str, Any]
SIGNED = {"provider": "demo", "assurance": 3, "address": "192.0.2.7", "device": "Firefox"}


def event_of(kind: str, **changes: Any) -> Event:
    return audit_event(entry(kind, **changes), RECORDER)


def profile_of(event: Event) -> str:
    claimed: list[str] = event.get("meta", {}).get("profile", [])
    return claimed[0].removeprefix(PROFILES) if claimed else ""


def agent(event: Event, code: str) -> Event:
    (found,) = [
        one for one in event["agent"] if any(c["code"] == code for c in one["type"]["coding"])
    ]
    return dict(found)


def test_every_kind_of_entry_is_mapped() -> None:
    assert sorted(KINDS.keys() - SHAPES.keys()) == []
    assert {profile_of(event_of(kind)) for kind in KINDS} - {""} == set(BALP)


def test_a_session_says_from_which_address_it_began(validators: Validators) -> None:
    event = event_of("sign-in", body=SIGNED)
    assert agent(event, "IRCP")["network"] == {"address": "192.0.2.7", "type": "2"}
    assert (validators.issues(event), faults(event)) == ([], [])
    assert "network" not in agent(event_of("sign-in", body={}), "IRCP")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_valid(validators: Validators, kind: str) -> None:
    for changes in ({}, {"viewer": None}, {"person_id": "", "body": {}}, {"view_id": ""}):
        event = event_of(kind, **changes)
        assert validators.issues(event) == []
        assert faults(event) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=any_entry)
def test_whatever_an_entry_holds_its_event_is_valid(validators: Validators, one: Entry) -> None:
    for told in (one, without_person(one)):
        event = audit_event(told, RECORDER)
        assert validators.issues(event) == []
        assert faults(event) == []


async def what_the_door_writes(region: DoorRegion) -> list[Entry]:
    """A search, a list, a refusal, an emergency, a view, a launch, a privacy officer, signing in and out."""
    records = region.records
    await records.signed("sign-in", DOCTOR, SIGNED)
    await records.find(DOCTOR, Criteria(nhs_number=PERSON.nhs_number))
    await records.open(DOCTOR, "p1")
    await records.decide(DOCTOR, "p1")
    await records.launched(DOCTOR, PERSON.nhs_number, PERSON.birth_date, launcher="epr")
    await records.launch_refused("epr", "signature")
    await region.relate()
    await records.people_today(DOCTOR)
    await records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    for face, sent_as in (("web", "text/html"), ("api", "application/fhir+json")):
        view = await records.open(DOCTOR, "p1", face=face)
        await records.release(view, b"a page", tuple(view.records), content_type=sent_as)
    await records.explain(OFFICER, DOCTOR, "p1")
    await records.alerts(OFFICER)
    await records.signed("sign-out", DOCTOR)
    return [one async for one in region.log.entries()]


async def test_what_the_door_writes_is_valid(validators: Validators, db: Database) -> None:
    region = await DoorRegion(db).begin()
    entries = await what_the_door_writes(region)
    events = [audit_event(one, RECORDER) for one in entries]
    assert [issue for event in events for issue in validators.issues(event)] == []
    assert [fault for event in events for fault in faults(event)] == []
    claimed = Counter(profile_of(event) for event in events)
    assert claimed["PatientRead"] == 2
    assert claimed["AuthZconsent"] == 4
    assert claimed["Query"] == 1
    assert claimed["PatientQuery"] == 2


BREAKS: dict[str, tuple[str, Any]] = {
    "a code that is not one": ("shown", lambda e: e.update(action="Q")),
    "no agent": ("shown", lambda e: e.pop("agent")),
    "a time that is none": ("sign-in", lambda e: e.update(recorded="yesterday")),
    "a name beside a query": ("search", lambda e: e["entity"][-1].update(name="x", query="YQ==")),
    "something unknown": ("open", lambda e: e.update(seen=True)),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_the_validators_find_what_is_wrong(validators: Validators, broken: str) -> None:
    kind, damage = BREAKS[broken]
    event = event_of(kind)
    damage(event)
    assert validators.issues(event)


PROFILE_BREAKS: dict[str, tuple[str, Any]] = {
    "a read without its data": ("shown", lambda e: e["entity"].pop()),
    "a read about nobody": ("shown", lambda e: e["entity"].pop(0)),
    "a query without the query": ("matched", lambda e: e["entity"][-1].pop("query")),
    "a query that failed": ("search", lambda e: e.update(outcome="4")),
    "no client": ("shown", lambda e: e["agent"].pop(-2)),
    "a decision by another than the source": ("open", lambda e: e["agent"][-1].update(who={})),
    "a decision without a consent": ("open", lambda e: e["entity"].pop()),
    "a decision about something more": ("open", lambda e: e["entity"].append({"type": {}})),
}


@pytest.mark.parametrize("broken", PROFILE_BREAKS)
def test_the_table_of_profiles_finds_what_is_wrong(broken: str) -> None:
    kind, damage = PROFILE_BREAKS[broken]
    event = event_of(kind)
    assert faults(event) == []
    damage(event)
    assert faults(event)


def test_the_viewer_stands_as_they_were_then() -> None:
    user = agent(event_of("open"), "IRCP")
    assert (user["who"]["identifier"]["value"], user["name"]) == ("a.okafor", "Dr A Okafor")
    assert [one["coding"][0]["code"] for one in user["role"]] == ["doctor", "r-7"]
    assert user["purposeOfUse"][0]["coding"][0]["code"] == "TREAT"
    organisation = agent(event_of("open"), "PROV")["who"]
    assert organisation["identifier"] == {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": "RNG01",
    }


def test_a_page_and_a_program_are_told_apart() -> None:
    web, api = (
        event_of("shown"),
        event_of("shown", body=SHOWN | {"content_type": "application/fhir+json"}),
    )
    assert agent(web, "110152")["who"]["identifier"]["value"] == "web"
    assert agent(api, "110152")["who"]["identifier"]["value"] == "api"
    assert agent(api, "UserOauthAgent")["policy"] == ["urn:carerecord:session:s1"]


def test_what_was_sent_is_there_by_digest_and_item() -> None:
    event = event_of("shown")
    (data,) = [one for one in event["entity"] if one["type"]["code"] == "2"]
    assert data["what"]["identifier"]["value"] == "0" * 64
    details = {one["type"]: one["valueString"] for one in data["detail"]}
    assert "acute/Condition/2/_history/3" in details["sections"]
    (transaction,) = [one for one in event["entity"] if one["type"]["code"] == "XrequestId"]
    assert transaction["what"]["identifier"]["value"] == "v1"


def test_a_query_is_base64_and_holds_no_value_searched_for() -> None:
    (query,) = [one for one in event_of("search")["entity"] if "query" in one]
    assert base64.b64decode(query["query"]).decode() == "Patient?identifier&birthdate"


@pytest.mark.parametrize(("outcome", "code"), [("permit", "0"), ("challenge", "4"), ("deny", "8")])
def test_a_decision_says_how_it_came_out_and_by_which_rules(outcome: str, code: str) -> None:
    event = event_of("decided", body=DECISION | {"outcome": outcome, "reasons": ["TRN-1", "OPT-2"]})
    assert event["outcome"] == code
    assert event.get("outcomeDesc", "") == ("" if code == "0" else "TRN-1, OPT-2")


def test_an_event_says_which_entry_of_which_log_it_is() -> None:
    (place,) = event_of("open")["extension"]
    assert [list(one.values())[1] for one in place["extension"]] == ["2026-11", 7, "open"]


@settings(max_examples=60, deadline=None)
@given(one=any_entry)
def test_without_the_person_nothing_says_whom_it_was_about(one: Entry) -> None:
    event = audit_event(without_person(one), RECORDER)
    assert "Patient/" not in str(event)


def test_without_the_person_words_items_and_evidence_stay_behind() -> None:
    words = {"reason": "life-at-risk", "words": "Mrs Gibson, bed 4", "kind": "LR-16"}
    for kind, body in (("emergency", words), ("shown", SHOWN), ("open", DECISION)):
        told = str(audit_event(without_person(entry(kind, body=body)), RECORDER))
        assert "Gibson" not in told
        assert "Condition" not in told
        assert "e-1" not in told
        assert "a.okafor" in told


def test_a_log_says_of_itself_that_it_was_opened_and_closed() -> None:
    for kind, code in (("log-opened", "110134"), ("log-closed", "110133")):
        assert event_of(kind, viewer=None, person_id="")["subtype"][0]["code"] == code


@settings(max_examples=60, deadline=None)
@given(one=any_entry)
def test_every_event_is_a_dicom_audit_message_too(one: Entry) -> None:
    """What PS3.15 A.5.1 requires, by hand: its schema is in no package."""
    whole = Xml.fromstring(audit_message(audit_event(one, RECORDER)))  # noqa: S314 - our own
    order = ["EventIdentification", "ActiveParticipant", "AuditSourceIdentification"]
    assert list(dict.fromkeys(child.tag for child in whole))[:3] == order
    event = whole[0]
    assert {"EventActionCode", "EventDateTime", "EventOutcomeIndicator"} <= set(event.keys())
    assert event[0].tag == "EventID"
    for coded in whole.iter():
        if "csd-code" in coded.keys() and coded.tag != "AuditSourceTypeCode":  # noqa: SIM118 - of an element
            assert coded.get("codeSystemName")
            assert coded.get("originalText")
    for agent in whole.iter("ActiveParticipant"):
        assert agent.get("UserID")
        assert agent.get("UserIsRequestor") in ("true", "false")
    for about in whole.iter("ParticipantObjectIdentification"):
        assert about.get("ParticipantObjectID")
        tags = [child.tag for child in about]
        assert tags[0] == "ParticipantObjectIDTypeCode"
        assert tags[1] in ("ParticipantObjectName", "ParticipantObjectQuery")
