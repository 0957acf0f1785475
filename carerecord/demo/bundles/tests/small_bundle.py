"""A small bundle in the manner of Synthea: urn:uuid references, conditional ones, a shared practitioner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SYNTHEA = "https://github.com/synthetichealth/synthea"
NPI = "http://hl7.org/fhir/sid/us-npi"


def urn(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


def entry(number: int, kind: str, **elements: Any) -> dict[str, Any]:
    name = urn(number)
    resource = {"resourceType": kind, "id": name.removeprefix("urn:uuid:"), **elements}
    return {"fullUrl": name, "resource": resource, "request": {"method": "POST", "url": kind}}


def patient(number: int = 1, family: str = "Medhurst46", **elements: Any) -> dict[str, Any]:
    name = {"use": "official", "family": family, "given": ["Ruben688"]}
    identifier = [{"system": SYNTHEA, "value": f"person-{number}"}]
    base = {"name": [name], "birthDate": "1991-11-15", "gender": "male", "identifier": identifier}
    return entry(number, "Patient", **{**base, **elements})


def reference(number: int) -> dict[str, str]:
    return {"reference": urn(number)}


def practitioner(number: str) -> dict[str, str]:
    return {"reference": f"Practitioner?identifier={NPI}|{number}", "display": "Dr. Known"}


def person_bundle() -> list[dict[str, Any]]:
    """One of each kind of link: visit, report and results, plan and team, medicine, document, provenance."""
    me, visit = reference(1), reference(2)
    glucose = {"coding": [{"system": "http://loinc.org", "code": "2339-0", "display": "Glucose"}]}
    laboratory = [{"coding": [{"code": "laboratory"}]}]
    clinical = [
        entry(2, "Encounter", status="finished", subject=me, **{"class": {"code": "AMB"}},
              identifier=[{"system": SYNTHEA, "value": "visit-2"}],
              participant=[{"individual": practitioner("111")}]),
        entry(3, "Condition", subject=me, encounter=visit, code={"text": "Asthma"},
              onsetDateTime="2010-02-03T10:00:00+01:00"),
        entry(4, "Observation", status="final", subject=me, encounter=visit, code=glucose,
              category=laboratory, valueQuantity={"value": 72.5, "unit": "mg/dL"},
              effectiveDateTime="2020-02-03T10:00:00+01:00"),
        entry(5, "DiagnosticReport", status="final", subject=me, encounter=visit, code=glucose,
              result=[reference(4)], performer=[practitioner("999")]),
        entry(6, "CareTeam", status="active", subject=me),
        entry(7, "CarePlan", status="active", intent="plan", subject=me, careTeam=[reference(6)],
              addresses=[reference(3)]),
        entry(8, "MedicationRequest", status="active", intent="order", subject=me,
              medicationReference=reference(9), reasonReference=[reference(3)]),
        entry(9, "Medication", code={"text": "Salbutamol"}),
        entry(10, "DocumentReference", status="current", subject=me,
              content=[{"attachment": {"contentType": "text/plain", "url": urn(11)}}]),
        entry(11, "Binary", contentType="text/plain", data="Tm90ZQ=="),
        entry(12, "AllergyIntolerance", patient=me, code={"text": "Penicillin"}),
        entry(13, "Immunization", status="completed", patient=me, vaccineCode={"text": "Flu"},
              occurrenceDateTime="2020-02-03T10:00:00+01:00"),
        entry(14, "Device", patient=me, type={"text": "Nobody refers to this walking frame"}),
        entry(15, "Claim", status="active", patient=me, item=[{"encounter": [visit]}]),
        entry(16, "Procedure", status="completed", subject=me, encounter=visit, code={"text": "X"}),
    ]  # fmt: skip
    targets = [reference(1), *(reference(number) for number in range(2, 17))]
    return [patient(), *clinical, entry(17, "Provenance", target=targets)]


def supporting_bundle() -> list[dict[str, Any]]:
    """What Synthea writes into a file of its own: nobody's record, referred to by everyone."""
    known = [{"system": NPI, "value": "111"}]
    return [entry(900, "Practitioner", identifier=known, name=[{"family": "Known"}])]


def write(path: Path, entries: list[dict[str, Any]], kind: str = "transaction") -> Path:
    bundle = {"resourceType": "Bundle", "type": kind, "entry": entries}
    path.write_text(json.dumps(bundle), "utf-8")
    return path
