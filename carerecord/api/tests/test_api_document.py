"""One document by the interface: fetched through the door, written down, and refused where the record is."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from carerecord.api import ROUTES
from carerecord.connectors.contract import SourceTimeout
from carerecord.contract import Viewer
from carerecord.store import Database
from carerecord.viewing import Records
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, DoorRegion, patient
from carerecord.viewing.tests.test_viewing_reading import LETTER, Library, document

ITEM = "acute/DocumentReference/d"
WHOLE = f"{LETTER}/of/99"


@dataclass
class Sessions:
    async def viewer_of_token(self, token: str) -> Viewer | None:
        return {"doctor": DOCTOR, "clerk": CLERK}.get(token)


@dataclass
class App:
    sessions: Sessions
    records: Records


class Place:
    def __init__(self, region: DoorRegion) -> None:
        self.region = region
        self.library = Library(
            region.acute.settings, [patient(), document(LETTER, WHOLE, kind="application/pdf")]
        )
        region.acute = self.library
        self.app = Starlette(routes=ROUTES)
        self.app.state.carerecord = App(Sessions(), region.door())

    async def post(self, who: str = "doctor", person: str = "p1", **form: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        headers = {"Authorization": f"Bearer {who}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://here", headers=headers
        ) as client:
            return await client.post(f"/fhir/R4/Patient/{person}/$document", data=form)


@pytest.fixture
async def place(db: Database) -> Place:
    region = await DoorRegion(db).begin()
    await region.relate()
    return Place(region)


def words(reply: httpx.Response) -> str:
    said: Any = reply.json()
    return said["issue"][0]["details"]["text"]


async def test_a_document_of_any_kind_comes_as_a_binary_of_its_source(place: Place) -> None:
    reply = await place.post(item=ITEM, attachment="1")
    binary = reply.json()
    assert (reply.status_code, binary["resourceType"]) == (200, "Binary")
    assert base64.b64decode(binary["data"]) == b"The words"
    assert binary["contentType"] == "application/pdf"
    assert binary["meta"]["source"] == "urn:carerecord:source:acute"
    assert await place.region.kinds() == ["open", "document", "shown"]


async def test_what_is_not_there_is_not_found(place: Place) -> None:
    for form in (
        {"item": "acute/DocumentReference/x"},
        {},
        {"item": ITEM, "attachment": "2"},
        {"item": ITEM, "attachment": "x"},
    ):
        reply = await place.post(**form)
        assert (reply.status_code, words(reply)) == (404, "No such document in this record.")
    assert "shown" not in await place.region.kinds()


async def test_what_does_not_come_says_why(place: Place) -> None:
    place.library.gone = SourceTimeout()
    reply = await place.post(item=ITEM)
    assert (reply.status_code, words(reply)) == (404, "Acute: no answer in time.")


async def test_who_may_not_see_the_record_may_fetch_nothing(place: Place) -> None:
    assert (await place.post("clerk", item=ITEM)).status_code == 403
    assert (await place.post("nobody", item=ITEM)).status_code == 401
    assert (await place.post(person="p2", item=ITEM)).status_code == 404
    assert place.library.fetched == []


async def test_the_documents_of_a_protected_person_wait_for_a_reason(place: Place) -> None:
    label = {"code": "R", "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"}
    place.library.holds[0] = patient(meta={"security": [label]})
    assert (await place.post(item=ITEM)).status_code == 403
    assert place.library.fetched == []
