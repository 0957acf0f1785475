"""An objection as FHIR R4 `Consent`, after IHE Privacy Consent on FHIR (PCF), ITI TF-3 5.8 (OPT-9).

The base policy says what holds for everything else; an objection about a part is an exception inside it.
`restricted` refuses treatment and leaves break-glass; `blocked` refuses every purpose.
"""

from __future__ import annotations

from typing import Any

from carerecord.access.objections.contract import Case
from carerecord.contract import Person, Resource
from carerecord.sections import BY_NAME
from carerecord.sections.contract import Section

_POLICIES = "https://profiles.ihe.net/ITI/PCF/Policy-"
_ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
_RECIPIENT = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
            "code": "IRCP",
            "display": "information recipient",
        }
    ]
}
_BREAK_GLASS_USERS = {"display": "Those who may declare an emergency"}


def as_consent(case: Case, person: Person) -> Resource:
    """One Consent, of the person the case is about; ValueError for another person's."""
    if case.person_id != person.id:
        raise ValueError("this objection is about somebody else")
    return {
        "resourceType": "Consent",
        "id": case.id,
        "status": "active" if case.in_force else _ended(case),
        "scope": _coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [_coded("http://loinc.org", "59284-0", "Consent")],
        "patient": {"reference": f"Patient/{person.id}"},
        "dateTime": case.recorded.isoformat(timespec="seconds"),
        "performer": [{"reference": f"Patient/{person.id}"}],
        "organization": [_organisation(case)],
        "sourceAttachment": {"title": case.evidence},
        "policy": [{"uri": _POLICIES + _policy(case)}],
        "provision": _provision(case),
    }


def _ended(case: Case) -> str:
    return "inactive" if case.step == "withdrawn" else "rejected"


def _policy(case: Case) -> str:
    if not case.in_force or case.scope != "record":
        return "all-normal"
    return "deny" if case.state == "blocked" else "break-glass-only"


def _provision(case: Case) -> dict[str, Any]:
    if not case.in_force:
        return {"type": "permit"}
    if case.scope != "record":
        return {"type": "permit", "provision": [_exception(case)]}
    if case.state == "blocked":
        return {"type": "deny"}
    actor = [{"role": _RECIPIENT, "reference": _BREAK_GLASS_USERS}]
    opened = {"type": "permit", "actor": actor, "purpose": [_purpose("BTG")]}
    return {"type": "deny", "provision": [opened]}


def _exception(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "deny", **_part(case)}
    if case.state == "restricted":
        found["purpose"] = [_purpose("TREAT")]
    return found


def _part(case: Case) -> dict[str, Any]:
    match case.scope:
        case "organisation":
            who = {"identifier": {"system": _ODS, "value": case.target}}
            return {"actor": [{"role": _RECIPIENT, "reference": who}]}
        case "source":
            return {"data": [{"meaning": "authoredby", "reference": {"display": case.target}}]}
        case "item":
            source, _, reference = case.target.partition("/")
            what = {"reference": reference, "display": source}
            return {"data": [{"meaning": "instance", "reference": what}]}
        case _:
            return _section(BY_NAME[case.target])


def _section(section: Section) -> dict[str, Any]:
    """The classes of a section; one that takes what is left over is only named."""
    if not section.resource_types:
        return {"code": [{"text": section.title}]}
    system = "http://hl7.org/fhir/resource-types"
    return {"class": [{"system": system, "code": type_} for type_ in section.resource_types]}


def _organisation(case: Case) -> dict[str, Any]:
    if not case.controller:
        return {"display": "Not decided yet"}
    return {"identifier": {"system": _ODS, "value": case.controller}}


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def _purpose(code: str) -> dict[str, Any]:
    return {"system": _ACT_REASON, "code": code}
