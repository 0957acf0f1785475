"""One ebRIM ExtrinsicObject as an R4 DocumentReference (ITI TF-3 4.2.3; MHD, XDS mapping). Pure.

Every slot, classification and identifier of it stands somewhere in what is made: in the element that FHIR has for it,
or else in an extension that bears its name.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import quote

from carerecord.connectors.xds import written
from carerecord.connectors.xds.entry import (
    AUTHOR,
    KEPT,
    OID,
    Entry,
    extension,
    read_entry,
    slots_of,
    words_of,
)
from carerecord.connectors.xds.registry import STATUS
from carerecord.contract import Item, Resource
from carerecord.fhir import NHS_NUMBER, encode_resource
from carerecord.fhir.cda.systems import NHS_NUMBER_ROOT, identifier_system
from carerecord.fhir.xml import Element

URIS = "urn:ietf:rfc:3986"
_STATUSES = {f"{STATUS}Approved": "current", f"{STATUS}Deprecated": "superseded"}
_RELATED = {
    "RPLC": ("replaces",),
    "APND": ("appends",),
    "XFRM": ("transforms",),
    "XFRM_RPLC": ("transforms", "replaces"),
    "signs": ("signs",),
}
_READ = frozenset(
    {"creationTime", "languageCode", "legalAuthenticator", "hash", "size", "serviceStartTime"}
) | {"serviceStopTime", "sourcePatientId", "sourcePatientInfo", "URI", "urn:ihe:iti:xds:2013:referenceIdList"}  # fmt: skip
GENDERS = {"M": "male", "F": "female", "O": "other", "U": "unknown"}
Value = TypeVar("Value")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


def translated(
    documents: Iterable[Element], associations: Iterable[Element], source_id: str
) -> list[Item]:
    relations = _relations(associations)
    made = [_document(one, relations.get(one.get("id"), [])) for one in documents]
    return [Item(source_id, one, encode_resource(one)) for one in made]


def fhir_id(own: str) -> str:
    """A registry's own id, as FHIR can write it."""
    plain = own.removeprefix("urn:uuid:")
    return plain if _ID.fullmatch(plain) else _named(plain)


def patient_reference(root: str, number: str) -> str:
    return f"Patient/{_named(f'{root}^{number}')}"


def _named(words: str) -> str:
    return blake2b(words.encode(errors="backslashreplace"), digest_size=16).hexdigest()


def _relations(associations: Iterable[Element]) -> dict[str, list[Resource]]:
    """What each document does to others, by its entryUUID. One that is deprecated itself says nothing."""
    made: dict[str, list[Resource]] = {}
    for one in associations:
        target = {"reference": f"DocumentReference/{fhir_id(one.get('targetObject'))}"}
        kind = one.get("associationType").rpartition(":")[2]
        for code in () if one.get("status") == f"{STATUS}Deprecated" else _RELATED.get(kind, ()):
            made.setdefault(one.get("sourceObject"), []).append({"code": code, "target": target})
    return made


def _document(element: Element, relations: list[Resource]) -> Resource:
    entry = read_entry(element)
    people = [
        one for one in element.all("Classification") if one.get("classificationScheme") == AUTHOR
    ]
    authors = [_author(one, number) for number, one in enumerate(people, 1)]
    patient = _source_patient(entry)
    made: Resource = {
        "resourceType": "DocumentReference",
        "id": fhir_id(element.get("id")),
        "contained": [*authors, *([patient] if patient else [])],
        "extension": _kept(element, entry),
        "masterIdentifier": _unique(entry.unique),
        "identifier": [{"system": URIS, "value": element.get("id")}],
        "status": _STATUSES.get(element.get("status"), ""),
        "type": _first(entry.codes.get("typeCode")),
        "category": entry.codes.get("classCode"),
        "subject": _subject(entry.patient),
        "date": _time(entry, "creationTime"),
        "author": [{"reference": f"#{one['id']}"} for one in authors],
        "authenticator": _first(
            [written.person(one) for one in entry.slots.get("legalAuthenticator", ())]
        ),
        "relatesTo": relations,
        "description": words_of(element.first("Description")),
        "securityLabel": entry.codes.get("confidentialityCode"),
        "content": [_content(element, entry)],
        "context": _context(entry, patient),
    }
    return {key: value for key, value in made.items() if value}


def _author(classification: Element, number: int) -> Resource:
    slots = slots_of(classification)
    made: Resource = {
        "resourceType": "PractitionerRole",
        "id": f"author-{number}",
        "practitioner": _first([written.person(one) for one in slots.get("authorPerson", ())]),
        "organization": _first(
            [written.organisation(one) for one in slots.get("authorInstitution", ())]
        ),
        "code": [{"text": _title(one)} for one in slots.get("authorRole", ())],
        "specialty": [{"text": _title(one)} for one in slots.get("authorSpecialty", ())],
        "extension": [
            *(
                extension("authorTelecommunication", one)
                for one in slots.get("authorTelecommunication", ())
            ),
            *(
                extension("authorInstitution", one)
                for one in slots.get("authorInstitution", ())[1:]
            ),
        ],
    }
    return {key: value for key, value in made.items() if value}


def _title(value: str) -> str:
    """A role is plain words, or a code with its system (CXi)."""
    return written.part(written.components(value), 1)


def _subject(patient: str) -> Resource:
    """By the NHS number where the registry names people by it; else by its own number of them."""
    root, number = written.patient_id(patient)
    if root == NHS_NUMBER_ROOT:
        return {"identifier": {"system": NHS_NUMBER, "value": number}}
    return {"reference": patient_reference(root, number)} if number else {}


