"""Every connector and its fake held to the same questions: is everything there, is it asked only with a receipt?"""

import asyncio
from datetime import UTC, datetime

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import CONNECTORS, Http, open_source
from carerecord.connectors.bars.fake import ASKER as BARS
from carerecord.connectors.bars.fake import FakeBars
from carerecord.connectors.contract import (
    PersonNotFound,
    SourceError,
    SourceFault,
    SourceReset,
    SourceUnreadable,
)
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.gp_connect.fake import ASKER, FakeGpConnect
from carerecord.connectors.immunisation.fake import TARGETS, FakeImmunisation
from carerecord.connectors.mhd.fake import FakeMhd
from carerecord.connectors.nrl.fake import ORGANISATION, FakeNrl
from carerecord.connectors.prescriptions.fake import ASKER as TRACKER
from carerecord.connectors.prescriptions.fake import FakePrescriptions
from carerecord.connectors.scr.fake import ASKER as SCR
from carerecord.connectors.scr.fake import FakeScr
from carerecord.connectors.xds.fake import FakeXds
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
FAKES = {
    "fhir_r4": FakeSource,
    "gp_connect": FakeGpConnect,
    "immunisation": FakeImmunisation,
    "prescriptions": FakePrescriptions,
    "bars": FakeBars,
    "scr": FakeScr,
    "mhd": FakeMhd,
    "nrl": FakeNrl,
    "xds": FakeXds,
}
OPTIONS = {
    "fhir_r4": [{}, {"search": "type"}, {"count": 3}],
    "gp_connect": [ASKER],
    "immunisation": [{"targets": TARGETS}],
    "prescriptions": [TRACKER],
    "bars": [BARS],
    "scr": [SCR],
    "mhd": [{"patients": False}, {"patients": False, "lists": False}],
    "nrl": [{"organisation": ORGANISATION}],
    "xds": [{}],
}
EVERY = [(protocol, options) for protocol in CONNECTORS for options in OPTIONS[protocol]]

RECORD = [
    {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
        "birthDate": "1948-11-08",
    },
    *(
        {"resourceType": kind, "id": f"{kind}-{n}", "subject": {"reference": "Patient/p"}}
        for kind in ("Observation", "Condition", "Encounter")
        for n in range(8)
    ),
]
OF_ONE_TYPE = {
    "immunisation": ("Immunization", "patient"),
    "prescriptions": ("RequestGroup", "subject"),
    "bars": ("ServiceRequest", "subject"),
    "mhd": ("DocumentReference", "subject"),
    "nrl": ("DocumentReference", "subject"),
    "xds": ("DocumentReference", "subject"),
}
"""Protocols that hold one type of resource alone, and where it names its person."""


def record_of(protocol):
    """What the fake holds, in what its protocol can say; ids come back as they were."""
    if protocol not in OF_ONE_TYPE:
        return RECORD
    kind, field = OF_ONE_TYPE[protocol]
    who = {"identifier": RECORD[0]["identifier"][0]}
    return [{"resourceType": kind, "id": one["id"], field: who} for one in RECORD[1:]]


def query(number=NUMBER):
    return Query(number, "1948-11-08", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))


async def pages_of(protocol, options, *, page_size=100, number=NUMBER, receipt=None, before=None):
    """Every page, and the fake that served them."""
    record = record_of(protocol)
    fake = FAKES[protocol](lambda n: record if n == NUMBER else None, page_size=page_size)
    await fake.start()
    http = Http()
    try:
        options = {"url": fake.url, **options}
        told = {"notifies": "somebody is told"}  # for those that are asked only when chosen
        settings = SourceSettings("s", "S", "S", "gp", protocol, options=options, **told)
        source = open_source(settings, http)
        if before:
            await before(source, fake)
        pages = [page async for page in source.pages(query(number), receipt or Receipt(1, "e"))]
        return pages, fake
    finally:
        await http.close()
        await fake.stop()


def test_every_connector_has_a_fake_that_is_asked_here():
    assert set(FAKES) == set(OPTIONS) == set(CONNECTORS)


