"""Words that may be seen in the door region, one resource of each kind, and what its markers begin with."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from carerecord.contract import Resource
from carerecord.sections import owner_of

SNOMED = "http://snomed.info/sct"
LABELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
MARK = "QZX"
"""Every marker begins so; nothing else in the region, its pages or its ids does."""
PROTECTED_DOCUMENT = "Qzxdocumentbody"
FOREIGN_WORDS = "Qzxforeign"


def worded(kind: str, own: str, words: str, **fields: Any) -> Resource:
    """A resource with these words in every element that any type keeps words in."""
    concept = {"text": words, "coding": [{"system": "urn:door", "code": words, "display": words}]}
    data = base64.b64encode(f"{words} in a document".encode()).decode()
    here = {"reference": "Patient/1"}
    return {
        "resourceType": kind,
        "id": own,
        "status": "active",
        "subject": here,
        "patient": here,
        "text": {"status": "generated", "div": f"<div>{words}</div>"},
        "contained": [{"resourceType": "Medication", "id": "c", "code": concept}],
        **dict.fromkeys(("title", "description", "comment", "patientInstruction"), words),
        **dict.fromkeys(("valueString", "conclusion", "summary", "lotNumber"), words),
        **dict.fromkeys(("serviceType", "bodySite", "detail", "code"), concept),
        **dict.fromkeys(("medicationCodeableConcept", "vaccineCode"), concept),
        **{key: [concept] for key in ("reasonCode", "component", "item")},
        "note": [{"text": words}],
        "dosage": [{"text": words}],
        "dosageInstruction": [{"text": words}],
        "reaction": [{"manifestation": [concept]}],
        "author": [{"display": words}],
        "section": [{"title": words, "text": {"div": f"<div>{words}</div>"}}],
        "content": [{"attachment": {"title": words, "data": data, "contentType": "text/plain"}}],
        "presentedForm": [{"title": words, "data": data, "contentType": "text/plain"}],
        "participant": [{"actor": {"reference": "Patient/1", "display": words}}],
        **dict.fromkeys(("date", "effectiveDateTime", "recordedDate", "authoredOn"), DAY),
        **dict.fromkeys(("onsetDateTime", "occurrenceDateTime", "dateAsserted", "start"), DAY),
        "period": {"start": DAY},
        **fields,
    }  # fmt: skip


DAY = "2026-10-05T09:00:00Z"


def coded(code: str, words: str) -> Resource:
    return {"text": words, "coding": [{"system": SNOMED, "code": code, "display": words}]}


def category(code: str) -> list[Resource]:
    return [{"coding": [{"code": code}], "text": code}]


def visit_class(code: str) -> Resource:
    return {"class": {"system": ACT, "code": code}}


_SEEN: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("Condition", {"clinicalStatus": {"coding": [{"code": "active"}]}}),
    ("AllergyIntolerance", {}),
    ("MedicationStatement", {}),
    ("MedicationRequest", {"intent": "order"}),
    ("Procedure", {}),
    ("FamilyMemberHistory", {}),
    ("Observation", {"category": category("laboratory"), "status": "final"}),
    ("Observation", {"category": category("vital-signs"), "status": "final"}),
    ("DiagnosticReport", {"status": "final"}),
    ("DocumentReference", {"type": {"text": "Discharge summary"}}),
    ("DocumentReference", {"type": {"text": "Clinic letter"}}),
    ("DocumentReference", {"type": {"text": "Progress notes"}}),
    ("Immunization", {"status": "completed"}),
    ("Appointment", {"status": "booked"}),
    ("Encounter", visit_class("EMER")),
    ("Encounter", visit_class("IMP")),
    ("Encounter", visit_class("AMB")),
    ("ServiceRequest", {"intent": "order"}),
    ("EpisodeOfCare", {}),
    ("CarePlan", {"intent": "plan", "category": [{"text": "Respect"}]}),
    ("CarePlan", {"intent": "plan", "category": [{"text": "Mental health crisis plan"}]}),
    ("CarePlan", {"intent": "plan", "category": [{"text": "Mental health care plan"}]}),
    ("CarePlan", {"intent": "plan", "category": [{"text": "Social care and support"}]}),
    ("Flag", {}),
    ("CareTeam", {}),
    ("ClinicalImpression", {}),
)


@cache
def seen() -> tuple[tuple[str, Resource], ...]:
    """(section, resource) of everything that may be seen, each saying in its words which section it is of."""
    made = []
    for number, (kind, fields) in enumerate(_SEEN):
        section = owner_of(worded(kind, "x", "x", **fields)).name
        words = seen_words(section)
        made.append((section, worded(kind, f"seen-{number}", words, **fields)))
    return tuple(made)


def seen_words(section: str) -> str:
    return f"SEEN{section.replace('_', '').upper()}X"
