"""The FHIR face from outside: what it refuses, and that it repeats nothing that was typed."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from running import Caller, Region

SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        pytest.param("/fhir/R4/Patient?9994173626=1", 400, "Search by", id="odd-parameter"),
        pytest.param("/fhir/R4/Patient", 400, "Give one identifier", id="nothing-asked"),
        pytest.param(
            f"/fhir/R4/Patient?identifier={quote(SYSTEM)}|9994173627",
            400,
            "check digit",
            id="digit",
        ),
        pytest.param(
            f"/fhir/R4/Patient?identifier={quote(SYSTEM)}|99941", 400, "10 digits", id="length"
        ),
        pytest.param("/fhir/R4/Patient?identifier=urn:x|1", 400, "are found by", id="other-system"),
        pytest.param("/fhir/R4/Patient/nobody/$everything", 404, "No such", id="nobody"),
        pytest.param("/fhir/R4/Nonsense", 404, "Not Found", id="no-such-path"),
    ],
)
def test_what_cannot_be_answered_says_why(region: Region, path: str, status: int, words: str):
    bearer = {"Authorization": f"Bearer {region.token()}"}
    reply = Caller(region.base_url).get(path.replace("|", "%7C"), bearer)
    said = reply.json()
    assert reply.status == status
    assert said["resourceType"] == "OperationOutcome"
    assert words in said["issue"][0]["details"]["text"]
    assert "99941" not in reply.text


def test_without_a_token_nothing_is_answered(region: Region):
    reply = Caller(region.base_url).get("/fhir/R4/Patient/x/$everything")
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_person_without_a_link_is_forbidden_and_says_why(region: Region):
    staff = {one["username"]: set(one["cares_for"]) for one in region.demo["staff"]}
    number = next(
        one["nhs_number"]
        for one in region.demo["people"]
        if one["nhs_number"] not in staff["a.okafor"] and not one["case"]
    )
    bearer = {"Authorization": f"Bearer {region.token()}"}
    caller = Caller(region.base_url)
    found = caller.get(f"/fhir/R4/Patient?identifier={quote(SYSTEM)}%7C{number}", bearer).json()
    patient = found["entry"][0]["resource"]["id"]
    reply = caller.get(f"/fhir/R4/Patient/{patient}/$everything", bearer)
    assert reply.status == 403
    assert "no recorded link" in reply.json()["issue"][0]["details"]["text"]


def test_asking_for_less_than_the_whole_is_answered_with_the_whole_and_said(region: Region):
    bearer = {"Authorization": f"Bearer {region.token()}"}
    caller = Caller(region.base_url)
    number = region.number_of("allergies-disagree")
    found = caller.get(f"/fhir/R4/Patient?identifier={quote(SYSTEM)}%7C{number}", bearer).json()
    patient = found["entry"][0]["resource"]["id"]
    reply = caller.get(f"/fhir/R4/Patient/{patient}/$everything?_type=Flag", bearer).json()
    issues = [
        one["details"]["text"]
        for entry in reply["entry"]
        if entry["search"]["mode"] == "outcome"
        for one in entry["resource"]["issue"]
    ]
    assert any("not applied" in words for words in issues)
    assert any(e["resource"]["resourceType"] == "AllergyIntolerance" for e in reply["entry"])
