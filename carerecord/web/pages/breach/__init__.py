"""A breach: the record of it, the clock of 72 hours, everybody it touched and their letters (ALR-10)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.breaches import NEEDED, as_html
from carerecord.insight.cases import StepRefused
from carerecord.insight.report import VERSIONS, LetterUnavailable, as_pdf
from carerecord.viewing.contract import IdentityUnknown
from carerecord.web.asking import app_of, send_page, typed
from carerecord.web.messages import say
from carerecord.web.pages.breach.page import Typed, breach_page
from carerecord.web.pages.review.officers import for_officers
from carerecord.web.respond import file_response, go_to

ADDRESS = "/review/{case:int}/breach"
KINDS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
LONDON = ZoneInfo("Europe/London")


@for_officers
async def show(request: Request, viewer: Viewer) -> Response:
    return await _page(request, viewer, Typed())


@for_officers
async def record(request: Request, viewer: Viewer) -> Response:
    given = Typed.of(await typed(request))
    try:
        days = _first(given.since), _last(given.until)
        await app_of(request).breaches.take(
            viewer, request.path_params["case"], given.step, given.words, given.effects, days
        )
    except (ValueError, OverflowError):
        return await _page(request, viewer, given, say("log.date"))
    except StepRefused as error:
        return await _page(request, viewer, given, str(error))
    return go_to(request.url.path)


@for_officers
async def letter(request: Request, viewer: Viewer) -> Response:
    """Written down before it is drawn; sent as a file."""
    name = request.path_params["letter"]
    version, _, kind = name.partition(".")
    if version not in ("letter", "large-print") or kind not in KINDS:
        raise IdentityUnknown
    app, number = app_of(request), request.path_params["case"]
    opened, to = await app.breaches.letter(viewer, number, request.path_params["key"])
    html = as_html(opened, to, version, app.settings.person_reports.phone, app.cases.now())
    try:
        body = html.encode() if kind == "html" else await run_in_threadpool(as_pdf, html)
    except LetterUnavailable:
        return await _page(request, viewer, Typed(), say("told.no-letters"))
    return file_response(body, KINDS[kind], f"breach-{opened.case.reference}-{name}")


async def _page(request: Request, viewer: Viewer, given: Typed, problem: str = "") -> Response:
    app = app_of(request)
    opened = await app.breaches.open(viewer, request.path_params["case"])
    return send_page(
        request,
        "breach/page.html",
        viewer,
        status=400 if problem else 200,
        page=breach_page(opened, app.cases.now()),
        given=given,
        needed=NEEDED,
        versions={name: VERSIONS[name].title for name in ("letter", "large-print")},
        problem=problem,
    )


def _first(typed: str) -> datetime | None:
    """From its midnight in London."""
    if not typed:
        return None
    return datetime.combine(datetime.fromisoformat(typed), time(), LONDON)


def _last(typed: str) -> datetime | None:
    """This day included."""
    first = _first(typed)
    return first + timedelta(days=1) if first else None


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, record, methods=["POST"]),
    Route(ADDRESS + "/{key}/{letter}", letter, methods=["GET"]),
]
