"""BaRS over a socket: every published answer and body, none lost, and who is told to ask."""

import asyncio
import base64
import json
from datetime import UTC, datetime

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.bars.fake import ASKER, FakeBars
from carerecord.connectors.bars.request import Settings, headers_of
from carerecord.connectors.contract import (
    PersonNotFound,
    SourceError,
    SourceFault,
    SourceUnreadable,
)
from carerecord.connectors.fake_http import Server, response
from carerecord.contract import Origin, Query, Receipt, SourceSettings, Viewer
from carerecord.federation.check import check
from carerecord.fhir import NHS_NUMBER, decode_resource

PERSON = Query("9990000042", "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
ANSWERS = {
    "appointment-GET-success": (2, 2),
    "service_request-GET-success": (1, 1),
    "slots-GET-success": (8, 1),
    "HealthcareService-success_bundle": (2, 0),
    "process_message-request-ValidationRequest-POST": (19, 19),
}
"""Of each published Bundle: what came of it, and what of that does not say it is about the person asked for."""
ALONE = (
    "HealthcareService-success_HealthcareService_Atomic",
    "appointment-PATCH-body",
    "appointment-PUT-body",
    "document_reference-id-GET-success",
    "metadata-BaRS_API_Capability_Statement",
    "service_request-PATCH-body",
    "service_request-PUT-body",
    "service_request-id-GET-success",
)
"""One resource each: nothing of ours asks for one, and none is taken for an answer to a search."""


def opened(http, url):
    settings = SourceSettings("utc", "U", "U", "acute", "bars", options={"url": url, **ASKER})
    return open_source(settings, http)


def answered_with(body, *, then=b'{"resourceType":"Bundle"}', status=200):
    """Every page, where referrals are answered with this and appointments with the other."""

    def answer(request, connection):
        first = request.path.endswith("ServiceRequest")
        connection.send(response(status if first else 200, body if first else then))

    async def scenario():
        server, http, pages = Server(answer), Http(), []
        await server.open()
        try:
            async for page in opened(http, server.address).pages(PERSON, Receipt(1, "e")):
                pages.append(page)
        except SourceError as error:
            return pages, error
        finally:
            await http.close()
            await server.close()
        return pages, None

    return asyncio.run(scenario())


def published(shared_data, name):
    return (shared_data / "bars" / f"{name}.json").read_bytes()


@pytest.mark.parametrize(("name", "numbers"), ANSWERS.items())
def test_a_published_answer_loses_nothing_and_shows_nobody_elses(shared_data, name, numbers):
    body = published(shared_data, name)
    pages, failure = answered_with(body)
    items = [item for page in pages for item in page.items]
    held_back = check(items, PERSON).held_back
    assert failure is None
    assert sum(len(page.unreadable) for page in pages) == 0
    assert (len(items), len(held_back)) == numbers
    assert len(items) == len(decode_resource(body)["entry"])


@pytest.mark.parametrize("name", ALONE)
def test_one_resource_is_no_answer_to_a_search(shared_data, name):
    _, failure = answered_with(published(shared_data, name))
    assert isinstance(failure, SourceUnreadable)


def test_where_one_question_fails_the_answer_to_the_other_is_read():
    who = {"identifier": {"system": NHS_NUMBER, "value": PERSON.nhs_number}}
    one = {"resourceType": "Appointment", "id": "a", "participant": [{"actor": who}]}
    body = json.dumps({"resourceType": "Bundle", "entry": [{"resource": one}]}).encode()
    pages, failure = answered_with(b"{}", then=body, status=500)
    assert isinstance(failure, SourceFault)
    assert len(check([i for page in pages for i in page.items], PERSON).items) == 1


def test_a_next_page_is_not_asked_for_and_it_is_said():
    link = '{"relation":"next","url":"/Appointment?patient:identifier=1"}'
    body = '{"resourceType":"Bundle","link":[%s],"entry":[{"resource":{"resourceType":"Slot"}}]}'
    pages, _ = answered_with((body % link).encode())
    assert [page.incomplete for page in pages if page.incomplete] == [
        "continues on a page that cannot be asked for"
    ]


def test_whoever_looks_is_named_by_role_and_organisation_and_never_by_name():
    viewer = Viewer("v", "Nia Ng", "nurse", "Nurse", "B82617", "Riverside", role_id="5550")
    query = Query(PERSON.nhs_number, "", (), "v", PERSON.at, Origin(viewer, "TREAT", ()))
    said = {
        name: json.loads(base64.b64decode(value))
        for name, value in headers_of(Settings("https://x", **ASKER), query).items()
    }
    assert said["NHSD-End-User-Organisation"]["identifier"][0]["value"] == "B82617"
    assert said["NHSD-Requesting-Practitioner"]["identifier"][0]["value"] == "5550"
    assert not any(
        "Ng" in json.dumps(one) or PERSON.nhs_number in json.dumps(one) for one in said.values()
    )


def test_nobody_there_is_no_record_available():
    async def scenario():
        fake, http = FakeBars(lambda _: None), Http()
        await fake.start()
        try:
            async for _ in opened(http, fake.url).pages(PERSON, Receipt(1, "e")):
                pass
        finally:
            await http.close()
            await fake.stop()

    with pytest.raises(PersonNotFound):
        asyncio.run(scenario())


def test_a_number_in_an_address_goes_over_https_alone():
    with pytest.raises(SettingsError, match="https"):
        opened(Http(), "http://api.example")
