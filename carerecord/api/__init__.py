"""The FHIR façade: R4 for programs, through the same door as the pages; and health for machines."""

from starlette.routing import BaseRoute, Mount, Route

from carerecord.api import audit_events, health, outsiders
from carerecord.api.capability import metadata
from carerecord.api.document import document
from carerecord.api.everything import everything
from carerecord.api.failing import caught, failed
from carerecord.api.patient import search

__all__ = ["ROUTES", "failed"]

ROUTES: list[BaseRoute] = [
    Mount(
        "/fhir/R4",
        name="fhir",
        routes=[
            Route("/metadata", caught(metadata), name="metadata"),
            Route("/AuditEvent", caught(audit_events.find), methods=["GET"]),
            Route("/Patient", caught(search), methods=["GET"]),
            Route("/Patient/_search", caught(search), methods=["POST"]),
            Route("/Patient/{id}/$everything", caught(everything), methods=["GET"]),
            Route("/Patient/{id}/$document", caught(document), methods=["POST"]),
        ],
    ),
    Route("/audit/log", outsiders.limited(outsiders.logs), name="log"),
    Route("/audit/log/{log}/checkpoint", outsiders.limited(outsiders.checkpoint)),
    Route("/audit/log/{log}/cosigned", outsiders.limited(outsiders.cosigned)),
    Route("/audit/log/{log}/tile/{level:int}/{path:path}", outsiders.limited(outsiders.tile)),
    Route("/health/live", health.live),
    Route("/health/ready", health.ready),
    Route("/metrics", health.metrics),
]
