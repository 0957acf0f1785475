"""Contacts: consultations, clinics, home visits, emergency attendances, appointments, referrals."""

from __future__ import annotations

from datetime import date
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, later
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import Term
from carerecord.demo.histories.terms.papers import SERVICES
from carerecord.demo.histories.terms.problems import PROBLEMS
from carerecord.demo.people.places import ORGANISATIONS

_CLASS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CLASSES = {
    "AMB": "ambulatory", "EMER": "emergency", "IMP": "inpatient encounter", "HH": "home health",
    "VR": "virtual",
}  # fmt: skip


def organisation(source: str) -> dict[str, Any]:
    code, name, _ = ORGANISATIONS[source]
    return {
        "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": code},
        "display": name,
    }


def visit(
    record: Record, source: str, day: date, service: str, *, kind: str = "AMB", by: str = "",
    reason: str = "", minutes: int = 15, hour: int = 10, minute: int = 0, status: str = "finished",
    place: str = "", text: str = "", ended: tuple[date, int, int] | None = None,
    words: str = "",
) -> Resource:  # fmt: skip
    """An encounter of any class. `text` is why the person came; `words` the kind of contact."""
    period = {"start": at(day, hour, minute)}
    if status == "finished":
        period["end"] = at(*ended) if ended else later(day, hour, minute, minutes)
    body: Resource = {
        "status": status,
        "class": {"system": _CLASS, "code": kind, "display": _CLASSES[kind]},
        "serviceType": SERVICES[service].concept(),
        "period": period,
        "serviceProvider": organisation(source),
    }
    if words:
        body["type"] = [{"text": words}]
    if by:
        body["participant"] = [{"individual": {"display": by}}]
    if reason or text:
        body["reasonCode"] = [PROBLEMS[reason].concept(text) if reason else {"text": text}]
    if place:
        body["location"] = [{"location": {"display": place}}]
    return record.put(source, "Encounter", body, day=day, hour=hour)


def appointment(
    record: Record, source: str, day: date, service: str, what: str, *, status: str = "booked",
    by: str = "", hour: int = 10, minute: int = 20, reason: str = "", term: Term | None = None,
) -> Resource:  # fmt: skip
    """Booked ahead, or past: attended (fulfilled), noshow, cancelled."""
    actors: list[dict[str, Any]] = [{"actor": record.patient(source), "status": "accepted"}]
    if by:
        actors.append({"actor": {"display": by}, "status": "accepted"})
    body: Resource = {
        "status": status,
        "serviceType": [SERVICES[service].concept()],
        "description": what,
        "start": at(day, hour, minute),
        "end": later(day, hour, minute, 20),
        "participant": actors,
    }
    if term:
        body["reasonCode"] = [term.concept()]
    elif reason:
        body["reasonCode"] = [{"text": reason}]
    if status == "cancelled":
        body["cancelationReason"] = {"text": "Cancelled by the service; a new date will be sent"}
    return record.put(source, "Appointment", body, day=min(day, record.today), hour=8)


def referral(
    record: Record, source: str, day: date, service: str, why: str, *, to: str = "", by: str = "",
    status: str = "completed", priority: str = "routine", term: Term | None = None,
    because: Resource | None = None,
) -> Resource:  # fmt: skip
    body: Resource = {
        "status": status,
        "intent": "order",
        "category": [{"text": "Referral"}],
        "priority": priority,
        "code": (term or SERVICES[service]).concept(),
        "authoredOn": at(day, 12, 30),
        "requester": {"display": by or f"{record.doctor}, {ORGANISATIONS[source][1]}"},
        "reasonCode": [{"text": why}],
    }
    if to:
        body["performer"] = [{"display": ORGANISATIONS[to][1]}]
    if because:
        body["reasonReference"] = [reference(because)]
    return record.put(source, "ServiceRequest", body, day=day)


def episode(
    record: Record, source: str, team: str, started: date, *, ended: date | None = None,
    manager: str = "", service: str = "", why: Resource | None = None,
) -> Resource:  # fmt: skip
    body: Resource = {
        "status": "finished" if ended else "active",
        "type": [{"text": team}],
        "managingOrganization": organisation(source),
        "period": {"start": started.isoformat(), **({"end": ended.isoformat()} if ended else {})},
    }
    if manager:
        body["careManager"] = {"display": manager}
    if service:
        body["type"].append(SERVICES[service].concept())
    if why:
        body["diagnosis"] = [{"condition": reference(why)}]
    return record.put(source, "EpisodeOfCare", body, day=ended or started)