@pytest.mark.parametrize(("protocol", "options"), EVERY)
@pytest.mark.parametrize("page_size", [1, 7, 500])
def test_everything_arrives_once_whatever_the_page_size(protocol, options, page_size):
    pages, _ = asyncio.run(pages_of(protocol, options, page_size=page_size))
    got = sorted(item.resource["id"] for page in pages for item in page.items)
    assert got == sorted(resource["id"] for resource in record_of(protocol))
    assert not any(page.unreadable or page.incomplete for page in pages)


@pytest.mark.parametrize(("protocol", "options"), EVERY)
def test_somebody_unknown_is_said_to_be_unknown(protocol, options):
    with pytest.raises(PersonNotFound):
        asyncio.run(pages_of(protocol, options, number="9990000050"))


@pytest.mark.parametrize(("protocol", "options"), EVERY)
def test_every_request_has_its_own_id_and_the_views_and_no_number_in_its_address(protocol, options):
    pages, fake = asyncio.run(pages_of(protocol, options, page_size=7))
    served = [one["request_id"] for one in fake.faults.served]
    told = [request_id for page in pages for request_id in page.request_ids]
    assert sorted(served) == sorted(told)
    assert len(set(served)) == len(served)
    assert {one["correlation_id"] for one in fake.faults.served} == {"view-7"}
    assert not any(NUMBER in one["path"] for one in fake.faults.served)


@pytest.mark.parametrize(("protocol", "options"), EVERY)
@pytest.mark.parametrize("receipt", ["entry-1", 7, True])
def test_nothing_is_asked_without_the_receipt_of_an_audit_entry(protocol, options, receipt):
    served = []

    async def note(_, fake):
        served.append(fake.faults.served)

    with pytest.raises(TypeError):
        asyncio.run(pages_of(protocol, options, receipt=receipt, before=note))
    assert [len(one) for one in served] == [0]


@pytest.mark.parametrize(("protocol", "options"), EVERY)
def test_an_idle_connection_that_the_source_closed_is_opened_again_unseen(protocol, options):
    async def used_then_closed(source, fake):
        async for _ in source.pages(query(), Receipt(1, "e")):
            pass
        fake.break_off()

    pages, _ = asyncio.run(pages_of(protocol, options, before=used_then_closed))
    assert sum(len(page.items) for page in pages) == len(record_of(protocol))


FAILURES = {
    "reset": SourceReset,
    "truncated": SourceReset,
    "http_500": SourceFault,
    "html": SourceUnreadable,
    "malformed": SourceUnreadable,
}


@pytest.mark.parametrize(("protocol", "options"), EVERY)
@pytest.mark.parametrize("kind", FAILURES)
def test_every_fake_fails_in_the_same_ways(protocol, options, kind):
    async def broken(_, fake):
        fake.faults.set(Fault(kind))

    with pytest.raises(SourceError) as raised:
        asyncio.run(pages_of(protocol, options, before=broken))
    assert type(raised.value) is FAILURES[kind]


@pytest.mark.parametrize(("protocol", "options"), EVERY)
def test_every_fake_can_be_late(protocol, options):
    async def late(_, fake):
        fake.faults.set(Fault("delay", seconds=0.0))

    pages, _ = asyncio.run(pages_of(protocol, options, before=late))
    assert sum(len(page.items) for page in pages) == len(record_of(protocol))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "url"),
        ({"url": "ftp://x"}, "http"),
        ({"url": "nowhere"}, "http"),
        ({"url": "http://x", "search": "guess"}, "guess"),
        ({"url": "http://x", "count": 0}, "count"),
    ],
)
def test_a_wrong_setting_of_a_source_is_named(options, named):
    settings = SourceSettings("north", "N", "N", "gp", "fhir_r4", options=options)
    with pytest.raises(SettingsError, match=f"north.*{named}"):
        open_source(settings, Http())


def test_a_protocol_nobody_speaks_is_named():
    settings = SourceSettings("north", "N", "N", "gp", "carrier_pigeon")
    with pytest.raises(SettingsError, match="carrier_pigeon"):
        open_source(settings, Http())
