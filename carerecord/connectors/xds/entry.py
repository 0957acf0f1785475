"""One object of a registry as it says it: slots, codes and identifiers by the names of XDS (ITI TF-3 4.2). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from carerecord.contract import Resource
from carerecord.fhir.cda.systems import system_of
from carerecord.fhir.xml import Element

KEPT = "urn:carerecord:xds:"
"""What FHIR has no element for: an extension of this and the name that XDS gives it."""
AUTHOR = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
_CODES = {
    "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a": "classCode",
    "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983": "typeCode",
    "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f": "confidentialityCode",
    "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4": "eventCodeList",
    "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d": "formatCode",
    "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1": "healthcareFacilityTypeCode",
    "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead": "practiceSettingCode",
}
_PATIENT_ID = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
_UNIQUE_ID = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
OID = re.compile(r"[0-2](\.\d+)+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one object says, by the names of XDS."""

    slots: Mapping[str, list[str]]
    codes: Mapping[str, list[Resource]]
    unknown: tuple[Resource, ...]  # classifications and identifiers nobody here knows
    unique: str
    patient: str


def read_entry(element: Element) -> Entry:
    codes: dict[str, list[Resource]] = {}
    unknown: list[Resource] = []
    for one in element.all("Classification"):
        name = _CODES.get(one.get("classificationScheme"))
        if name:
            codes.setdefault(name, []).append(_concept(one))
        elif one.get("classificationScheme") != AUTHOR:
            unknown.append(
                extension(
                    one.get("classificationScheme") or one.get("classificationNode"), _flat(one)
                )
            )
    external = {
        one.get("identificationScheme"): one.get("value")
        for one in element.all("ExternalIdentifier")
    }
    unknown += [
        extension(scheme, value)
        for scheme, value in external.items()
        if scheme not in (_PATIENT_ID, _UNIQUE_ID)
    ]
    return Entry(
        slots_of(element),
        codes,
        tuple(unknown),
        external.get(_UNIQUE_ID, ""),
        external.get(_PATIENT_ID, ""),
    )


def slots_of(element: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in element.all("Slot"):
        values = [value.words for value in one.all("ValueList", "Value")]
        found.setdefault(one.get("name"), []).extend(values)
    return found


def words_of(element: Element) -> str:
    """A Name or Description: its first words in whatever language."""
    return next(filter(None, (one.get("value") for one in element.all("LocalizedString"))), "")


def _concept(classification: Element) -> Resource:
    schemes = slots_of(classification).get("codingScheme", [""])
    display = words_of(classification.first("Name"))
    coding = {
        "system": _system(schemes[0]),
        "code": classification.get("nodeRepresentation"),
        "display": display,
    }
    made: Resource = {"coding": [{key: value for key, value in coding.items() if value}]}
    return made | ({"text": display} if display else {})


def _system(scheme: str) -> str:
    oid = scheme.removeprefix("urn:oid:")
    return system_of(oid) if OID.fullmatch(oid) else scheme


def _flat(classification: Element) -> str:
    slots = ", ".join(
        f"{name}={'; '.join(values)}" for name, values in slots_of(classification).items()
    )
    parts = (
        classification.get("nodeRepresentation"),
        words_of(classification.first("Name")),
        slots,
    )
    return " – ".join(filter(None, parts))


def extension(name: str, value: str) -> Resource:
    return {"url": f"{KEPT}{name}", "valueString": value}
