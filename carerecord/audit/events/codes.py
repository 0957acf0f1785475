"""The codes that AuditEvents are written in: DICOM's, FHIR's and those of BALP, each spelt as its owner does."""

from __future__ import annotations

import re

from carerecord.contract import Resource

BALP = "https://profiles.ihe.net/ITI/BALP"
PROFILES = f"{BALP}/StructureDefinition/IHE.BasicAudit."
DCM = "http://dicom.nema.org/resources/ontology/DCM"
EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
RESTFUL = "http://hl7.org/fhir/restful-interaction"
ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
SECURITY_ROLE = "http://terminology.hl7.org/CodeSystem/extra-security-role-type"
SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type"
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
RESOURCE_TYPE = "http://hl7.org/fhir/resource-types"
AUTHZ_SUBTYPE = f"{BALP}/CodeSystem/AuthZsubType"
BALP_ENTITY = f"{BALP}/CodeSystem/BasicAuditEntityType"
BALP_AGENT = f"{BALP}/CodeSystem/UserAgentTypes"
KIND = "urn:carerecord:audit-kind"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DCM = {
    "110100": "Application Activity",
    "110101": "Audit Log Used",
    "110106": "Export",
    "110110": "Patient Record",
    "110112": "Query",
    "110113": "Security Alert",
    "110114": "User Authentication",
    "110120": "Application Start",
    "110122": "Login",
    "110123": "Logout",
    "110127": "Emergency Override Started",
    "110129": "Security Configuration",
    "110132": "Use of Restricted Function",
    "110133": "Audit Recording Stopped",
    "110134": "Audit Recording Started",
    "110135": "Object Security Attributes Changed",
    "110136": "Security Roles Changed",
    "110137": "User Security Attributes Changed",
    "110138": "Emergency Override Stopped",
    "110150": "Application",
    "110152": "Destination Role ID",
    "110153": "Source Role ID",
}
_REASONS = {"TREAT": "treatment", "ETREAT": "Emergency Treatment", "BTG": "break the glass"}


def coding(system: str, code: str, display: str = "") -> Resource:
    return {"system": system, "code": code, **({"display": display} if display else {})}


def dcm(code: str) -> Resource:
    return coding(DCM, code, _DCM[code])


def concept(*codings: Resource) -> Resource:
    return {"coding": list(codings)}


def purposes(code: object) -> list[Resource]:
    """Why, as a v3 ActReason where it is one; nothing where nothing was said."""
    said = words(code)
    if said in _REASONS:
        return [concept(coding(REASON, said, _REASONS[said]))]
    return [{"text": said}] if said else []


def words(value: object) -> str:
    """Text as FHIR allows it: no control characters; one that is empty or all white space says nothing."""
    text = _CONTROL.sub("\ufffd", value) if isinstance(value, str) else ""
    return text if text.strip() else ""


def identified(system: str, value: str, **more: str) -> Resource:
    """A reference to something by what it is called elsewhere, where no address of it exists."""
    return {"identifier": {"system": system, "value": value}, **more}