def _source_patient(entry: Entry) -> Resource:
    """The person as the document's author knew them; it contradicts where it is somebody else."""
    fields: dict[str, list[str]] = {}
    for line in entry.slots.get("sourcePatientInfo", ()):
        name, _, value = line.partition("|")
        fields.setdefault(name.strip(), []).append(value)
    ids = [*entry.slots.get("sourcePatientId", ()), *_repeated(fields.get("PID-3"))]
    named = [(root, number) for root, number in map(written.patient_id, ids) if number]
    made: Resource = {
        "identifier": [
            {"system": identifier_system(root), "value": number} if root else {"value": number}
            for root, number in dict.fromkeys(named)
        ],
        "name": [one for one in map(written.human_name, _repeated(fields.get("PID-5"))) if one],
        "birthDate": written.time_of((fields.get("PID-7") or [""])[0][:8]),
        "gender": GENDERS.get((fields.get("PID-8") or [""])[0]),
        "address": [one for one in map(written.address, _repeated(fields.get("PID-11"))) if one],
    }
    known = {key: value for key, value in made.items() if value}
    return {"resourceType": "Patient", "id": "source-patient", **known} if known else {}


def _repeated(values: list[str] | None) -> list[str]:
    return [one for value in values or () for one in value.split("~") if one]


def _content(element: Element, entry: Entry) -> Resource:
    attachment = {
        "contentType": element.get("mimeType"),
        "language": _first(entry.slots.get("languageCode")),
        "url": document_url(entry.unique),
        "size": _number(entry),
        "hash": _hash(entry),
        "title": words_of(element.first("Name")),
        "creation": _time(entry, "creationTime"),
    }
    made: Resource = {"attachment": {key: value for key, value in attachment.items() if value}}
    formats = entry.codes.get("formatCode")
    return made | ({"format": formats[0]["coding"][0]} if formats else {})


def document_url(unique: str) -> str:
    """Names the document; nothing is ever asked at it."""
    if not unique:
        return ""
    return (
        f"urn:oid:{unique}" if OID.fullmatch(unique) else f"{KEPT}document:{quote(unique, safe='')}"
    )


def _context(entry: Entry, patient: Resource) -> Resource:
    period = {"start": _time(entry, "serviceStartTime"), "end": _time(entry, "serviceStopTime")}
    related = entry.slots.get("urn:ihe:iti:xds:2013:referenceIdList", ())
    made = {
        "event": entry.codes.get("eventCodeList"),
        "period": {key: value for key, value in period.items() if value},
        "facilityType": _first(entry.codes.get("healthcareFacilityTypeCode")),
        "practiceSetting": _first(entry.codes.get("practiceSettingCode")),
        "sourcePatientInfo": {"reference": "#source-patient"} if patient else {},
        "related": [
            {"identifier": {"value": written.part(written.components(one), 1)}} for one in related
        ],
    }
    return {key: value for key, value in made.items() if value}


def _kept(element: Element, entry: Entry) -> list[Resource]:
    """What stands in no element of its own. `repositoryUniqueId` is what a document is asked for by."""
    unread = [
        extension(name, value)
        for name, values in entry.slots.items()
        for value in values
        if name not in _READ or _is_not_read(name, value)
    ]
    named = {
        "uniqueId": entry.unique,
        "homeCommunityId": element.get("home"),
        "objectType": element.get("objectType"),
    }
    unknown = element.get("status") if element.get("status") not in _STATUSES else ""
    named["availabilityStatus"] = unknown
    known_by_number = written.patient_id(entry.patient)[0] == NHS_NUMBER_ROOT
    named["patientId"] = "" if known_by_number else entry.patient
    return [
        *(extension(name, value) for name, value in named.items() if value),
        *unread,
        *entry.unknown,
    ]


def _is_not_read(name: str, value: str) -> bool:
    """A value that its element could not take: a time, a size or a hash that is none; a field nobody reads."""
    if name in ("creationTime", "serviceStartTime", "serviceStopTime"):
        return not written.time_of(value)
    if name == "size":
        return not value.isdigit()
    if name == "hash":
        return not _as_base64(value)
    if name == "sourcePatientInfo":
        field, _, said = value.partition("|")
        read = {"PID-7": written.time_of(said[:8]), "PID-8": said in GENDERS}
        return not read.get(field.strip(), field.strip() in ("PID-3", "PID-5", "PID-11"))
    return name in ("URI", "urn:ihe:iti:xds:2013:referenceIdList")


def kept_value(resource: Resource, name: str) -> str:
    """What an extension of ours holds; "" where there is none."""
    found = (one for one in resource.get("extension", ()) if one.get("url") == KEPT + name)
    return next((str(one.get("valueString", "")) for one in found), "")


def _unique(unique: str) -> Resource:
    if not unique:
        return {}
    return (
        {"system": URIS, "value": f"urn:oid:{unique}"}
        if OID.fullmatch(unique)
        else {"value": unique}
    )


def _time(entry: Entry, name: str) -> str:
    return written.time_of(_first(entry.slots.get(name)) or "")


def _number(entry: Entry) -> int:
    size = _first(entry.slots.get("size")) or ""
    return int(size) if size.isdecimal() and len(size) < 16 else 0


def _hash(entry: Entry) -> str:
    return _as_base64(_first(entry.slots.get("hash")) or "")


def _as_base64(hexed: str) -> str:
    """XDS writes SHA-1 in hex; R4 in base64."""
    try:
        return base64.b64encode(bytes.fromhex(hexed)).decode() if len(hexed) == 40 else ""
    except (ValueError, binascii.Error):
        return ""


def _first(values: Sequence[Value] | None) -> Value | None:
    return values[0] if values else None
