"""One resource of STU3 as R4 has it."""

from __future__ import annotations

import re
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir.compartment import EVERY_TYPE
from carerecord.fhir.reading import as_dict, as_list, first_text
from carerecord.fhir.stu3.kept import NotReadableError, keep
from carerecord.fhir.stu3.later import taken_in
from carerecord.fhir.stu3.rules import RULES

_REQUESTS = ("ProcedureRequest", "ReferralRequest")
_GONE = (
    "BodySite",
    "DataElement",
    "DeviceComponent",
    "EligibilityRequest",
    "EligibilityResponse",
    "ExpansionProfile",
    "ImagingManifest",
    "ProcessRequest",
    "ProcessResponse",
    "Sequence",
    "ServiceDefinition",
)
STU3_TYPES = frozenset({"Patient", *EVERY_TYPE, *_REQUESTS, *_GONE})
"""Names that are safe to say: any other is a source's free text."""

_TO_REQUEST = re.compile(rf"(^|/)(?:{'|'.join(_REQUESTS)})/")
_NHS = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-"
_HL7_UK = "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-"
_UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_SAME_IN_UK_CORE = {
    f"{before}{name}-1": f"{_UK_CORE}{name}"
    for before in (_NHS, _HL7_UK)
    for name in (
        "ListWarningCode",
        "MedicationStatementLastIssueDate",
        "ParentPresent",
        "VaccinationProcedure",
    )
}
"""Extensions that UK Core took over as they were; any other keeps its address, which is as good in R4."""


def to_r4(stu3: Resource) -> Resource:
    """Raises `NotReadableError` where what decides its meaning is not what STU3 says it is."""
    try:
        return _translated(_copied(stu3))
    except (RecursionError, AttributeError, TypeError, KeyError) as error:
        raise NotReadableError from error


def _translated(resource: Resource) -> Resource:
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not isinstance(resource.get("status", ""), str | None):
        raise NotReadableError
    inside = resource.get("contained")
    if isinstance(inside, list):
        resource["contained"] = [_translated(one) for one in inside if isinstance(one, dict)]
    for step in RULES.get(kind, ()):
        step(resource)
    taken_in(resource)
    if kind in _REQUESTS:
        return _as_request(resource, kind)
    return _as_basic(resource, kind) if kind in _GONE else resource


def _copied(value: Any) -> Any:
    """Another object throughout, with references and extensions under the names they have in R4."""
    if isinstance(value, list):
        return [_copied(one) for one in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _copied(inner) for key, inner in value.items()}
    if isinstance(reference := copy.get("reference"), str):
        copy["reference"] = _TO_REQUEST.sub(r"\1ServiceRequest/", reference)
    if isinstance(url := copy.get("url"), str):
        copy["url"] = _SAME_IN_UK_CORE.get(url, url)
    return copy


def _as_request(resource: Resource, kind: str) -> Resource:
    """Both kinds of request became one; which it was is kept as a tag."""
    meta = dict(as_dict(resource.get("meta")))
    tag = {"system": "http://hl7.org/fhir/resource-types", "code": kind}
    meta["tag"] = [*as_list(meta.get("tag")), tag]
    return {**resource, "resourceType": "ServiceRequest", "meta": meta}


def _as_basic(resource: Resource, kind: str) -> Resource:
    """A type that R4 does not have: its words, and everything it held."""
    basic: Resource = {"resourceType": kind}
    for name, value in resource.items():
        if name in ("id", "meta", "identifier", "text", "contained", "extension"):
            basic[name] = value
    subject = resource.get("subject") or resource.get("patient")
    if subject is not None:
        basic["subject"] = subject
    for name, value in resource.items():
        if name not in basic and value is not subject:
            keep(basic, name, value)
    words = "; ".join(dict.fromkeys(_words(resource)))
    return {
        **basic,
        "resourceType": "Basic",
        "code": {"text": f"{kind}: {words}" if words else kind},
    }


def _words(value: object) -> list[str]:
    """Everything in it that is written for people."""
    if isinstance(value, list):
        return [words for one in value for words in _words(one)]
    if not isinstance(value, dict):
        return []
    own = [first_text(value.get(name)) for name in ("text", "display", "description", "comment")]
    return [*filter(None, own), *(words for one in value.values() for words in _words(one))]
