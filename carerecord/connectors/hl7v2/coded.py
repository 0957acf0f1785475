"""Coded elements, people and identifiers as segments hold them, read into R4. Pure; every value as sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carerecord.connectors.hl7v2.message import Segment

_SYSTEMS: Mapping[str, str] = {
    "LN": "http://loinc.org",
    "SCT": "http://snomed.info/sct",
    "SNM": "http://snomed.info/sct",
    "SNM3": "http://snomed.info/sct",
    "SNOMED": "http://snomed.info/sct",
    "UCUM": "http://unitsofmeasure.org",
    "CVX": "http://hl7.org/fhir/sid/cvx",
    "MVX": "http://hl7.org/fhir/sid/mvx",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "I10": "http://hl7.org/fhir/sid/icd-10",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "DMD": "https://dmd.nhs.uk",
    "RC": "http://read.info/readv2",
    "RC2": "http://read.info/readv2",
    "CTV3": "http://read.info/ctv3",
}
"""Names of coding systems (HL7 table 0396) whose address is certain. Another's code keeps the name it came with."""


def concept(segment: Segment, field: int, *, of: str | None = None) -> dict[str, Any]:
    """A CE or CWE: both codings, and the words. {} where nothing was sent."""
    codings = [_coding(segment, field, first, of) for first in (1, 4)]
    words = [segment.words(field, place, of=of) for place in (9, 2, 5, 1)]
    found: dict[str, Any] = {}
    if sent := [one for one in codings if one]:
        found["coding"] = sent
    if text := next(filter(None, words), ""):
        found["text"] = text
    return found


def concepts(segment: Segment, field: int) -> list[dict[str, Any]]:
    return [
        found for one in segment.repetitions(field) if (found := concept(segment, field, of=one))
    ]


def name_of(segment: Segment, field: int, *, of: str | None = None) -> str:
    """The code of an element and its system in one word: what tells two of them apart."""
    code = "\0".join(segment.words(field, place, of=of) for place in (1, 3)).strip("\0")
    return code or segment.text(field, 2, of=of)


def identifier(segment: Segment, field: int) -> dict[str, Any]:
    """An entity identifier (EI): its value, and who gave it."""
    value, space = segment.text(field), segment.text(field, 2)
    if not value:
        return {}
    return {"value": value, **({"assigner": {"display": space}} if space else {})}


def clinician(segment: Segment, field: int) -> str:
    """The first person of the field (XCN) as one would be called."""
    prefix, given, family = (segment.text(field, place) for place in (6, 3, 2))
    return " ".join(one for one in (prefix, given, family) if one)


def shown(display: str) -> list[dict[str, str]]:
    """A list of one reference by name alone; empty without a name."""
    return [{"display": display}] if display else []


def _coding(segment: Segment, field: int, first: int, of: str | None) -> dict[str, str]:
    code, display, system = (segment.words(field, first + place, of=of) for place in (0, 1, 2))
    if not code or not system:
        return {}
    found = {"system": _SYSTEMS.get(system, f"urn:hl7v2:{system}"), "code": code}
    return {**found, "display": display} if display else found
