"""One CDA document, alone or in an ITK envelope, in R4: itself with its whole bytes, and what its entries say."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir.cda import header
from carerecord.fhir.cda.encounters import encompassing
from carerecord.fhir.cda.entries import Entries
from carerecord.fhir.cda.narrative import named
from carerecord.fhir.cda.notes import encoded
from carerecord.fhir.cda.reading import Reading
from carerecord.fhir.xml import Element, NotXmlError, read_xml

CONTENT_TYPE = "application/hl7-v3+xml"
ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
"""Bodies that could act in a browser: they stay in the document, and nowhere else."""


class NotCdaError(ValueError):
    """It is no CDA document that can be read. The words name nothing that it says."""


@dataclass(frozen=True, slots=True)
class Cda:
    """`entries` = `read` + `in_words`: nothing that was sent is left out."""

    name: str  # the id of its DocumentReference
    said: datetime | None  # when it was made
    people: int  # how many it says it is about
    numbers: tuple[str, ...]
    birth_date: str
    replaces: tuple[str, ...]
    resources: tuple[
        Resource, ...
    ]  # the DocumentReference first; empty where it is nobody's for certain
    entries: int
    read: int
    in_words: int


def translate(body: bytes, zone: ZoneInfo) -> Cda:
    """Raises `NotCdaError`."""
    document = only_document(body)
    sections = [one for one in document.first("component").inside() if one.name == "section"]
    reading = Reading(zone, dict(named(document.first("component"))))
    name, numbers = header.name_of(document), header.numbers(document)
    if not name:
        raise NotCdaError("it has no id")
    entries = Entries(name, f"DocumentReference/{name}", header.labels(document))
    for one in sections:
        entries.take(one, reading)
    people = header.targets(document)
    whose = len(people) == len(numbers) == 1
    return Cda(
        name=name,
        said=header.said(document, reading),
        people=len(people),
        numbers=numbers,
        birth_date=header.birth_date(document, reading) if whose else "",
        replaces=header.replaced(document),
        resources=_resources(document, body, numbers[0], entries, reading) if whose else (),
        entries=entries.said,
        read=entries.read,
        in_words=entries.in_words,
    )


def only_document(body: bytes) -> Element:
    """The one ClinicalDocument in it. Raises `NotCdaError`."""
    try:
        root = read_xml(body)
    except NotXmlError as error:
        raise NotCdaError(str(error)) from None
    found = [one for one in root.inside() if one.name == "ClinicalDocument"]
    if len(found) != 1:
        raise NotCdaError(
            "it holds no ClinicalDocument" if not found else "it holds several documents"
        )
    return found[0]


def _resources(
    document: Element, body: bytes, number: str, entries: Entries, reading: Reading
) -> tuple[Resource, ...]:
    made = header.reference(document, reading)
    made["meta"] = {"versionId": document.digest}  # whichever envelope it comes in
    context = dict(made.get("context", {}))
    visit = document.first("componentOf", "encompassingEncounter")
    if visit and visit.first("effectiveTime"):
        own = entries.add(encompassing(visit, reading))
        context["encounter"] = [{"reference": f"Encounter/{own}"}]
    made["content"] = [{"attachment": one} for one in _attachments(document, body, made)]
    if context:
        made["context"] = context
    return made, header.patient(document, number, reading), *entries.resources


def _attachments(document: Element, body: bytes, made: Resource) -> list[Resource]:
    """All of it as it came; a file that is its whole body is told apart too, so that it can be opened."""
    whole = {
        "contentType": CONTENT_TYPE,
        "title": made.get("description", ""),
        "data": base64.b64encode(body).decode(),
    }
    text = document.first("component", "nonXMLBody", "text")
    file = encoded(text) if text.get("representation") == "B64" else None
    if file is None or file["contentType"].partition(";")[0].strip().lower() in ACTIVE:
        return [whole]
    return [whole, file]
