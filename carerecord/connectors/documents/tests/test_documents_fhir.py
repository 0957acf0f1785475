"""FHIR documents and ITI-65 over a socket: kept as they are under ids of their own, replaced, set aside or refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from carerecord.connectors.documents.tests.documents_given import Region
from carerecord.contract import Resource
from carerecord.fhir.cda.tests.cda_written import NUMBER
from carerecord.store import Database

FHIR = "application/fhir+json"
PERSON: Resource = {
    "resourceType": "Patient", "id": "1", "birthDate": "1948-11-08",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}  # fmt: skip


def composed(
    *items: Resource,
    own: str = "c-1",
    date: str = "2026-11-20T10:00:00Z",
    kind: str = "document",
    **more: Any,
) -> dict[str, Any]:
    composition = {
        "resourceType": "Composition", "id": "1", "identifier": {"system": "urn:x", "value": own},
        "status": "final", "title": "Going home", "date": date, "subject": {"reference": "Patient/1"},
        "type": {"text": "Discharge summary"},
        "section": [{"title": "Plan", "entry": [{"reference": "Condition/1"}]}], **more,
    }  # fmt: skip
    entries = [{"resource": one} for one in (composition, PERSON, *items)]
    return {"resourceType": "Bundle", "type": kind, "identifier": {"value": "b"}, "entry": entries}


def gout(words: str = "Gout") -> Resource:
    return {
        "resourceType": "Condition",
        "id": "1",
        "code": {"text": words},
        "subject": {"reference": "Patient/1"},
    }


def provided(own: str = "d-1", date: str = "2026-11-20T10:00:00Z", **more: Any) -> dict[str, Any]:
    """ITI-65 with one document."""
    attachment = {"contentType": "text/plain", "url": "urn:uuid:b", "title": "Letter"}
    resources = {
        "l": {"resourceType": "List", "status": "current", "mode": "working", "subject": {"reference": "urn:uuid:p"}},
        "p": PERSON,
        "d": {
            "resourceType": "DocumentReference", "status": "current", "date": date,
            "masterIdentifier": {"system": "urn:x", "value": own}, "subject": {"reference": "urn:uuid:p"},
            "content": [{"attachment": attachment}], **more,
        },
        "b": {"resourceType": "Binary", "contentType": "text/plain", "data": base64.b64encode(b"Words").decode()},
    }  # fmt: skip
    entries = [
        {"fullUrl": f"urn:uuid:{name}", "resource": one, "request": {"method": "POST", "url": one["resourceType"]}}
        for name, one in resources.items()
    ]  # fmt: skip
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def sent(*bundles: dict[str, Any]) -> list[bytes]:
    return [json.dumps(one).encode() for one in bundles]


async def test_a_fhir_document_is_kept_with_its_items_and_twice_is_once(db: Database):
    region = await Region.of(db)
    answers = await region.post("/fhir", *sent(composed(gout()), composed(gout())), kind=FHIR)
    assert [one.status for one in answers] == [201, 201]
    held = {one["resourceType"]: one for one in await region.held()}
    assert sorted(held) == ["Composition", "Condition", "Patient"]
    assert (
        held["Condition"]["subject"]
        == held["Composition"]["subject"]
        == {"reference": "Patient/patient"}
    )
    link = held["Composition"]["section"][0]["entry"][0]["reference"]
    assert link == f"Condition/{held['Condition']['id']}"
    assert held["Condition"]["meta"]["source"] == f"Composition/{held['Composition']['id']}"
    assert await region.waiting() == []


async def test_what_two_documents_call_by_one_id_stays_apart(db: Database):
    region = await Region.of(db)
    await region.post(
        "/fhir", *sent(composed(gout()), composed(gout("Asthma"), own="c-2")), kind=FHIR
    )
    said = [
        one["code"]["text"] for one in await region.held() if one["resourceType"] == "Condition"
    ]
    assert sorted(said) == ["Asthma", "Gout"]


async def test_of_what_stands_there_twice_both_are_kept(db: Database):
    region = await Region.of(db)
    await region.post("/fhir", *sent(composed(gout(), gout("Asthma"))), kind=FHIR)
    assert await region.types() == ["Composition", "Condition", "Condition", "Patient"]


@pytest.mark.parametrize(
    "newer",
    [
        composed(date="2026-11-21T10:00:00Z"),
        composed(own="c-2", date="2026-11-21T10:00:00Z",
                 relatesTo=[{"code": "replaces", "targetIdentifier": {"system": "urn:x", "value": "c-1"}}]),
    ],
)  # fmt: skip
async def test_a_newer_version_and_a_replacement_take_the_items_away(db: Database, newer: dict):
    region = await Region.of(db)
    await region.post("/fhir", *sent(composed(gout()), newer), kind=FHIR)
    assert await region.types() == ["Composition", "Patient"]


async def test_a_document_in_a_message_is_taken_too(db: Database):
    region = await Region.of(db)
    header = {"resourceType": "MessageHeader", "id": "m"}
    inside = composed(gout())
    message = {
        "resourceType": "Bundle",
        "type": "message",
        "entry": [{"resource": header}, {"resource": inside}],
    }
    (answer,) = await region.post("/fhir/$process-message", *sent(message), kind=FHIR)
    assert answer.status == 200
    assert await region.types() == ["Composition", "Condition", "Patient"]


async def test_what_is_stu3_becomes_r4(db: Database):
    region = await Region.of(db, release="STU3")
    allergy = {"resourceType": "AllergyIntolerance", "id": "a", "assertedDate": "2019", "patient": {"reference": "Patient/1"}}  # fmt: skip
    await region.post("/fhir", *sent(composed(allergy)), kind=FHIR)
    (kept,) = [one for one in await region.held() if one["resourceType"] == "AllergyIntolerance"]
    assert kept["recordedDate"] == "2019"


async def test_a_restricted_document_restricts_its_items(db: Database):
    region = await Region.of(db)
    await region.post("/fhir", *sent(composed(gout(), confidentiality="R")), kind=FHIR)
    (kept,) = [one for one in await region.held() if one["resourceType"] == "Condition"]
    assert kept["meta"]["security"][0]["code"] == "R"


async def test_a_provided_document_can_be_opened_and_each_entry_is_answered(db: Database):
    region = await Region.of(db)
    (answer,) = await region.post("/fhir", *sent(provided()), kind=FHIR)
    held = {one["resourceType"]: one for one in await region.held()}
    assert sorted(held) == ["Binary", "DocumentReference", "List", "Patient"]
    assert (
        held["DocumentReference"]["content"][0]["attachment"]["url"]
        == f"Binary/{held['Binary']['id']}"
    )
    said = json.loads(answer.body)
    assert (answer.status, said["type"], len(said["entry"])) == (200, "transaction-response", 4)
    assert (
        said["entry"][2]["response"]["location"]
        == f"DocumentReference/{held['DocumentReference']['id']}"
    )


async def test_a_provided_document_that_replaces_another_by_the_id_we_gave(db: Database):
    region = await Region.of(db)
    (first,) = await region.post("/fhir", *sent(provided()), kind=FHIR)
    given = json.loads(first.body)["entry"][2]["response"]["location"]
    replaces = [{"code": "replaces", "target": {"reference": given}}]
    await region.post(
        "/fhir", *sent(provided("d-2", "2026-11-21T10:00:00Z", relatesTo=replaces)), kind=FHIR
    )
    held = [one for one in await region.held() if one["resourceType"] == "DocumentReference"]
    assert [one["masterIdentifier"]["value"] for one in held] == ["d-2"]
    assert await region.types() == ["Binary", "DocumentReference", "List", "Patient"]


def _other(**changed: Any) -> Resource:
    return {**PERSON, "id": "2", **changed}


@pytest.mark.parametrize(
    ("bundle", "why"),
    [
        (composed(_other(identifier=[{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000050"}])),
         "it has several NHS numbers"),
        (composed(_other(identifier=[])), "it is about several people"),
        (composed(_other(birthDate="1950-01-01")), "it has several dates of birth"),
        (composed(date="2099-01-01"), "its time is in the future"),
        (composed(date="2026"), "it does not say when it was made"),
    ],
)  # fmt: skip
async def test_what_can_be_filed_to_nobody_for_certain_waits(db: Database, bundle: dict, why: str):
    region = await Region.of(db)
    (answer,) = await region.post("/fhir", *sent(bundle), kind=FHIR)
    assert answer.status == 202
    assert await region.waiting() == [why]
    assert await region.held() == []


def _without(bundle: dict[str, Any], type: str) -> dict[str, Any]:
    left = [one for one in bundle["entry"] if one["resource"]["resourceType"] != type]
    return {**bundle, "entry": left}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"{}", 422),
        (sent({"resourceType": "Patient"})[0], 422),
        (sent(composed(kind="searchset"))[0], 422),
        (sent(_without(composed(), "Composition"))[0], 422),
        (sent({**composed(), "entry": [*composed()["entry"][::-1]]})[0], 422),
        (sent({**composed(), "entry": [{"fullUrl": "x"}]})[0], 422),
        (sent(_without(provided(), "List"))[0], 422),
        (sent(_without(provided(), "Binary"))[0], 422),
        (sent(_without(provided(), "DocumentReference"))[0], 422),
        (b'{"resourceType":"Bundle","type":"document","entry":' + b"[" * 5000, 400),
    ],
)
async def test_what_is_not_taken_is_refused_with_an_outcome(db: Database, body: bytes, status: int):
    region = await Region.of(db)
    (answer,) = await region.post("/fhir", body, kind=FHIR)
    assert (answer.status, answer.content_type) == (status, FHIR)
    assert json.loads(answer.body)["resourceType"] == "OperationOutcome"
    (why,) = await region.waiting()
    assert why.startswith("refused: ")
