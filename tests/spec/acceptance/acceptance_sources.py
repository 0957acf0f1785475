"""What the sources of the cases hold, and how they are asked: inside the process, or over HTTP on a port."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from acceptance_region import PEOPLE

from carerecord.connectors import Http
from carerecord.connectors.contract import Page
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.fhir_r4.source import FhirR4Source
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.settings import settings_of
from carerecord.contract import Item, Query, Receipt, Resource, SourceSettings
from carerecord.edge import EdgeSource, Feeding
from carerecord.fhir import NHS_NUMBER

SNOMED = "http://snomed.info/sct"


class Held:
    """A source inside the process: the same for everybody until told otherwise, and it keeps count."""

    def __init__(self, settings: SourceSettings, holds: list[Resource]) -> None:
        self.settings = settings
        self.holds = holds
        self.patient: Resource | None = None  # in place of the right one
        self.knows = True
        self.asked: list[Query] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    def about(self, number: str) -> list[Resource] | None:
        patient = (self.patient or patient_of(number)) if self.knows else None
        return [patient, *self.holds] if patient else None

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        self.asked.append(query)
        if self.meanwhile:
            await self.meanwhile()
        found = self.about(query.nhs_number) or []
        source = self.settings.id
        yield Page(tuple(Item(source, one, json.dumps(one).encode()) for one in found))

    async def close(self) -> None:
        """Nothing is held."""


class Served:
    """The same holdings behind a FHIR server on a port, asked by the product's own connector."""

    def __init__(self, held: Held, http: Http) -> None:
        self.held = held
        self.fake = FakeSource(held.about)
        self._http = http
        self._source: FhirR4Source | None = None
        self.settings = replace(held.settings, protocol="fhir_r4")

    async def start(self) -> None:
        await self.fake.start()
        self.settings = replace(self.settings, options={"url": self.fake.url})
        self._source = FhirR4Source.open(self.settings, self._http)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        assert self._source
        self.held.asked.append(query)
        async for page in self._source.pages(query, receipt):
            yield page

    async def close(self) -> None:
        await self.fake.stop()


class Fed:
    """A hospital that sends HL7 v2 over MLLP and is never asked: its own feed, and its copies in the world's store."""

    def __init__(self, settings: SourceSettings, feeding: Feeding) -> None:
        options = {"listen": "127.0.0.1:0", "teams": {"WARD4": "ward-4"}}
        self.settings = replace(settings, protocol="hl7v2", options=options)
        self.feed = HospitalFeed(
            self.settings, settings_of(self.settings), feeding.keep, Path, feeding.now
        )
        self._copies = EdgeSource(self.settings, feeding.edge)

    async def send(self, message: bytes) -> str:
        """Over a socket; the code of its acknowledgement."""
        feed = self.feed
        async with feed.running(), Engine("127.0.0.1", feed.listener.port) as engine:
            return (await engine.send(message)).only("MSA").text(1)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        async for page in self._copies.pages(query, receipt):
            yield page

    async def close(self) -> None:
        """Nothing is held."""


def patient_of(number: str) -> Resource | None:
    person = next((one for one in PEOPLE.values() if one.nhs_number == number), None)
    if person is None:
        return None
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "name": [{"family": person.family, "given": [person.given]}],
        "birthDate": person.birth_date,
    }


def ordinary() -> dict[str, list[Resource]]:
    """What each source holds of anybody, unless a try says otherwise."""
    return {
        "riverside": [condition("asthma", "Asthma", "195967001"), medicine("ramipril", "Ramipril 5mg")],
        "northgate": [condition("gout", "Gout", "90560007"), result("potassium", "Potassium", 4.7)],
        "council": [],
    }  # fmt: skip


def concept(text: str, code: str = "") -> Resource:
    coding = {"coding": [{"system": SNOMED, "code": code, "display": text}]} if code else {}
    return {"text": text, **coding}


def resource(kind: str, own: str, **fields: Any) -> Resource:
    return {"resourceType": kind, "id": own, "subject": {"reference": "Patient/1"}, **fields}


def condition(own: str, text: str, code: str = "", **more: Any) -> Resource:
    return resource(
        "Condition", own, code=concept(text, code), onsetDateTime="2020-01-07",
        clinicalStatus={"coding": [{"code": "active"}]}, **more,
    )  # fmt: skip


def medicine(own: str, name: str, **more: Any) -> Resource:
    return resource(
        "MedicationStatement", own, status="active", medicationCodeableConcept={"text": name},
        dateAsserted="2026-11-02", **more,
    )  # fmt: skip


def result(own: str, name: str, value: float) -> Resource:
    return resource(
        "Observation", own, status="final", code={"text": name}, effectiveDateTime="2026-11-13",
        category=[{"coding": [{"code": "laboratory"}]}],
        valueQuantity={"value": value, "unit": "mmol/L"},
    )  # fmt: skip


def letter(own: str, title: str, words: str, **more: Any) -> Resource:
    data = base64.b64encode(words.encode()).decode()
    return resource(
        "DocumentReference", own, status="current", type={"text": title}, date="2026-11-06T15:20:00Z",
        content=[{"attachment": {"contentType": "text/plain", "data": data}}], **more,
    )  # fmt: skip


def appointment(own: str, text: str, **more: Any) -> Resource:
    return {
        "resourceType": "Appointment",
        "id": own,
        "status": "booked",
        "description": text,
        "start": "2026-12-01T09:00:00Z",
        "participant": [{"actor": {"reference": "Patient/1"}, "status": "accepted"}],
        **more,
    }


def stay(own: str, reason: str, **more: Any) -> Resource:
    """Somebody in hospital now."""
    return resource(
        "Encounter", own, status="in-progress", period={"start": "2026-11-19T08:00:00Z"},
        type=[{"text": "Hospital admission"}], reasonCode=[{"text": reason}],
        **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"}},
        **more,
    )  # fmt: skip
