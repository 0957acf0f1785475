"""Who asks which service, as BaRS wants it said: JSON in base64, in headers. Pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib.metadata import version

import msgspec

from carerecord.connectors.app_token import TokenSettings
from carerecord.contract import Query, Resource, Viewer

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id"
SERVICE = "https://fhir.nhs.uk/Id/dos-service-id"


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of a service that speaks BaRS."""

    url: str  # the FHIR base address of the national proxy
    target: str  # the service that is asked
    organisation: str  # ODS code of who asks, where nobody in particular looks
    organisation_name: str
    issuer: str  # our own address, in whose name our software is known
    target_system: str = SERVICE  # what kind of id `target` is
    token: TokenSettings | None = None


def headers_of(own: Settings, query: Query) -> dict[str, str]:
    viewer = query.origin.viewer if query.origin else None
    said: dict[str, Resource] = {
        "NHSD-Target-Identifier": {"system": own.target_system, "value": own.target},
        "NHSD-End-User-Organisation": _organisation(own, viewer),
        "NHSD-Requesting-Software": _software(own),
    }
    if viewer and viewer.role_id:
        said["NHSD-Requesting-Practitioner"] = _practitioner(viewer)
    return {name: base64.b64encode(msgspec.json.encode(one)).decode() for name, one in said.items()}


def _organisation(own: Settings, viewer: Viewer | None) -> Resource:
    code = viewer.organisation if viewer else own.organisation
    return {
        "resourceType": "Organization",
        "identifier": [{"system": ODS, "value": code}],
        "name": viewer.organisation_name if viewer else own.organisation_name,
    }


def _software(own: Settings) -> Resource:
    return {
        "resourceType": "Device",
        "identifier": [{"system": own.issuer, "value": "carerecord"}],
        "deviceName": [{"name": "carerecord", "type": "model-name"}],
        "version": [{"value": version("carerecord")}],
    }


def _practitioner(viewer: Viewer) -> Resource:
    """In their role, as their national identity has it."""
    return {
        "resourceType": "PractitionerRole",
        "identifier": [{"system": ROLE_PROFILE, "value": viewer.role_id}],
        "code": [{"text": viewer.role_name}],
    }
