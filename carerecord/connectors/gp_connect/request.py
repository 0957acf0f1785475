"""One request for a record: what is asked for, who asks and why. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib.metadata import version

import msgspec

from carerecord.connectors.gp_connect.settings import Area, Settings
from carerecord.contract import Query, Resource
from carerecord.fhir import NHS_NUMBER

INTERACTION = "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1"
LISTING = "urn:nhs:names:services:gpconnect:documents:fhir:rest:search:documentreference-1"
FHIR_JSON = "application/fhir+json;charset=utf-8"
TOKEN_SECONDS = 300
UNKNOWN = "UNK"  # GP Connect's word for somebody without a smartcard

PARAMETERS: Mapping[Area, Resource] = {
    "allergies": {
        "name": "includeAllergies",
        "part": [{"name": "includeResolvedAllergies", "valueBoolean": True}],
    },
    "medication": {
        "name": "includeMedication",
        "part": [{"name": "includePrescriptionIssues", "valueBoolean": True}],
    },
    "problems": {"name": "includeProblems"},
    "immunisations": {
        "name": "includeImmunisations",
        "part": [{"name": "includeNotGiven", "valueBoolean": True}],
    },
    "consultations": {"name": "includeConsultations"},
    "uncategorised": {"name": "includeUncategorisedData"},
    "investigations": {"name": "includeInvestigations"},
    "referrals": {"name": "includeReferrals"},
    "diary": {"name": "includeDiaryEntries"},
}


def body_of(settings: Settings, query: Query) -> bytes:
    person = {"system": NHS_NUMBER, "value": query.nhs_number}
    asked = [PARAMETERS[area] for area in settings.areas]
    return msgspec.json.encode(
        {
            "resourceType": "Parameters",
            "parameter": [{"name": "patientNHSNumber", "valueIdentifier": person}, *asked],
        }
    )


def headers_of(
    settings: Settings, query: Query, request_id: str, interaction: str = INTERACTION
) -> dict[str, str]:
    audience = settings.documents if interaction == LISTING else settings.url
    return {
        "Accept": FHIR_JSON,
        "Content-Type": FHIR_JSON,
        "Cache-Control": "no-store",
        "Authorization": f"Bearer {_token(settings, query, audience)}",
        "Ssp-TraceID": request_id,
        "Ssp-From": settings.from_asid,
        "Ssp-To": settings.to_asid,
        "Ssp-InteractionID": interaction,
        "X-Request-ID": request_id,
        "X-Correlation-ID": query.view_id,
    }


def _token(settings: Settings, query: Query, audience: str) -> str:
    """Unsigned, as GP Connect has it: the connection proves who we are. Its last full stop belongs to it."""
    head = {"alg": "none", "typ": "JWT"}
    return f"{_part(head)}.{_part(_claims(settings, query, audience))}."


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).rstrip(b"=").decode()


def _claims(settings: Settings, query: Query, audience: str) -> dict[str, object]:
    now = int(query.at.timestamp())
    return {
        "iss": settings.issuer,
        "sub": query.view_id,
        "aud": audience,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "reason_for_request": "directcare",
        "requested_scope": "patient/*.read",
        "requesting_device": _device(settings),
        "requesting_organization": _organisation(settings),
        "requesting_practitioner": _practitioner(settings, query),
    }


def _device(settings: Settings) -> Resource:
    return {
        "resourceType": "Device",
        "identifier": [{"system": settings.issuer, "value": "carerecord"}],
        "model": "carerecord",
        "version": version("carerecord"),
    }


def _organisation(settings: Settings) -> Resource:
    code = {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": settings.organisation,
    }
    return {
        "resourceType": "Organization",
        "identifier": [code],
        "name": settings.organisation_name,
    }


def _practitioner(settings: Settings, query: Query) -> Resource:
    """No member of staff is known here: the view is named, and our audit log says whose it was."""
    return {
        "resourceType": "Practitioner",
        "id": query.view_id,
        "identifier": [
            {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": UNKNOWN},
            {"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": UNKNOWN},
            {"system": settings.issuer, "value": query.view_id},
        ],
        "name": [{"family": settings.organisation_name, "given": ["Shared care record"]}],
    }
