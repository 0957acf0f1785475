"""Invented items for the merge tables: one plain resource of each class, and how to make answers of them."""

from __future__ import annotations

import copy
from typing import Any

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import encode_resource

SNOMED = "http://snomed.info/sct"
DMD = "https://dmd.nhs.uk"


def concept(code: str, display: str, system: str = SNOMED) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": display}]}


SUBJECT = {"reference": "Patient/p"}

BASES: dict[str, Resource] = {
    "medicines": {
        "resourceType": "MedicationStatement",
        "id": "m1",
        "status": "active",
        "subject": SUBJECT,
        "medicationCodeableConcept": concept("39709611000001109", "Ramipril 5mg capsules", DMD),
        "effectivePeriod": {"start": "2026-03-04"},
        "dosage": [
            {
                "text": "one daily",
                "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}],
                "maxDosePerPeriod": {
                    "numerator": {"value": 10, "unit": "mg"},
                    "denominator": {"value": 1, "unit": "d"},
                },
            }
        ],
    },
    "allergies": {
        "resourceType": "AllergyIntolerance",
        "id": "a1",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "type": "allergy",
        "code": concept("91936005", "Allergy to penicillin"),
        "patient": SUBJECT,
        "recordedDate": "1987-03-14",
        "reaction": [{"manifestation": [concept("39579001", "Anaphylaxis")], "severity": "severe"}],
    },
    "problems": {
        "resourceType": "Condition",
        "id": "c1",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": concept("44054006", "Type 2 diabetes mellitus"),
        "subject": SUBJECT,
        "onsetDateTime": "2011-05",
    },
    "results": {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": concept("1000951000000103", "Serum potassium level"),
        "subject": SUBJECT,
        "effectiveDateTime": "2026-06-03T10:11:00+01:00",
        "valueQuantity": {"value": 5.0, "unit": "mmol/L"},
    },
    "immunisations": {
        "resourceType": "Immunization",
        "id": "i1",
        "status": "completed",
        "vaccineCode": concept("1082441000000108", "Influenza vaccine"),
        "patient": SUBJECT,
        "occurrenceDateTime": "2025-10-01",
        "lotNumber": "A1",
    },
    "reports": {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "code": concept("26604007", "Full blood count"),
        "subject": SUBJECT,
        "effectiveDateTime": "2026-06-03T10:11:00+01:00",
        "conclusion": "Within usual limits",
    },
    "procedures": {
        "resourceType": "Procedure",
        "id": "pr1",
        "status": "completed",
        "code": concept("80146002", "Appendicectomy"),
        "subject": SUBJECT,
        "performedDateTime": "2019-03-04T14:00:00Z",
    },
    "discharges": {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "IMP"},
        "subject": SUBJECT,
        "period": {"start": "2026-01-02T08:00:00Z", "end": "2026-01-05T12:00:00Z"},
    },
    "appointments": {
        "resourceType": "Appointment",
        "id": "ap1",
        "status": "booked",
        "start": "2026-12-01T09:00:00Z",
        "identifier": [{"system": "urn:booking", "value": "77"}],
    },
    "alerts": {
        "resourceType": "Flag",
        "id": "f1",
        "status": "active",
        "code": {"text": "Needs an interpreter"},
        "subject": SUBJECT,
    },
}


def changed(resource: Resource, path: str, value: Any) -> Resource:
    """A copy with one element replaced; None removes it."""
    copied = copy.deepcopy(resource)
    *parents, last = path.split(".")
    target: Any = copied
    for key in parents:
        target = target[int(key)] if key.isdigit() else target[key]
    if value is None:
        del target[last]
    else:
        target[int(last) if isinstance(target, list) else last] = value
    return copied


def item(source: str, resource: Resource) -> Item:
    return Item(source, resource, encode_resource(resource))


def answer(source: str, *resources: Resource) -> Answer:
    return Answer(source, "answered", items=tuple(item(source, one) for one in resources))
