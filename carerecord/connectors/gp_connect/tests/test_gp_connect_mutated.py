"""One thing wrong in a record, anywhere: that one entry is kept or counted by its type, and the rest is whole."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.gp_connect.translate import translated
from carerecord.fhir import decode_resource

RECORDS = Path(__file__).parents[5] / "shared/data/gp-connect-stu3"
NUMBER = "9990000042"

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}
CODE = {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}
SUBJECT = {"reference": "Patient/p"}
ENTRIES = [
    {"resourceType": "AllergyIntolerance", "clinicalStatus": "active", "verificationStatus": "refuted",
     "assertedDate": "2019", "code": CODE, "patient": SUBJECT, "note": [{"text": "n"}]},
    {"resourceType": "Immunization", "status": "completed", "notGiven": True, "date": "2020", "vaccineCode": CODE,
     "patient": SUBJECT, "practitioner": [{"role": CODE, "actor": {"reference": "Practitioner/1"}}],
     "explanation": {"reasonNotGiven": [CODE]}, "vaccinationProtocol": [{"doseSequence": 1, "doseStatus": CODE}]},
    {"resourceType": "MedicationStatement", "status": "active", "taken": "n", "subject": SUBJECT,
     "dosage": [{"text": "one", "doseQuantity": {"value": 1}}]},
    {"resourceType": "MedicationRequest", "status": "active", "requester": {"agent": {"display": "a"}},
     "context": {"reference": "Encounter/1"}, "substitution": {"allowed": True}, "subject": SUBJECT,
     "extension": [{"url": "x/MedicationRepeatInformation-1", "extension": [
         {"url": "numberOfRepeatPrescriptionsAllowed", "valuePositiveInt": 2}]}]},
    {"resourceType": "Observation", "status": "final", "code": CODE, "subject": SUBJECT, "comment": "c",
     "valueQuantity": {"value": 1.5, "comparator": "<"}, "category": [CODE], "interpretation": CODE,
     "related": [{"type": "has-member", "target": {"reference": "Observation/2"}}], "component": [{"code": CODE}]},
    {"resourceType": "DocumentReference", "status": "current", "created": "2010", "indexed": "2011", "class": CODE,
     "subject": SUBJECT, "content": [{"attachment": {"title": "t"}}],
     "context": {"encounter": {"reference": "Encounter/1"}, "related": [{"ref": SUBJECT}]}},
    {"resourceType": "List", "id": "l", "subject": SUBJECT, "entry": [{"item": {"reference": "#a"}}],
     "extension": [{"url": "x/ListWarningCode-1", "valueCode": "data-in-transit"}], "note": [{"text": "n"}],
     "contained": [{"resourceType": "AllergyIntolerance", "id": "a", "clinicalStatus": "resolved", "patient": SUBJECT}]},
    {"resourceType": "ReferralRequest", "id": "r", "status": "cancelled", "serviceRequested": [CODE], "subject": SUBJECT,
     "recipient": [SUBJECT], "description": "d", "requester": {"agent": SUBJECT, "onBehalfOf": SUBJECT}},
    {"resourceType": "Procedure", "status": "completed", "notDone": True, "notDoneReason": CODE, "subject": SUBJECT},
    {"resourceType": "BodySite", "id": "b", "patient": SUBJECT, "code": CODE, "qualifier": [CODE]},
    {"resourceType": "QuestionnaireResponse", "questionnaire": {"reference": "q"}, "parent": [SUBJECT], "subject": SUBJECT},
]  # fmt: skip
VALUES = [None, "", "x", 7, 1.5, True, [], {}, [None], [[]], [7], {"a": {"b": []}}, "x" * 99]
MUTANTS = st.sampled_from(VALUES)


def paths_in(value, before=()):
    """Where anything stands in a resource."""
    if before:
        yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner if isinstance(value, dict | list) else ():
        yield from (
            paths_in(one, (*before, key)) if isinstance(one, dict | list) else [(*before, key)]
        )


def changed(value, path, mutant, *, gone):
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(path) > 1:
        copy[path[0]] = changed(copy[path[0]], path[1:], mutant, gone=gone)
    elif gone:
        del copy[path[0]]
    else:
        copy[path[0]] = mutant
    return copy


@st.composite
def mutations(draw):
    entry = draw(st.sampled_from(ENTRIES))
    path = draw(st.sampled_from(list(paths_in(entry))))
    return changed(entry, path, draw(MUTANTS), gone=draw(st.booleans()))


def seen(*entries):
    """The items and reasons that come of a record with these between two good ones."""
    resources = [PATIENT, *entries, {"resourceType": "Encounter", "id": "last"}]
    body = json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})
    made = translated(read_bundle(body.encode(), "gp"), "gp")
    assert made.items[0].resource == PATIENT
    assert made.items[-1].resource["id"] == "last"
    assert [decode_resource(item.raw) for item in made.items] == [i.resource for i in made.items]
    return made


@given(mutations())
@settings(max_examples=400, deadline=None)
def test_one_wrong_element_costs_one_entry_at_most(entry):
    made = seen(entry)
    lists_out = sum(item.type == "List" for item in made.items)
    assert len(made.items) + len(made.unreadable) in (3, 3 + lists_out)
    assert len(made.unreadable) <= 1


@given(st.lists(mutations(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_when_several_are_wrong(entries):
    made = seen(*entries)
    assert len(made.items) + len(made.unreadable) >= 2 + len(entries)


@pytest.mark.parametrize(
    "name", [f"structured-{end}" for end in ("9690937287-normal", "emis-PWTP2", "tpp-PWTP11")]
)
def test_each_resource_of_a_published_record_may_be_wrong(name):
    file = RECORDS / f"{name}.json"
    if not file.exists():
        pytest.skip("the records of GP Connect are not beside the project")
    chance = random.Random(name)
    for entry in json.loads(file.read_bytes())["entry"]:
        wrong = []
        for _ in range(3):
            path = chance.choice(list(paths_in(entry["resource"])))
            mutant, gone = chance.choice(VALUES), chance.random() < 0.3
            wrong.append(changed(entry["resource"], path, mutant, gone=gone))
        made = seen(*wrong)
        assert len(made.items) + len(made.unreadable) >= 5


def test_a_name_said_twice_costs_that_entry_alone():
    body = (
        b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p"}},'
        b'{"resource":{"resourceType":"Immunization","notGiven":true,"notGiven":false}}]}'
    )
    made = translated(read_bundle(body, "gp"), "gp")
    assert [item.type for item in made.items] == ["Patient"]
    assert len(made.unreadable) == 1


def test_depth_costs_that_entry_alone():
    deep = {"a": {}}
    inner = deep["a"]
    for _ in range(400):
        inner["a"] = {}
        inner = inner["a"]
    made = seen({"resourceType": "Condition", "code": deep})
    assert len(made.items) + len(made.unreadable) == 3
