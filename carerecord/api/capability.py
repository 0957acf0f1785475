"""`/metadata`: the CapabilityStatement, true of what this version answers and of nothing more."""

from __future__ import annotations

from importlib.metadata import version

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.audit_events.parameters import PARAMETERS
from carerecord.api.outcome import FHIR_JSON, HEADERS
from carerecord.viewing.auditing import PROFILES_CLAIMED

_RELEASED = "2026-11-21"


async def metadata(request: Request) -> Response:
    statement = {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _RELEASED,
        "kind": "instance",
        "software": {"name": "carerecord", "version": version("carerecord")},
        "implementation": {
            "description": "A shared care record: read only, for direct care.",
            "url": str(request.url).removesuffix("/metadata"),
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "Bearer token of a named member of staff."},
                "resource": [
                    {
                        "type": "AuditEvent",
                        "interaction": [{"code": "search-type"}],
                        "documentation": "What the staff of one's own organisation did, for privacy officers (ITI-81).",
                        "supportedProfile": list(PROFILES_CLAIMED),
                        "searchParam": [
                            {"name": name, "type": kind} for name, kind in PARAMETERS.items()
                        ],
                    },
                    {
                        "type": "Patient",
                        "interaction": [{"code": "search-type"}],
                        "searchParam": [
                            {
                                "name": "identifier",
                                "type": "token",
                                "documentation": "An NHS number; as a form to _search, not in a URL.",
                            },
                            {"name": "birthdate", "type": "date"},
                        ],
                        "operation": [
                            {
                                "name": "everything",
                                "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
                                "documentation": "Of its parameters, _since is applied; and sinceLastStay, our own.",
                            },
                            {"name": "document", "definition": "urn:carerecord:patient-document"},
                        ],
                    },
                ],
            }
        ],
    }
    return Response(msgspec.json.encode(statement), 200, HEADERS, FHIR_JSON)
