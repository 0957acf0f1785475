"""Every connector that fetches documents held to the same questions: with a receipt, from its own places, or why not."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.config import Fanout
from carerecord.connectors import CONNECTORS, Http, open_source
from carerecord.connectors.contract import HoldsDocuments, Pointer, Source
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.gp_connect.fake import ASKER, FakeGpConnect
from carerecord.connectors.mhd.fake import FakeMhd
from carerecord.connectors.nrl.fake import ORGANISATION, FakeNrl
from carerecord.connectors.xds.fake import REPOSITORY, FakeXds
from carerecord.contract import Answer, Query, Receipt, SourceSettings
from carerecord.federation import Breakers, ask_all, ask_document
from carerecord.fhir import as_dict, as_list, fetched_id

NUMBER = "9990000042"
QUERY = Query(NUMBER, "1948-11-08", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
WORDS = b"Dear Dr Marker, the words of this letter."
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
    "birthDate": "1948-11-08",
}


WHOSE = {"reference": "Patient/p"}


@dataclass
class Held:
    """A fake, the source that asks it, and the pointer its answer holds."""

    fake: Any
    source: Source
    pointer: Pointer
    patients: tuple[Any, ...]

    async def fetched(self, pointer: Pointer | None = None, **limits: Any) -> Answer:
        within = limits.pop("within", 3.0)
        return await ask_document(
            self.source,
            QUERY,
            pointer or self.pointer,
            Receipt(1, "e"),
            self.patients,
            within=within,
            breakers=Breakers(Fanout(**limits)),
        )


def record(url: str, subject: object = WHOSE) -> list[dict[str, Any]]:
    data = base64.b64encode(WORDS).decode()
    return [
        PATIENT,
        {
            "resourceType": "DocumentReference",
            "id": "d",
            "status": "current",
            "indexed": "2020-01-02T03:04:05Z",
            "subject": subject,
            "content": [{"attachment": {"contentType": "text/plain", "url": url}}],
        },
        {
            "resourceType": "Binary",
            "id": "b",
            "contentType": "text/plain",
            "data": data,
            "content": data,
        },
    ]


async def fhir_r4() -> tuple[FakePort, dict[str, Any]]:
    fake = FakeSource(lambda n: record("Binary/b") if n == NUMBER else None)
    await fake.start()
    return fake, {"url": fake.url, "types": ["DocumentReference"]}


async def gp_connect() -> tuple[FakePort, dict[str, Any]]:
    fake = FakeGpConnect(
        lambda n: record(f"{fake.documents_url}/Binary/b") if n == NUMBER else None
    )
    await fake.start()
    return fake, {"url": fake.url, "documents": fake.documents_url, **ASKER}


async def mhd() -> tuple[FakePort, dict[str, Any]]:
    fake = FakeMhd(lambda n: record("Binary/b") if n == NUMBER else None)
    await fake.start()
    return fake, {"url": fake.url}


async def nrl() -> tuple[FakePort, dict[str, Any]]:
    whose = {"identifier": PATIENT["identifier"][0]}
    fake = FakeNrl(lambda n: record(f"{fake.url}/held/b", whose) if n == NUMBER else None)
    await fake.start()
    return fake, {"url": fake.url, "organisation": ORGANISATION, "fetch_from": [fake.url]}


async def xds() -> tuple[FakePort, dict[str, Any]]:
    held = [{**one, "id": "d"} if one["resourceType"] == "Binary" else one for one in record("x")]
    fake = FakeXds(lambda n: held if n == NUMBER else None)
    await fake.start()
    return fake, {"url": fake.url, "repositories": {REPOSITORY: fake.retrieval_url}}


FAKES: dict[str, Callable[[], Awaitable[tuple[FakePort, dict[str, Any]]]]] = {
    "fhir_r4": fhir_r4,
    "gp_connect": gp_connect,
    "mhd": mhd,
    "nrl": nrl,
    "xds": xds,
}
WHY = {
    "hang": "timeout",
    "refuse": "refused",
    "reset": "reset",
    "http_500": "error",
    "html": "unreadable",
    "malformed": "unreadable",
    "truncated": "reset",
    "huge": "too-large",
    "gzip_bomb": "too-large",
}


def settings(protocol: str, options: dict[str, Any]) -> SourceSettings:
    return SourceSettings("s", "S", "S", "gp", protocol, options=options)


@pytest.fixture(params=FAKES)
async def held(request: pytest.FixtureRequest):
    fake, options = await FAKES[request.param]()
    http = Http(Fanout(most_bytes=1 << 20))
    source = open_source(settings(request.param, options), http)
    [answer] = await ask_all([source], QUERY, Receipt(1, "e"), within=3.0, breakers=Breakers())
    [item] = [one for one in answer.items if one.type == "DocumentReference"]
    attachment = as_dict(as_dict(as_list(item.resource["content"])[0]).get("attachment"))
    pointer = Pointer(item.resource, attachment["url"], attachment["contentType"])
    yield Held(fake, source, pointer, answer.patients)
    await http.close()
    await fake.stop()


def test_every_connector_that_fetches_documents_is_asked_here() -> None:
    classes = {one.protocol: one.open.__self__ for one in CONNECTORS.values()}
    assert set(FAKES) == {name for name, kind in classes.items() if hasattr(kind, "document")}


async def test_the_words_of_the_letter_come_as_one_binary(held: Held) -> None:
    assert isinstance(held.source, HoldsDocuments)
    assert held.source.why_not(QUERY, held.pointer) == ""
    answer = await held.fetched()
    [item] = answer.items
    assert (answer.state, item.type) == ("answered", "Binary")
    assert item.resource["id"] == fetched_id(held.pointer.url)
    assert base64.b64decode(item.resource["data"]) == WORDS


async def test_each_request_has_its_id_and_the_views_and_no_number(held: Held) -> None:
    held.fake.faults.served.clear()
    answer = await held.fetched()
    assert [one["request_id"] for one in held.fake.faults.served] == list(answer.request_ids)
    assert {one["correlation_id"] for one in held.fake.faults.served} == {"view-7"}
    assert not any(NUMBER in one["path"] for one in held.fake.faults.served)


@pytest.mark.parametrize("receipt", ["entry-1", 7, None])
async def test_nothing_is_fetched_without_a_receipt(held: Held, receipt: Any) -> None:
    held.fake.faults.served.clear()
    assert isinstance(held.source, HoldsDocuments)
    with pytest.raises(TypeError):
        async for _ in held.source.document(QUERY, held.pointer, receipt):
            pass
    assert not held.fake.faults.served


@pytest.mark.parametrize("kind", WHY)
async def test_each_way_of_failing_has_its_name(held: Held, kind: str) -> None:
    if kind == "refuse":
        await held.fake.stop()
    else:
        held.fake.faults.set(Fault(kind))
    answer = await held.fetched(within=0.3 if kind == "hang" else 3.0)
    assert not answer.items
    assert answer.failure is not None
    assert answer.failure.kind == WHY[kind]


async def test_what_is_elsewhere_is_not_asked_for(held: Held) -> None:
    asked = []

    def answer(request, connection) -> None:
        asked.append(request.path)
        connection.send(response(200, WORDS, "text/plain"))

    elsewhere = Server(answer)
    await elsewhere.open()
    try:
        pointer = Pointer(held.pointer.resource, f"{elsewhere.address}/x", "text/plain")
        assert isinstance(held.source, HoldsDocuments)
        assert "not asked from here" in held.source.why_not(QUERY, pointer)
        assert not (await held.fetched(pointer)).items
    finally:
        await elsewhere.close()
    assert asked == []
