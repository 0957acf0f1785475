"""The one place where an error becomes an OperationOutcome; no traceback and no message leaves here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.formats import NOT_OFFERED, takes_json
from carerecord.api.outcome import error
from carerecord.contract import Unavailable, cause_of
from carerecord.viewing import RecordUnavailable

_log = structlog.get_logger("carerecord.api")
_CODES = {404: "not-found", 405: "not-supported"}

Handler = Callable[[Request], Awaitable[Response]]


def caught(endpoint: Handler) -> Handler:
    """Nothing a handler raises travels further: a traceback may quote what was being sent (I7)."""

    async def answer(request: Request) -> Response:
        if not takes_json(request):
            return error(406, "not-supported", NOT_OFFERED)
        try:
            return await endpoint(request)
        except Exception as problem:
            return failed(request, problem)

    return answer


def failed(_: Request, problem: Exception) -> Response:
    if isinstance(problem, RecordUnavailable | Unavailable):
        _log.error("api.unavailable", why=cause_of(problem))
        return error(503, "transient", "The record cannot be shown now. Try again.")
    if isinstance(problem, HTTPException):
        code = _CODES.get(problem.status_code, "processing")
        allow = {"Allow": (problem.headers or {}).get("Allow", "")}
        return error(
            problem.status_code,
            code,
            problem.detail,
            headers=allow if problem.status_code == 405 else {},
        )
    _log.error("api.fault", kind=type(problem).__name__, where=_where(problem))
    return error(500, "exception", "Something went wrong here. Nothing about a person was sent.")


def _where(problem: Exception) -> str:
    """Module and line that raised; never the message."""
    trace = problem.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}" if trace else ""
