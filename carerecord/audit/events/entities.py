"""What it was about: the person by the region's own id, the transaction, the query, the data; never a value."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import msgspec

from carerecord.audit.entry import Entry
from carerecord.audit.events.asked import query_of
from carerecord.audit.events.codes import (
    BALP_ENTITY,
    CONFIDENTIALITY,
    ENTITY_ROLE,
    ENTITY_TYPE,
    RESOURCE_TYPE,
    coding,
    identified,
    words,
)
from carerecord.audit.events.shapes import Shape
from carerecord.contract import Resource

VIEW = "urn:carerecord:view"
DIGEST = "urn:carerecord:sha256"
POLICIES = "urn:carerecord:policies"
ENTRY = "urn:carerecord:audit-entry"

_SAID_ELSEWHERE = frozenset({"given", "query"})
"""Parts of a body that stand in an element of their own."""


def entities(entry: Entry, shape: Shape) -> list[Resource]:
    if shape.profile == "AuthZconsent":  # its list of entities is closed
        return [_patient(entry), _consent(entry)]
    found = [_patient(entry)] if entry.person_id else []
    if entry.view_id:
        found.append(_transaction(entry))
    if query := query_of(entry, shape.query):
        found.append(_query(query))
    if shape.profile == "PatientRead":
        found.append(_data(entry))
    elif details := _details(entry.body):
        found.append(_rest(entry, details))
    return found


def _patient(entry: Entry) -> Resource:
    patient = {
        "what": {"reference": f"Patient/{entry.person_id}", "type": "Patient"},
        "type": coding(ENTITY_TYPE, "1", "Person"),
        "role": coding(ENTITY_ROLE, "1", "Patient"),
    }
    return {**patient, **_label(entry)}


def _transaction(entry: Entry) -> Resource:
    """What each source was sent as X-Correlation-ID, so that both ends' logs can be laid side by side."""
    return {
        "what": identified(VIEW, entry.view_id),
        "type": coding(BALP_ENTITY, "XrequestId"),
    }


def _query(query: str) -> Resource:
    return {
        "type": coding(ENTITY_TYPE, "2", "System Object"),
        "role": coding(ENTITY_ROLE, "24", "Query"),
        "description": query,
        "query": base64.b64encode(query.encode()).decode(),
    }


def _data(entry: Entry) -> Resource:
    """What was sent, by the digest of its bytes; which items of which section stand in the details."""
    sent = {
        "what": identified(DIGEST, words(entry.body["sha256"])),
        "type": coding(ENTITY_TYPE, "2", "System Object"),
        "role": coding(ENTITY_ROLE, "4", "Domain Resource"),
    }
    return {**sent, **_label(entry), "detail": _details(entry.body)}


def _label(entry: Entry) -> Resource:
    """Restricted, where it was known then that where the person is must not be shown (SFL-1)."""
    body = entry.body
    asked = body.get("asked")
    about = asked.get("about") if isinstance(asked, dict) else None
    known = isinstance(about, dict) and about.get("protected")
    if not (known or body.get("protecting") or body.get("protected")):
        return {}
    return {"securityLabel": [coding(CONFIDENTIALITY, "R", "restricted")]}


def _consent(entry: Entry) -> Resource:
    """The rules in force stand for the consent; why and on what evidence is in the details."""
    rules = words(entry.body["policy_version"])
    return {
        "what": identified(POLICIES, rules, type="Consent"),
        "type": coding(RESOURCE_TYPE, "Consent", "Consent"),
        "detail": _details(entry.body | ({"view": entry.view_id} if entry.view_id else {})),
    }


def _rest(entry: Entry, details: list[Resource]) -> Resource:
    return {
        "what": identified(ENTRY, entry.entry_id),
        "type": coding(ENTITY_TYPE, "4", "Other"),
        "detail": details,
    }


def _details(body: Mapping[str, Any]) -> list[Resource]:
    """Everything else that the entry says, part by part, as it says it."""
    return [
        {"type": name, "valueString": text}
        for name, value in sorted(body.items())
        if name not in _SAID_ELSEWHERE and (text := _text(value))
    ]


def _text(value: Any) -> str:
    return words(value if isinstance(value, str) else msgspec.json.encode(value).decode())
