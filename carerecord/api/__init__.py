"""The FHIR façade: R4 for programs, through the same door as the pages; and health for machines."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from carerecord.api import health
from carerecord.api.capability import metadata
from carerecord.api.everything import everything
from carerecord.api.outcome import error
from carerecord.api.patient import search
from carerecord.viewing import RecordUnavailable

__all__ = ["ROUTES", "failed"]

ROUTES: list[BaseRoute] = [
    Mount(
        "/fhir/R4",
        name="fhir",
        routes=[
            Route("/metadata", metadata, name="metadata"),
            Route("/Patient", search, methods=["GET"]),
            Route("/Patient/_search", search, methods=["POST"]),
            Route("/Patient/{id}/$everything", everything, methods=["GET"]),
        ],
    ),
    Route("/health/live", health.live),
    Route("/health/ready", health.ready),
    Route("/metrics", health.metrics),
]

_CODES = {404: "not-found", 405: "not-supported"}


def failed(_: Request, problem: Exception) -> Response:
    """The one place where an error becomes an OperationOutcome; no traceback leaves the process."""
    if isinstance(problem, RecordUnavailable):
        return error(503, "transient", "The record cannot be shown now. Try again.")
    if isinstance(problem, HTTPException):
        code = _CODES.get(problem.status_code, "processing")
        return error(problem.status_code, code, problem.detail)
    return error(500, "exception", "Something went wrong here. Nothing about a person was sent.")
