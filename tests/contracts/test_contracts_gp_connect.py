"""GP Connect over a socket: nine published records of three GP systems, and what a hostile practice may send."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from carerecord.connectors import Http, open_source
from carerecord.connectors.bundle_rescue import Entry
from carerecord.connectors.contract import SourceError
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.gp_connect.fake import ASKER, BASE, FakeGpConnect
from carerecord.connectors.tests.asked_once import came_of_fake
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.federation.check import check
from carerecord.fhir import decode_resource, nhs_numbers

PERSON = Query("9990000042", "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
FILES = {
    "structured-9690937287-normal": (244, 1, 0, 6, 1),
    "structured-9690937294-no-documents": (163, 1, 0, 1, 0),
    "structured-emis-PWTP10": (126, 0, 0, 0, 0),
    "structured-emis-PWTP2": (186, 0, 0, 0, 5),
    "structured-emis-PWTP3-8-NOPAT-items": (155, 0, 1, 119, 2),
    "structured-emis-PWTP5": (112, 0, 0, 0, 0),
    "structured-emis-PWTP6": (175, 0, 0, 0, 0),
    "structured-emis-PWTP7": (109, 0, 0, 0, 0),
    "structured-tpp-PWTP11": (134, 0, 0, 0, 0),
}
"""Sent, taken out of Lists, unreadable, held back because they name somebody else or nobody, warned of.

The Patient of PWTP3 says its name, gender and birth date twice, so what is about a person is held back.
"""


def asked_about(person, url):
    """The last page, from a practice at this address."""

    async def scenario():
        http = Http()
        options = {"url": url, **ASKER}
        own = SourceSettings("gp", "GP", "GP", "gp", "gp_connect", options=options)
        try:
            source = open_source(own, http)
            return [page async for page in source.pages(person, Receipt(1, "e"))][-1]
        finally:
            await http.close()

    return scenario()


def record_of(person, resources):
    fake = FakeGpConnect(lambda number: resources if number == person.nhs_number else None)
    return asyncio.run(came_of_fake(fake, "gp_connect", person, ASKER)).pages[-1]


class Whole(msgspec.Struct):
    entry: list[Entry]


@pytest.mark.parametrize("name", FILES)
def test_every_resource_of_a_record_is_shown_or_held_back_with_its_reason(name, shared_data):
    raw = (shared_data / f"gp-connect-stu3/{name}.json").read_bytes()
    sent = [bytes(entry.resource) for entry in msgspec.json.decode(raw, type=Whole).entry]
    patient = next(one for one in map(decode_resource, sent) if one["resourceType"] == "Patient")
    person = replace(PERSON, nhs_number=nhs_numbers(patient)[0])
    page = record_of(person, sent)
    checked = check(page.items, person)
    there = len(page.items) + len(page.unreadable)
    assert FILES[name] == (
        len(sent),
        there - len(sent),
        len(page.unreadable),
        len(checked.held_back),
        len(page.warnings),
    )
    assert len(checked.items) + len(checked.patients) + len(checked.held_back) == len(page.items)


def whole_of(status, body):
    """What comes of one answer: its page, or what the source is said to have done."""

    async def scenario():
        server = Server(lambda _, connection: connection.send(response(status, body)))
        await server.open()
        try:
            return await asked_about(PERSON, server.address + BASE)
        except SourceError as error:
            return error
        finally:
            await server.close()

    return asyncio.run(scenario())


def test_whatever_json_a_practice_sends_is_an_answer_or_a_failure_of_its_own(shared_data):
    for file in sorted((shared_data / "bad-input/json").iterdir()):
        sent = file.read_bytes()
        inside = b'{"resourceType":"Bundle","entry":[{"resource":%b}]}' % sent
        assert isinstance(whole_of(200, sent), SourceError), file.name
        came = whole_of(200, inside)
        assert isinstance(came, SourceError) or not came.items, file.name
