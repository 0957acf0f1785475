"""The Summary Care Record over a socket: every published summary, none lost, and asked only with permission."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import PersonWithheld, SourceUnreadable
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.scr.fake import ASKER, FakeScr
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.federation.check import check
from carerecord.fhir import decode_resource, nhs_numbers

SUMMARIES = {
    "GetScrBundle": 48,
    "UploadScrBundle": 48,
    "get-scr-additional-information": 18,
    "treatments": 6,
    "documentation": 6,
    "one-risk-to-patient": 5,
    "upload-no-consent-dissent": 58,
}
"""Each published summary, and what it holds."""
OTHERS = ("AuditEvent", "SetPermission", "send-privacy-alert")
"""What is sent to the record, never by it."""


def query(number="9000000009"):
    return Query(number, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))


def opened(http, url, **more):
    settings = SourceSettings(
        "scr", "S", "S", "gp", "scr", notifies="permission", options={"url": url, **ASKER}, **more
    )
    return open_source(settings, http)


def answered(listing, summary, number="9000000009"):
    """The items of a summary, where the first question is answered with the one and the second with the other."""
    requests = []

    def answer(request, connection):
        requests.append(request)
        first = request.path.endswith("DocumentReference")
        connection.send(response(200, listing if first else summary))

    async def scenario():
        server, http = Server(answer), Http()
        await server.open()
        try:
            source = opened(http, server.address)
            return [page async for page in source.pages(query(number), Receipt(1, "e"))]
        finally:
            await http.close()
            await server.close()

    pages = asyncio.run(scenario())
    assert not any(page.unreadable or page.incomplete for page in pages)
    return [item for page in pages for item in page.items], requests


def published(shared_data, name):
    return (shared_data / "scr" / f"{name}.json").read_bytes()


@pytest.mark.parametrize(("name", "size"), SUMMARIES.items())
def test_a_published_summary_is_all_there_and_all_about_its_person(shared_data, name, size):
    body = published(shared_data, name)
    sent = [one["resource"] for one in decode_resource(body)["entry"]]
    (number,) = {n for one in sent if one["resourceType"] == "Patient" for n in nhs_numbers(one)}
    items, _ = answered(published(shared_data, "DocumentReferenceBundle"), body, number)
    assert Counter(i.type for i in items) == Counter(one["resourceType"] for one in sent)
    assert all(was.items() <= item.resource.items() for was, item in zip(sent, items, strict=True))
    checked = check(items, query(number))
    assert (len(checked.items) + len(checked.patients), checked.held_back) == (size, ())


def test_the_summary_is_asked_for_by_its_own_id_and_no_address_is_followed(shared_data):
    _, requests = answered(
        published(shared_data, "DocumentReferenceBundle"), published(shared_data, "treatments")
    )
    assert [one.path.rpartition("/")[2] for one in requests] == ["DocumentReference", "Bundle"]
    assert dict(requests[1].parameters())["composition.identifier"] == (
        "FA60BE64-1F34-11EB-A2A8-000C29A364EB"
    )


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_sent_to_the_record_is_never_taken_for_a_summary(shared_data, name):
    with pytest.raises(SourceUnreadable):
        answered(published(shared_data, "DocumentReferenceBundle"), published(shared_data, name))


def test_who_asked_not_to_share_is_withheld_and_the_summary_is_not_asked_for():
    fake = FakeScr(lambda _: [{"resourceType": "Patient", "id": "p"}], permission="No")

    async def scenario():
        http = Http()
        await fake.start()
        try:
            async for _ in opened(http, fake.url).pages(query(), Receipt(1, "e")):
                pass
        finally:
            await http.close()
            await fake.stop()

    with pytest.raises(PersonWithheld):
        asyncio.run(scenario())
    assert len(fake.faults.served) == 1


def test_without_leave_to_ask_the_start_is_refused():
    options = {"url": "https://api.example", **ASKER}
    settings = SourceSettings("scr", "S", "S", "gp", "scr", options=options)
    with pytest.raises(SettingsError, match=r"scr.*notifies"):
        open_source(settings, Http())
