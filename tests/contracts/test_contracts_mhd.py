"""An MHD document responder over a socket: every published file as its answer, and no entry of any lost."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import Page, PersonNotFound, SourceError
from carerecord.connectors.fake_http import Connection, Request, Server, response
from carerecord.connectors.http import FORM
from carerecord.connectors.mhd.fake import BASE, FakeMhd
from carerecord.connectors.tests.asked_once import came_of_answers
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.federation.check import check

NUMBER = "9990000042"
PERSON = Query(NUMBER, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
PATIENT = {
    "resourceType": "Patient",
    "id": "ex-patient",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}


def bundle_of(*resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": one} for one in resources],
    }


async def pages_from(url: str, **options: Any) -> list[Page]:
    http = Http()
    own = SourceSettings("mhd", "M", "M", "gp", "mhd", options={"url": url, **options})
    try:
        return [page async for page in open_source(own, http).pages(PERSON, Receipt(1, "e"))]
    finally:
        await http.close()


def answered(found: dict[str, Any]) -> list[Page]:
    """What comes of a responder that finds this Bundle."""
    bodies = {"Patient": bundle_of(PATIENT), "DocumentReference": found}

    def answer(request: Request) -> bytes:
        return json.dumps(bodies.get(request.path.rsplit("/", 2)[-2], bundle_of())).encode()

    return asyncio.run(came_of_answers(answer, "mhd", PERSON, {})).pages


def test_every_published_file_is_shown_or_counted(shared_data: Path) -> None:
    files = sorted((shared_data / "ihe" / "mhd").glob("*.json"))
    assert len(files) == 47
    print("\nfile | entries in | resources out | kept | held back | unreadable")
    kept_files = 0
    for file in files:
        sent = json.loads(file.read_bytes())
        found = sent if sent["resourceType"] == "Bundle" else bundle_of(sent)
        pages = answered(found)
        items = [item for page in pages for item in page.items]
        unreadable = sum(len(page.unreadable) for page in pages)
        checked = check(items, PERSON)
        kept, held = len(checked.items) + len(checked.patients), len(checked.held_back)
        entries = len(found["entry"]) + 1  # with the person
        print(file.name, "|", entries, "|", len(items), "|", kept, "|", held, "|", unreadable)
        assert entries == len(items) + unreadable
        assert len(items) == kept + held
        kept_files += kept > 1
    assert kept_files > 20


def test_a_replaced_document_and_its_folder_come_with_it() -> None:
    subject = {"reference": "Patient/ex-patient"}
    new = {"resourceType": "DocumentReference", "id": "n", "status": "current", "subject": subject,
           "relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/o"}}]}  # fmt: skip
    old = {
        "resourceType": "DocumentReference",
        "id": "o",
        "status": "superseded",
        "subject": subject,
    }
    folder = {"resourceType": "List", "id": "l", "status": "current", "subject": subject}
    fake = FakeMhd(lambda number: [PATIENT, new, old, folder] if number == NUMBER else None)

    async def scenario(**options: Any) -> list[str]:
        pages = await pages_from(fake.url, **options)
        return [item.resource["id"] for page in pages for item in page.items]

    async def both() -> tuple[list[str], list[str]]:
        await fake.start()
        try:
            return await scenario(), await scenario(lists=False, patients=False)
        finally:
            await fake.stop()

    assert asyncio.run(both()) == (["ex-patient", "n", "o", "l"], ["n", "o"])


def test_the_lists_failing_costs_no_document() -> None:
    subject = {"reference": "Patient/ex-patient"}
    document = {"resourceType": "DocumentReference", "id": "n", "subject": subject}

    async def scenario() -> tuple[list[str], bool]:
        def answer(request: Request, connection: Connection) -> None:
            kind = request.path.rsplit("/", 2)[-2]
            found = {"Patient": PATIENT, "DocumentReference": document}.get(kind)
            body = json.dumps(bundle_of(found)).encode() if found else b""
            connection.send(response(200 if found else 500, body))

        server, http, came = Server(answer), Http(), []
        await server.open()
        own = SourceSettings("mhd", "M", "M", "gp", "mhd", options={"url": server.address})
        try:
            async for page in open_source(own, http).pages(PERSON, Receipt(1, "e")):
                came += [item.resource["id"] for item in page.items]
        except SourceError as error:
            return came, not isinstance(error, PersonNotFound)
        finally:
            await http.close()
            await server.close()
        return came, False

    assert asyncio.run(scenario()) == (["ex-patient", "n"], True)


def test_a_document_of_somebody_asked_about_before_is_still_there() -> None:
    """Pages of two people are open at once; each leads to its documents."""
    fake = FakeMhd(lambda number: [{"resourceType": "Binary", "id": number}])

    def got(method: str, path: str, body: str = "") -> bytes:
        head = f"X-Request-ID: {uuid.uuid4()}\r\nContent-Type: {FORM['Content-Type']}"
        asked = Request(method, f"{BASE}/{path}", "", f"\r\n{head}".encode(), body.encode())
        return fake.answer(asked, None)

    numbers = (NUMBER, "9990000018")
    for one in numbers:
        got("POST", "Patient/_search", f"identifier=https://fhir.nhs.uk/Id/nhs-number|{one}")
    assert all(one.encode() in got("GET", f"Binary/{one}") for one in numbers)
    assert b" 404 " in got("GET", "Binary/9990000026")
