"""The fake practice refuses what a real one refuses, and fails in every way it is told to."""

import asyncio
import base64
import json
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import (
    PersonWithheld,
    SourceError,
    SourceFault,
    SourceReset,
    SourceUnreadable,
)
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.gp_connect.fake import ASKER, FakeGpConnect
from carerecord.connectors.gp_connect.request import body_of, headers_of
from carerecord.connectors.gp_connect.settings import read_settings
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
QUERY = Query(NUMBER, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}
RECORD = [
    PATIENT,
    {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}},
]


def source_at(url, **options):
    return SourceSettings(
        "gp", "GP", "GP", "gp", "gp_connect", options={"url": url, **ASKER, **options}
    )


def refusal_of(change):
    """Status and code of what the fake says to a request that was right until this change."""

    def ask(url):
        own = read_settings(source_at(url))
        request = {"headers": headers_of(own, QUERY, "1"), "body": json.loads(body_of(own, QUERY))}
        change(request)
        body = (
            request["body"]
            if isinstance(request["body"], bytes)
            else json.dumps(request["body"]).encode()
        )
        method = request.get("method", "POST")
        try:
            asked = urllib.request.Request(
                str(own.endpoint), body, request["headers"], method=method
            )
            with urllib.request.urlopen(asked, timeout=5) as reply:
                return reply.status, ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)["issue"][0]["details"]["coding"][0]["code"]

    async def scenario():
        fake = FakeGpConnect(lambda number: RECORD if number == NUMBER else None)
        await fake.start()
        try:
            return await asyncio.to_thread(ask, fake.url)
        finally:
            await fake.stop()

    return asyncio.run(scenario())


def without(name):
    return lambda request: request["headers"].pop(name)


def with_claim(name, value):
    def change(request):
        head, body, signature = request["headers"]["Authorization"].split(".")
        claims = {**json.loads(base64.urlsafe_b64decode(body + "==")), name: value}
        packed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        request["headers"]["Authorization"] = f"{head}.{packed}.{signature}"

    return change


def signed(request):
    request["headers"]["Authorization"] += "c2lnbmVk"


def with_parameter(parameter):
    return lambda request: request["body"]["parameter"].append(parameter)


def with_number(value):
    def change(request):
        request["body"]["parameter"][0]["valueIdentifier"]["value"] = value

    return change


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda request: None, (200, "")),
        (lambda request: request.update(method="PUT"), (404, "REFERENCE_NOT_FOUND")),
        (without("Ssp-From"), (400, "BAD_REQUEST")),
        (without("Ssp-TraceID"), (400, "BAD_REQUEST")),
        (without("Ssp-InteractionID"), (400, "BAD_REQUEST")),
        (without("Authorization"), (400, "BAD_REQUEST")),
        (without("Content-Type"), (415, "UNSUPPORTED_MEDIA_TYPE")),
        (signed, (400, "BAD_REQUEST")),
        (with_claim("exp", 1), (400, "BAD_REQUEST")),
        (with_claim("aud", "https://elsewhere.example"), (400, "BAD_REQUEST")),
        (with_claim("sub", "somebody"), (400, "BAD_REQUEST")),
        (with_claim("reason_for_request", "research"), (400, "BAD_REQUEST")),
        (with_claim("requested_scope", "patient/*.write"), (400, "BAD_REQUEST")),
        (with_claim("requesting_device", None), (400, "BAD_REQUEST")),
        (lambda request: request.update(body=b"{"), (422, "INVALID_RESOURCE")),
        (lambda request: request["body"].update(parameter=[]), (422, "INVALID_PARAMETER")),
        (with_parameter({"name": "includeEverything"}), (422, "INVALID_PARAMETER")),
        (with_parameter({"name": "includeAllergies"}), (422, "INVALID_PARAMETER")),
        (with_number("12"), (400, "INVALID_NHS_NUMBER")),
        (with_number("9990000050"), (404, "PATIENT_NOT_FOUND")),
    ],
)  # fmt: skip
def test_what_gp_connect_forbids_is_refused(change, refusal):
    assert refusal_of(change) == refusal


def under(fault, **options):
    """The types that came while it failed so, or why none did."""

    async def scenario():
        fake, http = FakeGpConnect(lambda _: RECORD), Http()
        fake.faults.set(Fault(fault) if fault else None)
        await fake.start()
        try:
            source = open_source(source_at(fake.url, **options), http)
            pages = [page async for page in source.pages(QUERY, Receipt(1, "e"))]
            return [item.resource for item in pages[-1].items]
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("reset", SourceReset),
        ("http_500", SourceFault),
        ("html", SourceUnreadable),
        ("malformed", SourceUnreadable),
        ("truncated", SourceReset),
        ("no_consent", PersonWithheld),
    ],
)
def test_each_fault_is_the_failure_it_is(fault, error):
    with pytest.raises(SourceError) as raised:
        under(fault)
    assert type(raised.value) is error


def test_a_record_twice_and_another_persons_come_as_they_are_sent():
    assert len(under("duplicate")) == 2 * len(RECORD)
    [number] = under("wrong_person")[0]["identifier"]
    assert number["value"] != NUMBER


def test_what_is_not_asked_for_does_not_come():
    assert [one["resourceType"] for one in under("", areas=["problems"])] == ["Patient"]
    assert len(under("", areas=["allergies"])) == 2
