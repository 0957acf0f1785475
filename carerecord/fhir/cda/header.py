"""The head of a document: whose it is, what it is, who wrote it, and what it stands in place of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from carerecord.contract import Resource
from carerecord.fhir.cda import times
from carerecord.fhir.cda.reading import Reading, author_words
from carerecord.fhir.cda.systems import (
    CONFIDENTIALITY,
    NHS_NUMBER_ROOT,
    UNVERIFIED_ROOT,
    identifier_system,
)
from carerecord.fhir.cda.values import address, identifiers, name
from carerecord.fhir.xml import Element

PATIENT = {"reference": "Patient/patient"}
_GENDERS = {"M": "male", "1": "male", "F": "female", "2": "female", "UN": "other", "9": "other"}
_RELATES = {"RPLC": "replaces", "APND": "appends", "XFRM": "transforms"}
_SYSTEMS = {"tel": "phone", "mailto": "email", "fax": "fax", "http": "url", "https": "url"}


def targets(document: Element) -> list[Element]:
    return document.all("recordTarget", "patientRole")


def numbers(document: Element) -> tuple[str, ...]:
    """Every NHS number of somebody it is about: its person, and whoever an entry names as its subject.

    One that nobody verified counts only where it contradicts.
    """
    holders = [*targets(document), *_subjects(document)]
    verified = list(_numbers(holders, NHS_NUMBER_ROOT))
    other = [one for one in _numbers(holders, UNVERIFIED_ROOT) if verified and one not in verified]
    return tuple(dict.fromkeys([*verified, *other]))


def _subjects(document: Element) -> Iterator[Element]:
    for one in document.first("component").inside():
        if one.name == "subject":
            yield from one.inside()


def _numbers(holders: list[Element], root: str) -> Iterator[str]:
    for one in holders:
        for own in one.all("id"):
            if own.get("root") == root and not own.get("nullFlavor"):
                yield own.get("extension").replace(" ", "").replace("-", "")


def birth_date(document: Element, reading: Reading) -> str:
    """Of the one person it is about, without an hour."""
    found = [
        reading.when(one)
        for one in document.all("recordTarget", "patientRole", "patient", "birthTime")
    ]
    return found[0][:10] if found else ""


def name_of(holder: Element) -> str:
    """A document by its set, or by itself: two versions have one name (CDA R2, 4.2.1.7)."""
    for element in ("setId", "id"):
        one = holder.first(element)
        if one.get("root") and not one.get("nullFlavor"):
            return sha256(f"{one.get('root').lower()}^{one.get('extension')}".encode()).hexdigest()[
                :32
            ]
    return ""


def replaced(document: Element) -> tuple[str, ...]:
    """The names of the documents that it stands in place of."""
    found = [
        name_of(parent)
        for one in document.all("relatedDocument")
        if one.get("typeCode") == "RPLC"
        for parent in one.all("parentDocument")
    ]
    return tuple(one for one in dict.fromkeys(found) if one and one != name_of(document))


def said(document: Element, reading: Reading) -> datetime | None:
    """When it was made; of two versions of one instant the higher is the later."""
    at = times.instant(document.first("effectiveTime").get("value"), reading.zone)
    version = document.first("versionNumber").get("value")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    return at and at + timedelta(microseconds=number)


def labels(document: Element) -> list[Resource]:
    """Every confidentiality that is stated, of the whole or a part: a document is as confidential as its parts."""
    codes = (one.get("code") for one in document.inside() if one.name == "confidentialityCode")
    return [{"system": CONFIDENTIALITY, "code": code} for code in dict.fromkeys(codes) if code]


def patient(document: Element, number: str, reading: Reading) -> Resource:
    role = next(iter(targets(document)))
    person = role.first("patient")
    made: Resource = {
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": identifier_system(NHS_NUMBER_ROOT), "value": number}],
        "name": [one for one in map(name, person.all("name")) if one],
        "birthDate": birth_date(document, reading),
        "gender": _GENDERS.get(person.first("administrativeGenderCode").get("code"), ""),
        "address": [one for one in map(address, role.all("addr")) if one],
        "telecom": [one for one in map(_telecom, role.all("telecom")) if one],
    }
    return {key: value for key, value in made.items() if value not in ("", [])}


def _telecom(element: Element) -> Resource:
    kind, _, value = element.get("value").partition(":")
    return {"system": _SYSTEMS.get(kind, "other"), "value": value.strip()} if value else {}


def reference(document: Element, reading: Reading) -> Resource:
    """The document as R4 lists it, without its bytes."""
    title = document.first("title").words or reading.called(document.first("code"))
    service = reading.span(document.first("documentationOf", "serviceEvent", "effectiveTime"))
    made: Resource = {
        "resourceType": "DocumentReference",
        "id": name_of(document),
        "masterIdentifier": _own(document),
        "identifier": identifiers(document.all("setId")),
        "status": "current",
        "type": reading.concept(document.first("code")),
        "subject": PATIENT,
        "date": reading.when(document.first("effectiveTime")),
        "author": [
            {"display": words} for one in document.all("author") if (words := author_words(one))
        ],
        "authenticator": _display(author_words(document.first("legalAuthenticator"))),
        "custodian": _display(_custodian(document)),
        "relatesTo": list(_relations(document)),
        "description": title,
        "securityLabel": [{"coding": [one]} for one in labels(document)],
        "context": {"period": service} if service else {},
    }
    return {key: value for key, value in made.items() if value not in ("", [], {})}


def _own(document: Element) -> Resource:
    found = identifiers(document.all("id"))
    return found[0] if found else {}


def _display(words: str) -> Resource:
    return {"display": words} if words else {}


def _custodian(document: Element) -> str:
    path = ("custodian", "assignedCustodian", "representedCustodianOrganization", "name")
    return document.first(*path).words


def _relations(document: Element) -> Iterator[Resource]:
    for one in document.all("relatedDocument"):
        parent = one.first("parentDocument")
        if (code := _RELATES.get(one.get("typeCode"))) and (own := identifiers(parent.all("id"))):
            yield {"code": code, "target": {"identifier": own[0]}}
