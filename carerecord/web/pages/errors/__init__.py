"""Pages for what went wrong: no banner, no clinical content, a reference, and whom to phone (ux S24)."""

from __future__ import annotations

import secrets

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from carerecord.contract import cause_of
from carerecord.viewing.contract import NothingWaits
from carerecord.web.asking import app_of, send_page
from carerecord.web.formats import counted
from carerecord.web.forms import FormTooLong
from carerecord.web.messages import say

LOG = structlog.get_logger("carerecord.web")


def _page(
    request: Request, status: int, heading: str, *words: str, emergency: str = ""
) -> Response:
    """`emergency`: the address at which one is declared, where that may help."""
    reference = secrets.token_hex(4)
    return send_page(
        request,
        "errors/page.html",
        None,
        status=status,
        heading=heading,
        words=words,
        reference=reference,
        emergency=emergency,
    )


def not_found(request: Request, error: Exception) -> Response:
    return _page(
        request,
        404,
        "Page not found",
        "Nothing is at this address, or it belongs to another sign-in. Find the person again.",
    )


def unavailable(request: Request, error: Exception) -> Response:
    LOG.error("web.unavailable", why=cause_of(error))
    no_more = (say("waits.no-more"),) if isinstance(error, NothingWaits) else ()
    return _page(
        request,
        503,
        "This page cannot be shown now",
        "What you look at must be recorded, and that is not possible at the moment. "
        "Nothing was shown. Try again in a minute.",
        *no_more,
        emergency="" if no_more else _emergency(request),
    )


def _emergency(request: Request) -> str:
    """Of a page of a record, where an emergency can be declared while nothing else can be recorded (AUD-3)."""
    v = request.path_params.get("v", "")
    address = f"/p/{v}/emergency"
    waits = bool(v and app_of(request).settings.audit.spool)
    return address if waits and request.url.path != address else ""


def cross_site(request: Request, error: Exception) -> Response:
    return _page(
        request,
        403,
        "This form was sent from another site",
        "Nothing was done. Start again from the page you wanted.",
    )


def old_form(request: Request, error: Exception) -> Response:
    return _page(
        request,
        403,
        "This page is no longer current",
        "You signed in again or changed your role after it was drawn. Nothing was done. "
        "Start again from the page you wanted.",
    )


def too_often(request: Request, seconds: int) -> Response:
    """Before anybody is signed in; the same words for everybody."""
    wait = counted(seconds, ("second", "seconds"))
    page = _page(request, 429, say("too-often"), say("too-often.wait", seconds=wait))
    page.headers["retry-after"] = str(seconds)
    return page


def by_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return not_found(request, error)
    if isinstance(error, FormTooLong):
        return _page(request, status, "That form is too long", "Nothing was done. Type less.")
    page = _page(request, status, "This cannot be done here", "Go back and start again.")
    if status == 405:
        page.headers["allow"] = ", ".join(allowed_at(request))
    return page


def allowed_at(request: Request) -> list[str]:
    """Every method of this address; the router stops at the first route that has it (RFC 9110 15.5.6)."""
    here = [
        route
        for route in request.app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] != Match.NONE
    ]
    return sorted({method for route in here for method in route.methods or ()})


def fault(request: Request, error: Exception) -> Response:
    """Our own fault: logged by kind only, because a message may quote what was being drawn (I7)."""
    reference = secrets.token_hex(4)
    LOG.error("web.fault", kind=type(error).__name__, where=_where(error), reference=reference)
    return send_page(
        request,
        "errors/page.html",
        None,
        status=500,
        heading="Something went wrong",
        words=("This page could not be made. No part of it was shown. Try again.",),
        reference=reference,
        emergency="",
    )


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
