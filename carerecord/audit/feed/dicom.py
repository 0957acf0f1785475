"""An AuditEvent as the DICOM audit message that syslog carries (DICOM PS3.15 A.5; FHIR R4's own mapping to it).

An event holds no control characters, so nothing here can be what XML does not allow.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from carerecord.contract import Resource

_SCHEMES = {
    "http://dicom.nema.org/resources/ontology/DCM": "DCM",
    "http://terminology.hl7.org/CodeSystem/audit-event-type": "FHIR",
}
_PATIENT_NUMBER = {"system": "RFC-3881", "code": "2", "display": "Patient Number"}
_URI = {"system": "RFC-3881", "code": "12", "display": "URI"}
_SEARCH = {"system": "RFC-3881", "code": "10", "display": "Search Criteria"}


def audit_message(event: Resource) -> str:
    parts = [
        _event(event),
        *(_participant(agent) for agent in event["agent"]),
        _source(event["source"]),
        *(_object(entity) for entity in event.get("entity", [])),
    ]
    return '<?xml version="1.0" encoding="UTF-8"?>' + _element("AuditMessage", {}, *parts)


def _event(event: Resource) -> str:
    said = event.get("outcomeDesc", "")
    return _element(
        "EventIdentification",
        {
            "EventActionCode": event["action"],
            "EventDateTime": event["recorded"],
            "EventOutcomeIndicator": event["outcome"],
        },
        _coded("EventID", event["type"]),
        *(_coded("EventTypeCode", one) for one in event.get("subtype", [])),
        _element("EventOutcomeDescription", {}, escape(said)) if said else "",
        *(_coded("PurposeOfUse", one) for one in _codings(event.get("purposeOfEvent", []))),
    )


def _participant(agent: Resource) -> str:
    network = agent.get("network", {})
    attributes = {
        "UserID": _name_of(agent["who"]),
        "UserName": agent.get("name", ""),
        "UserIsRequestor": "true" if agent["requestor"] else "false",
        "NetworkAccessPointID": network.get("address", ""),
        "NetworkAccessPointTypeCode": network.get("type", ""),
    }
    roles = _codings([agent["type"], *agent.get("role", [])])
    return _element("ActiveParticipant", attributes, *(_coded("RoleIDCode", one) for one in roles))


def _source(source: Resource) -> str:
    attributes = {
        "AuditEnterpriseSiteID": source.get("site", ""),
        "AuditSourceID": _name_of(source["observer"]),
    }
    types = (_element("AuditSourceTypeCode", {"csd-code": one["code"]}) for one in source["type"])
    return _element("AuditSourceIdentification", attributes, *types)


def _object(entity: Resource) -> str:
    """A query stands in the place of a name; it is base64 there too."""
    what, query = entity.get("what", {}), entity.get("query", "")
    labels = [one["code"] for one in entity.get("securityLabel", [])]
    attributes = {
        "ParticipantObjectID": _name_of(what) or entity.get("description", ""),
        "ParticipantObjectTypeCode": _type(entity),
        "ParticipantObjectTypeCodeRole": entity.get("role", {}).get("code", ""),
        "ParticipantObjectSensitivity": " ".join(labels),
    }
    patient = what.get("reference", "").startswith("Patient/")
    known_by = _PATIENT_NUMBER if patient else _SEARCH if query else _URI
    return _element(
        "ParticipantObjectIdentification",
        attributes,
        _coded("ParticipantObjectIDTypeCode", known_by),
        _element("ParticipantObjectQuery", {}, escape(query)) if query else _kind_of(entity),
        *(_detail(one) for one in entity.get("detail", [])),
    )


def _kind_of(entity: Resource) -> str:
    """In the place of a name: what sort of thing it is, and of nobody what they are called."""
    sort = entity["type"].get("display") or entity["type"]["code"]
    return _element("ParticipantObjectName", {}, escape(str(sort)))


def _type(entity: Resource) -> str:
    """1 person, 2 system object, 4 other: RFC 3881 knows no more."""
    code = str(entity["type"]["code"])
    return code if code in ("1", "2", "3", "4") else "4"


def _detail(detail: Resource) -> str:
    value = base64.b64encode(str(detail["valueString"]).encode()).decode()
    return _element("ParticipantObjectDetail", {"type": detail["type"], "value": value})


def _name_of(reference: Resource) -> str:
    identifier = reference.get("identifier", {})
    return str(reference.get("reference") or identifier.get("value", ""))


def _codings(concepts: list[Resource]) -> Iterator[Resource]:
    for concept in concepts:
        yield from concept.get("coding", [])


def _coded(name: str, coding: Resource) -> str:
    system = str(coding["system"])
    attributes = {
        "csd-code": coding["code"],
        "codeSystemName": _SCHEMES.get(system, system),
        "originalText": coding.get("display") or coding["code"],
    }
    return _element(name, attributes)


def _element(name: str, attributes: dict[str, Any], *content: str) -> str:
    said = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value)
    inside = "".join(content)
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"
