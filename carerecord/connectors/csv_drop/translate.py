"""One row read into R4: who it is about, and one plan, package, request, piece of equipment or contact. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carerecord.connectors.pushed import without_empty
from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER

KINDS: Mapping[str, str] = {
    "plan": "CarePlan",
    "package": "CarePlan",
    "request": "ServiceRequest",
    "equipment": "DeviceUseStatement",
    "contact": "CareTeam",
}
STATUSES = ("planned", "active", "ended", "removed")
_STATUS: Mapping[str, Mapping[str, str]] = {
    "CarePlan": {"planned": "draft", "active": "active", "ended": "completed"},
    "ServiceRequest": {"planned": "draft", "active": "active", "ended": "completed"},
    "DeviceUseStatement": {"planned": "intended", "active": "active", "ended": "completed"},
    "CareTeam": {"planned": "proposed", "active": "active", "ended": "inactive"},
}
_WORDS = {"plan": "Care and support plan", "package": "Care package", "request": "Social care request"}  # fmt: skip
_SUBJECT = {"reference": "Patient/patient"}


def resources(
    row: Mapping[str, str], number: str, own: str, source: str, *, gone: bool
) -> tuple[Resource, ...]:
    patient = {
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "birthDate": row["birth_date"],
    }
    return (patient,) if gone else (patient, _resource(row, own, source))


def _resource(row: Mapping[str, str], own: str, source: str) -> Resource:
    kind = KINDS[row["kind"]]
    return without_empty({
        "resourceType": kind,
        "id": own,
        "identifier": [{"value": row["id"]}],
        "status": _STATUS[kind][row["status"]],
        "subject": _SUBJECT,
        "note": [{"text": text} for text in [row.get("text", "")] if text],
        **_OWN[kind](row, source),
    })  # fmt: skip


def _period(row: Mapping[str, str]) -> dict[str, str]:
    return without_empty({"start": row.get("starts", ""), "end": row.get("ends", "")})


def _plan(row: Mapping[str, str], source: str) -> dict[str, Any]:
    category = {"text": f"Social care: {_WORDS[row['kind']]}"}
    author = {"display": row.get("worker") or source}
    own = {"title": row["title"], "intent": "plan", "category": [category], "author": author}
    return {**own, "period": _period(row)}


def _request(row: Mapping[str, str], source: str) -> dict[str, Any]:
    return {
        "intent": "order",
        "category": [{"text": "Social care"}],
        "code": {"text": row["title"]},
        "authoredOn": row.get("starts", ""),
        "requester": {"display": row.get("worker") or source},
    }


def _equipment(row: Mapping[str, str], source: str) -> dict[str, Any]:
    return {
        "device": {"display": row["title"]},
        "timingPeriod": _period(row),
        "source": {"display": source},
    }


def _contact(row: Mapping[str, str], source: str) -> dict[str, Any]:
    phone = row.get("phone", "")
    member = {"display": row.get("worker") or row["title"]}
    return {
        "name": row["title"],
        "category": [{"text": "Social care"}],
        "period": _period(row),
        "participant": [{"member": member, "role": [{"text": row["title"]}]}],
        "managingOrganization": [{"display": source}],
        "telecom": [{"system": "phone", "value": phone}] if phone else [],
    }


_OWN = {
    "CarePlan": _plan,
    "ServiceRequest": _request,
    "DeviceUseStatement": _equipment,
    "CareTeam": _contact,
}
