"""One request for a record: what is asked for, who asks and why. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from importlib.metadata import version

import msgspec

from carerecord.connectors.gp_connect.settings import Area, Settings
from carerecord.contract import Query, Resource, Viewer
from carerecord.fhir import NHS_NUMBER

INTERACTION = "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1"
LISTING = "urn:nhs:names:services:gpconnect:documents:fhir:rest:search:documentreference-1"
READING = "urn:nhs:names:services:gpconnect:documents:fhir:rest:read:binary-1"
FHIR_JSON = "application/fhir+json;charset=utf-8"
TOKEN_SECONDS = 300
_NO_ID = re.compile(r"[^A-Za-z0-9.-]")
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
    audience = settings.url if interaction == INTERACTION else settings.documents
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
    viewer = query.origin.viewer if query.origin else None
    practitioner = _practitioner(settings, query, viewer)
    return {
        "iss": settings.issuer,
        "sub": practitioner["id"],
        "aud": audience,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "reason_for_request": "directcare",
        "requested_scope": "patient/*.read",
        "requesting_device": _device(settings),
        "requesting_organization": _organisation(settings, viewer),
        "requesting_practitioner": practitioner,
    }


def _device(settings: Settings) -> Resource:
    return {
        "resourceType": "Device",
        "identifier": [{"system": settings.issuer, "value": "carerecord"}],
        "model": "carerecord",
        "version": version("carerecord"),
    }


def _organisation(settings: Settings, viewer: Viewer | None) -> Resource:
    """Of whoever looks, and not of whoever runs this (AUT-11)."""
    code = viewer.organisation if viewer else settings.organisation
    return {
        "resourceType": "Organization",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": code}],
        "name": viewer.organisation_name if viewer else settings.organisation_name,
    }


def _practitioner(settings: Settings, query: Query, viewer: Viewer | None) -> Resource:
    """The member of staff who looks (AUT-10); a request that is nobody's, as a check is, names itself alone."""
    role = viewer.role_id if viewer else ""
    own = viewer.id if viewer else query.view_id
    name = viewer.name if viewer else settings.organisation_name
    return {
        "resourceType": "Practitioner",
        "id": _NO_ID.sub("-", own)[:64],
        "identifier": [
            {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": _smartcard(viewer)},
            {"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": role or UNKNOWN},
            {"system": settings.issuer, "value": own},
        ],
        "name": [{"text": name, "family": name.rpartition(" ")[2]}],
    }


def _smartcard(viewer: Viewer | None) -> str:
    """The national id of the member of staff: what their national identity provider calls them."""
    vouched, _, own = viewer.id.partition("/") if viewer else ("", "", "")
    return own if own.isdigit() and vouched else UNKNOWN
