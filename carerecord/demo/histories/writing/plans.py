"""Plans, flags, teams, wishes, equipment, next of kin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import Term
from carerecord.demo.histories.terms.papers import DEVICES, PAPERS
from carerecord.demo.histories.writing.visits import organisation

_HL7 = "http://terminology.hl7.org/CodeSystem/"
_ROLES = {"son": "SON", "daughter": "DAU", "wife": "WIFE", "husband": "HUSB", "mother": "MTH",
          "father": "FTH", "sister": "SIS", "brother": "BRO"}  # fmt: skip


def plan(
    record: Record, source: str, kind: str, title: str, day: date, by: str,
    lines: Sequence[tuple[str, str]], *, status: str = "active", category: str = "",
    review: date | None = None, version: int = 1, about: Sequence[Resource] = (),
    identifier: dict[str, Any] | None = None, replaces: Resource | None = None,
) -> Resource:  # fmt: skip
    """A plan as headed lines; each line is an activity, the first is the description as well."""
    body: Resource = {
        "status": status,
        "intent": "plan",
        "category": [{"text": category} if category else PAPERS[kind].concept()],
        "title": title,
        "description": f"{lines[0][0]}: {lines[0][1]}",
        "period": {"start": day.isoformat(), **({"end": review.isoformat()} if review else {})},
        "created": at(day, 11, 0),
        "author": {"display": by},
        "activity": [
            {"detail": {"status": "in-progress", "code": {"text": heading}, "description": words}}
            for heading, words in lines
        ],
    }  # fmt: skip
    if about:
        body["addresses"] = [reference(one) for one in about]
    if identifier:
        body["identifier"] = [identifier]
    if replaces:
        body["replaces"] = [reference(replaces)]
    made = record.put(source, "CarePlan", body, day=day)
    made["meta"]["versionId"] = str(version)
    return made


def flag(
    record: Record, source: str, term: Term, day: date, words: str, *, category: str = "clinical",
    by: str = "", status: str = "active", ended: date | None = None,
) -> Resource:  # fmt: skip
    body: Resource = {
        "status": status,
        "category": [
            {"coding": [{"system": _HL7 + "flag-category", "code": category, "display": category.title()}]}
        ],
        "code": term.concept(words),
        "period": {"start": day.isoformat(), **({"end": ended.isoformat()} if ended else {})},
    }  # fmt: skip
    if by:
        body["author"] = {"display": by}
    return record.put(source, "Flag", body, day=day)


def goal(record: Record, source: str, words: str, day: date, status: str = "active") -> Resource:
    body: Resource = {
        "lifecycleStatus": status,
        "description": {"text": words},
        "startDate": day.isoformat(),
    }
    return record.put(source, "Goal", body, day=day)


def team(
    record: Record, source: str, name: str, members: Sequence[tuple[str, str, str]], day: date
) -> Resource:
    """Members are role, name, phone."""
    body: Resource = {
        "status": "active",
        "name": name,
        "period": {"start": day.isoformat()},
        "participant": [
            {"role": [{"text": role}], "member": {"display": f"{who}, {phone}" if phone else who}}
            for role, who, phone in members
        ],
        "managingOrganization": [organisation(source)],
    }
    return record.put(source, "CareTeam", body, day=day)


def consent(
    record: Record, source: str, kind: str, words: str, day: date, *, who: str = ""
) -> Resource:
    """An advance decision (ADRT) or a lasting power of attorney (LPA), in words."""
    title = {
        "ADRT": "Advance decision to refuse treatment",
        "LPA": "Lasting power of attorney for health and welfare",
    }[kind]
    body: Resource = {
        "status": "active",
        "scope": {"coding": [{"system": _HL7 + "consentscope", "code": "adr" if kind == "ADRT" else "treatment"}], "text": title},
        "category": [{"coding": [{"system": _HL7 + "consentcategorycodes", "code": "acd"}], "text": title}],
        "dateTime": at(day, 14, 0),
        "policyRule": {"text": words},
        "organization": [organisation(source)],
        "provision": {"type": "deny" if kind == "ADRT" else "permit", "code": [{"text": words}]},
    }  # fmt: skip
    if who:
        body["performer"] = [{"display": who}]
    return record.put(source, "Consent", body, day=day)


def device(record: Record, source: str, what: str, day: date, note: str = "") -> Resource:
    kind = DEVICES[what].concept() if what in DEVICES else {"text": what}
    body: Resource = {
        "status": "active",
        "type": kind,
        "manufactureDate": day.isoformat(),
        "owner": organisation(source),
    }
    if note:
        body["note"] = [{"text": note}]
    return record.put(source, "Device", body, day=day)


def care_package(
    record: Record, source: str, words: str, day: date, *, status: str = "active", by: str = ""
) -> Resource:
    """A service ordered from a provider of social care."""
    body: Resource = {
        "status": status,
        "intent": "order",
        "category": [{"text": "Social care"}],
        "code": {"text": "Home care package"},
        "authoredOn": at(day, 13, 0),
        "occurrencePeriod": {"start": day.isoformat()},
        "orderDetail": [{"text": words}],
        "requester": {"display": by or "T Adeyemi, social worker"},
        "performer": [{"display": "Harbour Home Care"}],
    }
    return record.put(source, "ServiceRequest", body, day=day)


def next_of_kin(record: Record, source: str, words: str, day: date) -> Resource | None:
    """“Dale Gibson (son) 07700 900461”."""
    name, _, rest = words.partition(" (")
    relation, _, phone = rest.partition(") ")
    if not relation or not phone:
        return None
    given, _, family = name.rpartition(" ")
    code = _ROLES.get(relation, "FAMMEMB")
    body: Resource = {
        "active": True,
        "relationship": [
            {"coding": [{"system": _HL7 + "v3-RoleCode", "code": code, "display": relation}],
             "text": relation}
        ],
        "name": [{"family": family, "given": [given], "text": name}],
        "telecom": [{"system": "phone", "value": phone}],
    }  # fmt: skip
    return record.put(source, "RelatedPerson", body, day=day)
