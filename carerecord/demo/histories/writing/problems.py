"""Problems, procedures, allergies, family history."""

from __future__ import annotations

from datetime import date
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import Term, text_only
from carerecord.demo.histories.terms.problems import FAMILY, PROBLEMS, PROCEDURES, RELATIONS
from carerecord.demo.histories.terms.substances import NONE_KNOWN, REACTIONS

_HL7 = "http://terminology.hl7.org/CodeSystem/"


def coded(system: str, code: str, words: str = "") -> dict[str, Any]:
    """A status has no words of its own: practices send it as a code alone, and all must say the same."""
    coding = {"system": _HL7 + system, "code": code}
    return {"coding": [coding | ({"display": words} if words else {})]}


def problem(
    record: Record, source: str, key: str, onset: date | str, *, status: str = "active",
    by: str = "", text: str = "", ended: date | None = None, diagnosis: bool = False,
    stay: Resource | None = None, verification: str = "confirmed", severity: str = "",
) -> Resource:  # fmt: skip
    """On a problem list, or (`diagnosis`) as one visit's diagnosis. Onset may be only a year."""
    day = onset if isinstance(onset, date) else date(int(onset[:4]), 6, 15)
    category = "encounter-diagnosis" if diagnosis else "problem-list-item"
    body: Resource = {
        "clinicalStatus": coded("condition-clinical", status),
        "verificationStatus": coded("condition-ver-status", verification),
        "category": [
            coded("condition-category", category, category.replace("-", " ").capitalize())
        ],
        "code": PROBLEMS[key].concept(text),
        "onsetDateTime": onset if isinstance(onset, str) else onset.isoformat(),
        "recordedDate": at(day, 10, 20),
    }
    if by:
        body["recorder"] = {"display": by}
        body["asserter"] = {"display": by}
    if ended:
        body["abatementDateTime"] = ended.isoformat()
    if stay:
        body["encounter"] = reference(stay)
    if severity:
        body["severity"] = {"text": severity}
    return record.put(source, "Condition", body, day=day)


def procedure(
    record: Record, source: str, key: str, day: date, *, by: str = "", stay: Resource | None = None,
    text: str = "", status: str = "completed", hour: int = 11, reason: str = "",
) -> Resource:  # fmt: skip
    body: Resource = {
        "status": status,
        "code": PROCEDURES[key].concept(text),
        "performedDateTime": at(day, hour, 15),
    }
    if by:
        body["performer"] = [{"actor": {"display": by}}]
    if stay:
        body["encounter"] = reference(stay)
    if reason:
        body["reasonCode"] = [{"text": reason}]
    return record.put(source, "Procedure", body, day=day)


def allergy(
    record: Record, source: str, what: Term | str, day: date, *, reaction: str = "",
    severity: str = "", kind: str = "allergy", status: str = "active",
    verification: str = "confirmed", criticality: str = "", by: str = "", note: str = "",
    reaction_words: str = "", category: str = "medication",
) -> Resource:  # fmt: skip
    """Words instead of a term make an entry that nobody coded."""
    body: Resource = {
        "clinicalStatus": coded("allergyintolerance-clinical", status),
        "verificationStatus": coded("allergyintolerance-verification", verification),
        "type": kind,
        "category": [category],
        "code": text_only(what) if isinstance(what, str) else what.concept(),
        "recordedDate": at(day, 11, 0),
    }
    if criticality:
        body["criticality"] = criticality
    if by:
        body["recorder"] = {"display": by}
    if note:
        body["note"] = [{"text": note}]
    if reaction:
        concept = REACTIONS[reaction].concept(reaction_words)
        body["reaction"] = [
            {"manifestation": [concept], **({"severity": severity} if severity else {})}
        ]
    return record.put(source, "AllergyIntolerance", body, day=day)


def none_known(record: Record, source: str, day: date, by: str, which: str = "any") -> Resource:
    body: Resource = {
        "clinicalStatus": coded("allergyintolerance-clinical", "active"),
        "verificationStatus": coded("allergyintolerance-verification", "confirmed"),
        "code": NONE_KNOWN[which].concept(),
        "recordedDate": at(day, 9, 40),
        "recorder": {"display": by},
    }
    return record.put(source, "AllergyIntolerance", body, day=day)


def relative(record: Record, who: str, key: str, day: date) -> Resource:
    body: Resource = {
        "status": "completed",
        "relationship": coded("v3-RoleCode", who, RELATIONS[who]),
        "date": day.isoformat(),
        "condition": [{"code": FAMILY[key].concept()}],
    }
    return record.put(record.gp, "FamilyMemberHistory", body, day=day)
