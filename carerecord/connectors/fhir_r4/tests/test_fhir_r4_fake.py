"""The fake answers as a FHIR server does, so that what works on it can work on a real one."""

import asyncio
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import pytest

from carerecord.config import Fanout
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import SourceTooLarge
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
PERSON = f"https://fhir.nhs.uk/Id/nhs-number|{NUMBER}"
RECORD = [
    {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
    },
    b'{"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p"},"v":72.50}',
    {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}},
    {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "aGVsbG8="},
]


def asked(*requests, **options):
    """Each request, an address or (address, form), against one fake; status and JSON of each."""

    def fetch(url, form):
        body = urllib.parse.urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body), timeout=5) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    async def scenario():
        fake = FakeSource(lambda n: RECORD if n == NUMBER else None, **options)
        await fake.start()
        try:
            return [
                await asyncio.to_thread(fetch, fake.url + path, form)
                for path, form in (r if isinstance(r, tuple) else (r, None) for r in requests)
            ]
        finally:
            await fake.stop()

    return asyncio.run(scenario())


def ids(bundle):
    return [entry["resource"]["id"] for entry in bundle["entry"]]


@pytest.mark.parametrize(
    ("path", "form", "found"),
    [
        ("/Patient/_search", {"identifier": PERSON}, ["p"]),
        ("/_search", {"patient:identifier": PERSON}, ["p", "o", "c", "b"]),
        ("/_search", {"patient.identifier": PERSON, "_type": "Condition,Binary"}, ["c", "b"]),
        ("/Observation/_search", {"patient:identifier": PERSON}, ["o"]),
        ("/Observation/_search", {"subject:identifier": PERSON}, ["o"]),
        ("/Observation/_search", {"subject.identifier": NUMBER}, ["o"]),
        ("/_search", {"patient:identifier": "https://fhir.nhs.uk/Id/nhs-number|9990000050"}, []),
        ("/Flag/_search", {"patient:identifier": PERSON}, []),
    ],
)
def test_searches(path, form, found):
    [(status, bundle)] = asked((path, form))
    assert (status, ids(bundle), bundle["total"]) == (200, found, len(found))


def test_a_search_by_get_a_read_and_the_statement_of_what_it_can():
    by_get = f"/Observation?patient:identifier={urllib.parse.quote(PERSON)}"
    (_, bundle), (_, binary), (_, statement), (missing, _) = asked(
        by_get, "/Binary/b", "/metadata", "/Binary/none"
    )
    assert ids(bundle) == ["o"]
    assert binary["data"] == "aGVsbG8="
    assert statement["fhirVersion"] == "4.0.1"
    assert missing == 404


def test_a_search_for_nobody_in_particular_is_refused():
    assert [status for status, _ in asked(("/_search", {"_type": "Observation"}), "/")] == [
        400,
        400,
    ]


async def pages(limits=None, **options):
    fake = FakeSource(lambda _: RECORD, **options)
    await fake.start()
    http = Http(limits)
    try:
        source = open_source(
            SourceSettings("s", "S", "S", "gp", "fhir_r4", options={"url": fake.url}), http
        )
        query = Query(NUMBER, "", (), "v", datetime(2026, 1, 2, tzinfo=UTC))
        return [page async for page in source.pages(query, Receipt(1, "e"))]
    finally:
        await http.close()
        await fake.stop()


def test_bytes_arrive_as_they_are_held_even_zipped():
    for zipped in (False, True):
        found = [item for page in asyncio.run(pages(zipped=zipped)) for item in page.items]
        assert RECORD[1] in [item.raw for item in found]


def test_more_pages_than_a_record_can_need_are_not_followed():
    with pytest.raises(SourceTooLarge, match="pages"):
        asyncio.run(pages(Fanout(most_pages=1), page_size=1))


def test_a_delay_is_drawn_from_its_range():
    started = time.monotonic()
    asyncio.run(pages(delay=(0.05, 0.1)))
    assert time.monotonic() - started >= 0.05
