"""A practice is asked as GP Connect says, and each way it can answer is the state it is."""

import asyncio
import base64
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import (
    PersonNotFound,
    PersonWithheld,
    SourceFault,
    SourceRefused,
    SourceUnreadable,
)
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.gp_connect.fake import ASKER, BASE, FakeGpConnect
from carerecord.connectors.gp_connect.request import INTERACTION
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}
AT = datetime(2026, 1, 2, 9, tzinfo=UTC)


def query(number=NUMBER):
    return Query(number, "1948-11-08", (), "view-7", AT)


def opened(url, http, **options):
    settings = SourceSettings(
        "gp", "GP", "GP", "gp", "gp_connect", options={"url": url, **ASKER, **options}
    )
    return open_source(settings, http)


async def answered(url, *, number=NUMBER, **options):
    """The last page, and what went before it."""
    http = Http()
    try:
        return [p async for p in opened(url, http, **options).pages(query(number), Receipt(1, "e"))]
    finally:
        await http.close()


def asked(record, **options):
    async def scenario():
        fake = FakeGpConnect(lambda n: record if n == NUMBER else None)
        await fake.start()
        try:
            return await answered(fake.url, **options)
        finally:
            await fake.stop()

    return asyncio.run(scenario())


def told(status, body, *, proxied=False, **options):
    """What comes of one answer; and the request it answered."""
    seen = []

    async def scenario():
        def answer(request, connection):
            seen.append(request)
            connection.send(response(status, body))

        server = Server(answer)
        await server.open()
        try:
            where = server.address
            if proxied:
                return await answered("https://gp.example/fhir", proxy=where, **options)
            return await answered(where + BASE, **options)
        finally:
            await server.close()

    return asyncio.run(scenario()), seen


def bundle(*resources):
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def outcome(code):
    issue = {"severity": "error", "code": "x", "details": {"coding": [{"code": code}]}}
    return json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()


def test_the_whole_record_comes_in_r4_and_its_bytes_are_r4_too():
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "patient": {"reference": "Patient/p"},
        "assertedDate": "2019",
    }
    page = asked([PATIENT, allergy])[-1]
    assert [item.resource.get("recordedDate") for item in page.items] == [None, "2019"]
    assert [json.loads(item.raw) for item in page.items] == [item.resource for item in page.items]
    assert (page.unreadable, page.warnings, page.incomplete) == ((), (), "")


def test_the_request_says_who_asks_why_and_for_what_and_names_the_person_in_its_body_alone():
    _, [request] = told(200, bundle(PATIENT))
    assert request.path == f"{BASE}/Patient/$gpc.getstructuredrecord"
    assert request.header("Ssp-From") == "200000000115"
    assert request.header("Ssp-To") == "200000000116"
    assert request.header("Ssp-InteractionID") == INTERACTION
    assert request.header("Ssp-TraceID") == request.header("X-Request-ID")
    head, claims, signature = request.header("Authorization").removeprefix("Bearer ").split(".")
    claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "none", "typ": "JWT"}
    assert signature == ""
    assert claims["aud"].endswith(BASE)
    assert claims["exp"] - claims["iat"] == 300
    assert claims["iat"] == int(AT.timestamp())
    assert claims["sub"] == claims["requesting_practitioner"]["id"] == "view-7"
    assert claims["requesting_organization"]["identifier"][0]["value"] == "RNG99"
    assert NUMBER not in json.dumps(claims)
    assert NUMBER.encode() not in request.head
    names = [one["name"] for one in json.loads(request.body)["parameter"]]
    assert names == [
        "patientNHSNumber",
        "includeAllergies",
        "includeMedication",
        "includeProblems",
        "includeImmunisations",
        "includeConsultations",
        "includeUncategorisedData",
        "includeInvestigations",
        "includeReferrals",
        "includeDiaryEntries",
    ]


def test_only_the_areas_a_practice_has_are_asked_for():
    _, [request] = told(200, bundle(PATIENT), areas=["allergies"])
    assert [one["name"] for one in json.loads(request.body)["parameter"]][1:] == [
        "includeAllergies"
    ]


def test_behind_the_proxy_the_address_of_the_practice_follows_that_of_the_proxy():
    pages, [request] = told(200, bundle(PATIENT), proxied=True)
    assert request.path == "/https://gp.example/fhir/Patient/$gpc.getstructuredrecord"
    assert len(pages[-1].items) == 1


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (403, outcome("NO_PATIENT_CONSENT"), PersonWithheld, "asked the practice not to share"),
        (403, outcome("NO_ORGANISATION_CONSENT"), PersonWithheld, "not agreed to share"),
        (404, outcome("PATIENT_NOT_FOUND"), PersonNotFound, "no record"),
        (404, outcome("NO_RECORD_FOUND"), PersonNotFound, "no record"),
        (400, outcome("INVALID_NHS_NUMBER"), PersonNotFound, "no record"),
        (403, outcome("NOT_AUTHORISED"), SourceRefused, "refused us"),
        (401, b"", SourceRefused, "refused us"),
        (403, outcome("ASID_CHECK_FAILED"), SourceRefused, "refused us"),
        (404, outcome("REFERENCE_NOT_FOUND"), SourceFault, "error"),
        (404, b"<html>", SourceFault, "error"),
        (422, outcome("INVALID_PARAMETER"), SourceFault, "error"),
        (400, outcome("BAD_REQUEST"), SourceFault, "error"),
        (502, outcome("BAD_GATEWAY"), SourceFault, "error"),
        (503, b"", SourceFault, "too busy"),
        (302, b"", SourceFault, "another address"),
        (200, outcome("NO_PATIENT_CONSENT"), SourceFault, "error"),
        (200, b"<html>sign in", SourceUnreadable, "not a record"),
        (200, bundle(), PersonNotFound, "no record"),
        (200, bundle(json.loads(outcome("INTERNAL_SERVER_ERROR"))), SourceFault, "error"),
    ],
)  # fmt: skip
def test_each_answer_without_a_record_is_the_state_it_is(status, body, error, words):
    with pytest.raises(error, match=words) as raised:
        told(status, body)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"link": [{"relation": "next", "url": "/more"}]}, "continues on a page"),
        ({"total": 9}, "less than it says it holds"),
    ],
)
def test_a_record_that_is_not_whole_is_shown_and_said_to_be_short(more, words):
    pages, asked_for = told(200, json.dumps({**json.loads(bundle(PATIENT)), **more}).encode())
    assert words in pages[-1].incomplete
    assert len(pages[-1].items) == 1
    assert len(asked_for) == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"to_asid": None}, "to_asid"),
        ({"url": "gp.example"}, "url"),
        ({"proxy": "ftp://spine"}, "proxy"),
        ({"areas": ["everything"]}, "everything"),
        ({"areas": []}, "areas"),
    ],
)
def test_a_wrong_setting_of_a_practice_is_named(options, named):
    whole = {"url": "https://gp.example", **ASKER, **options}
    given = {key: value for key, value in whole.items() if value is not None}
    with pytest.raises(SettingsError, match=f"gp.*{named}"):
        open_source(SourceSettings("gp", "GP", "GP", "gp", "gp_connect", options=given), Http())


def test_the_block_in_the_readme_opens_a_source():
    text = (Path(__file__).parents[1] / "README.md").read_text()
    [block] = tomllib.loads(text.split("```toml")[1].split("```")[0])["source"]
    given = {key: block[key] for key in ("id", "name", "short", "kind", "protocol", "options")}
    assert open_source(SourceSettings(**given), Http()).settings.id == "riverside-gp"
