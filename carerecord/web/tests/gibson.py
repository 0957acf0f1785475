"""What the sources of an invented person sent: disagreeing medicines, allergies, a stay, results, a plan."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from carerecord.contract import Resource

SNOMED, LOINC, DMD = "http://snomed.info/sct", "http://loinc.org", "https://dmd.nhs.uk"
ALLERGY_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
V3 = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def concept(text: str, code: str = "", system: str = SNOMED) -> Resource:
    coding = {"coding": [{"system": system, "code": code, "display": text}]} if code else {}
    return {"text": text, **coding}


def medicine(
    id: str,
    name: str,
    code: str,
    dose: float,
    unit: str,
    times: int,
    *,
    status: str = "active",
    when: str = "2026-11-02",
    reason: str = "",
    often: str = "",
) -> Resource:
    words = often or {1: "once a day", 2: "twice a day"}[times]
    made: Resource = {
        "resourceType": "MedicationStatement",
        "id": id,
        "status": status,
        "medicationCodeableConcept": concept(name, code, DMD),
        "effectivePeriod": {"start": when},
        "dateAsserted": when,
        "dosage": [
            {
                "text": f"{dose:g} {unit} oral {words}",
                "route": concept("oral", "26643006"),
                "doseAndRate": [{"doseQuantity": {"value": dose, "unit": unit}}],
                "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
            }
        ],
    }
    if reason:
        made["statusReason"] = [{"text": reason}]
    return made


def allergy(id: str, name: str, code: str, severity: str, reaction: str, when: str) -> Resource:
    return {
        "resourceType": "AllergyIntolerance",
        "id": id,
        "type": "allergy",
        "clinicalStatus": {"coding": [{"system": ALLERGY_STATUS, "code": "active"}]},
        "code": concept(name, code),
        "recordedDate": when,
        "recorder": {"display": "Dr P Ellery"},
        "reaction": [{"severity": severity, "manifestation": [{"text": reaction}]}],
    }


NO_KNOWN_ALLERGY: Resource = {
    "resourceType": "AllergyIntolerance",
    "id": "nka",
    "clinicalStatus": {"coding": [{"system": ALLERGY_STATUS, "code": "active"}]},
    "code": concept("No known allergy", "716186003"),
    "recordedDate": "2019-03-02",
    "recorder": {"display": "Pre-operative nurse"},
}


def problem(id: str, name: str, code: str, when: str, status: str = "active") -> Resource:
    return {
        "resourceType": "Condition",
        "id": id,
        "clinicalStatus": {"coding": [{"code": status}]},
        "category": [{"coding": [{"code": "problem-list-item"}]}],
        "code": concept(name, code),
        "onsetDateTime": when,
    }


def result(
    id: str,
    name: str,
    code: str,
    value: Any,
    unit: str,
    when: str,
    limits: tuple[float, float] | None = None,
    flag: str = "",
) -> Resource:
    made: Resource = {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"text": name, "coding": [{"system": LOINC, "code": code}]},
        "effectiveDateTime": when,
        "valueQuantity": {"value": value, "unit": unit},
    }
    if limits:
        low, high = limits
        made["referenceRange"] = [{"low": {"value": low}, "high": {"value": high}}]
    if flag:
        made["interpretation"] = [{"coding": [{"code": flag}]}]
    return made


def stay(id: str, start: str, end: str, reason: str, kind: str = "IMP") -> Resource:
    return {
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {"system": V3, "code": kind},
        "type": [concept("Hospital admission" if kind == "IMP" else "Consultation")],
        "period": {"start": start, "end": end},
        "reasonCode": [{"text": reason}],
    }


def document(id: str, title: str, when: str, words: str, kind: str = "text/plain") -> Resource:
    return {
        "resourceType": "DocumentReference",
        "id": id,
        "status": "current",
        "type": concept(title),
        "date": f"{when}T15:20:00+00:00",
        "author": [{"display": "Dr S Amin, general medicine"}],
        "content": [
            {"attachment": {"contentType": kind, "data": base64.b64encode(words.encode()).decode()}}
        ],
    }


CREATININE: Sequence[tuple[str, float, str]] = (
    ("2026-11-13", 109, "H"),
    ("2026-11-05", 118, "H"),
    ("2026-11-02", 131, "H"),
    ("2026-10-30", 168, "H"),
    ("2026-10-28", 192, "HH"),
    ("2026-10-11", 86, "H"),
    ("2026-07-05", 48, ""),
)

RIVERSIDE: list[Resource] = [
    medicine("m1", "Ramipril 5mg capsules", "318900001", 5, "mg", 1),
    medicine("m2", "Metformin 500mg modified-release tablets", "320300002", 500, "mg", 2),
    medicine("m3", "Simvastatin 10mg tablets", "319996000", 10, "mg", 1, often="at night"),
    medicine("m4", "Clopidogrel 75mg tablets", "319773006", 75, "mg", 1),
    medicine("m5", "Salbutamol 100micrograms/dose inhaler", "39113311", 2, "puff", 2),
    medicine("m6", "Alendronic acid 70mg tablets", "3214001", 70, "mg", 1, often="once a week"),
    allergy("a1", "Penicillin", "91936005", "severe", "Anaphylaxis", "1987-03-14"),
    allergy("a2", "Codeine", "294500", "moderate", "Vomiting", "2014-02-03"),
    problem("p1", "Stroke", "230690007", "2017-07-24"),
    problem("p2", "Type 2 diabetes", "44054006", "1987-11"),
    problem("p3", "Hypertension", "38341003", "1973-03"),
    problem("p4", "Osteoporosis", "64859006", "2025-06-30"),
    problem("p5", "Urinary tract infection", "68566005", "2024-01-10", "resolved"),
    {
        "resourceType": "Immunization",
        "id": "i1",
        "status": "completed",
        "vaccineCode": concept("Influenza vaccine"),
        "occurrenceDateTime": "2026-10-02",
    },
    stay("e1", "2026-10-11T09:20:00+01:00", "2026-10-11T09:40:00+01:00", "Diabetes review", "AMB"),
]
NORTHGATE: list[Resource] = [
    medicine(
        "n1", "Ramipril 5mg capsules", "318900001", 5, "mg", 1,
        status="stopped", when="2026-10-28", reason="Acute kidney injury",
    ),
    medicine(
        "n2", "Metformin 500mg modified-release tablets", "320300002", 500, "mg", 1,
        when="2026-11-06", reason="Reduced, eGFR 40",
    ),
    medicine("n3", "Atorvastatin 20mg tablets", "320029006", 20, "mg", 1, when="2026-11-06"),
    medicine("n4", "Clopidogrel 75mg tablets", "319773006", 75, "mg", 1),
    allergy("b1", "Penicillin", "91936005", "mild", "Rash", "2026-10-28"),
    problem("q1", "Acute kidney injury stage 2", "140031000119103", "2026-10-28"),
    stay("f1", "2026-10-28T02:14:00+00:00", "2026-11-06T15:20:00+00:00", "Pneumonia"),
    stay("f2", "2026-10-28T01:40:00+00:00", "2026-10-28T02:10:00+00:00", "Short of breath", "EMER"),
    document(
        "d1", "Discharge summary", "2026-11-06",
        "Diagnoses\n1. Community-acquired pneumonia\n2. Acute kidney injury stage 2\n\n"
        "Medicines changed\nramipril: stopped 28-Oct-2026.",
    ),
    document(
        "d2", "Clinic letter", "2026-06-16",
        "<h2>Eye clinic</h2><p onclick='x()'>No retinopathy.</p><script>alert(1)</script>"
        "<img src='https://example.invalid/x.png'>", "text/html",
    ),
    document("d3", "Clinic letter", "2026-03-03", "%PDF-1.4", "application/pdf"),
]  # fmt: skip
LABORATORY: list[Resource] = [
    *(
        result(f"c{n}", "Creatinine", "14682-9", value, "micromol/L", when, (45, 84), flag)
        for n, (when, value, flag) in enumerate(CREATININE)
    ),
    result("k1", "Potassium", "2823-3", 4.7, "mmol/L", "2026-11-13", (3.5, 5.3)),
    result("k2", "Potassium", "2823-3", 4.8, "mmol/L", "2026-11-05", (3.5, 5.3)),
    result("h1", "Haemoglobin", "718-7", 110, "g/L", "2026-11-05", (115, 165), "L"),
    result("h2", "Haemoglobin", "718-7", 108, "g/L", "2026-10-28", (115, 165), "L"),
]
CARE_PLAN: list[Resource] = [
    {
        "resourceType": "CarePlan",
        "id": "ucp",
        "status": "active",
        "intent": "plan",
        "title": "Urgent care plan, version 4",
        "created": "2026-11-10",
        "author": {"display": "Dr P Ellery, GP"},
        "description": "Hospital for reversible illness, ward care. Not for intensive care.",
        "note": [
            {"text": "CPR: Do not attempt CPR. Decided 14-May-2026 with Mrs Gibson."},
            {"text": "What matters most: Hearing aids in before talking. Call Dale first."},
        ],
    }
]
PHARMACY: list[Resource] = [
    {
        "resourceType": "MedicationDispense",
        "id": "x1",
        "status": "completed",
        "medicationCodeableConcept": concept("Ramipril 5mg capsules", "318900001", DMD),
        "whenPrepared": "2026-11-03",
        "quantity": {"value": 28, "unit": "capsule"},
    }
]
FLAG: Resource = {
    "resourceType": "Flag",
    "id": "fl",
    "status": "active",
    "category": [concept("Reasonable adjustment")],
    "code": concept("Reasonable adjustments: hearing, memory"),
}
