"""The list of a practice's documents comes after the record, and costs nothing of it."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import SourceError, SourceFault, SourceRefused
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.gp_connect.fake import ASKER, BASE, DOCUMENTS_BASE, FakeGpConnect
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
LETTER = {"resourceType": "DocumentReference", "id": "d", "indexed": "2020-01-02T03:04:05Z"}
NO_CONSENT = {
    "resourceType": "OperationOutcome",
    "issue": [{"details": {"coding": [{"code": "NO_PATIENT_CONSENT"}]}}],
}


def patient(own="p"):
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}
    return {"resourceType": "Patient", "id": own, "identifier": [number]}


async def pages_of(url, documents):
    """Every page that came, and why no more did."""
    http = Http()
    options = {"url": url, "documents": documents, **ASKER}
    own = SourceSettings("gp", "GP", "GP", "gp", "gp_connect", options=options)
    query = Query(NUMBER, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
    pages = []
    try:
        async for page in open_source(own, http).pages(query, Receipt(1, "e")):
            pages.append(page)
    except SourceError as error:
        return pages, error
    finally:
        await http.close()
    return pages, None


def told(listed, status=200, record=None):
    """What comes of a record, and then this list of documents; and the addresses that were asked."""
    asked = []

    async def scenario():
        def answer(request, connection):
            asked.append(request.path)
            whole = request.path.startswith(BASE)
            body = (
                {"resourceType": "Bundle", "entry": [{"resource": record or patient()}]}
                if whole
                else listed
            )
            connection.send(response(200 if whole else status, json.dumps(body).encode()))

        server = Server(answer)
        await server.open()
        try:
            return await pages_of(server.address + BASE, server.address + DOCUMENTS_BASE)
        finally:
            await server.close()

    return *asyncio.run(scenario()), asked


def test_a_practice_gives_its_list_to_who_asks_as_gp_connect_says():
    async def scenario():
        fake = FakeGpConnect(lambda _: [patient(), LETTER])
        await fake.start()
        try:
            return *await pages_of(fake.url, fake.documents_url), list(fake.faults.served)
        finally:
            await fake.stop()

    pages, error, served = asyncio.run(scenario())
    assert error is None
    assert [item.type for page in pages for item in page.items] == ["Patient", "DocumentReference"]
    assert [one["request_id"] for one in served] == [i for page in pages for i in page.request_ids]
    assert len(served) == 2
    assert not any(NUMBER in one["path"] for one in served)


def test_a_document_comes_in_r4_and_the_person_does_not_come_again():
    listed = {"resourceType": "Bundle", "entry": [{"resource": one} for one in (patient(), LETTER)]}
    pages, error, asked = told(listed)
    assert error is None
    assert asked[1] == f"{DOCUMENTS_BASE}/Patient/p/DocumentReference"
    assert [item.resource.get("date") for item in pages[-1].items] == ["2020-01-02T03:04:05Z"]


@pytest.mark.parametrize(
    ("listed", "status", "error"),
    [
        (NO_CONSENT, 403, SourceRefused),
        ({}, 500, SourceFault),
    ],
)
def test_a_list_that_is_refused_leaves_the_record(listed, status, error):
    pages, raised, _ = told(listed, status)
    assert type(raised) is error
    assert [item.type for page in pages for item in page.items] == ["Patient"]


@pytest.mark.parametrize("own", ["..", "a/b", "", f"p{NUMBER}", 7])
def test_an_id_that_cannot_stand_in_an_address_is_not_asked_with(own):
    pages, error, asked = told({}, record=patient(own))
    assert error is None
    assert len(asked) == 1
    assert len(pages[-1].items) == 1
