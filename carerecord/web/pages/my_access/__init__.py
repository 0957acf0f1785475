"""“Who has looked at your record”, made for the person by a privacy officer (ux S20, PAT-1 to PAT-7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.report import (
    LEFT_OUT_WORDS,
    VERSIONS,
    AboutYourself,
    Asked,
    LetterUnavailable,
    NotInOrder,
    Unknown,
    as_html,
    as_pdf,
)
from carerecord.insight.report import say as plainly
from carerecord.viewing.contract import IdentityUnknown
from carerecord.web.asking import Page, app_of, send_page, typed
from carerecord.web.messages import say
from carerecord.web.pages.my_access.page import (
    Typed,
    asking,
    holding,
    offered,
    read_day,
    rows,
    told,
    waiting,
)
from carerecord.web.pages.review.officers import for_officers
from carerecord.web.respond import file_response, go_to

ADDRESS = "/my-access"
KINDS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


def for_another(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """For officers; one who is the person is told that another officer does it."""

    async def answer(request: Request, viewer: Viewer) -> Response:
        try:
            return await page(request, viewer)
        except AboutYourself as error:
            return await _desk(request, viewer, problem=str(error), at="nhs_number")

    return for_officers(answer)


@for_another
async def show(request: Request, viewer: Viewer) -> Response:
    return await _desk(request, viewer)


@for_another
async def receive(request: Request, viewer: Viewer) -> Response:
    """A new request, or the answer of one's own organisation to what somebody asked of it."""
    form = await typed(request)
    given = Typed.of(form)
    try:
        if form.get("do") == "asked":
            answered = form.get("matter", ""), form.get("step", ""), form.get("words", "")
            await app_of(request).report_desk.controllers.answer(viewer, *answered)
            return go_to(ADDRESS)
        asked = Asked(
            received=read_day(given.received),
            requester=given.requester,
            purpose=given.purpose,
            consulted=given.consulted,
            refused=given.refused,
            why=given.why,
        )
        made = await app_of(request).report_desk.reports.receive(viewer, given.nhs_number, asked)
    except Unknown:
        return await _desk(request, viewer, given, problem=say("told.unknown"), at="nhs_number")
    except AboutYourself:
        raise
    except NotInOrder as error:
        return await _desk(request, viewer, given, problem=str(error), at="received")
    return go_to(f"{ADDRESS}/{made.id}")


@for_another
async def show_report(request: Request, viewer: Viewer) -> Response:
    return await _report(request, viewer)


@for_another
async def change(request: Request, viewer: Viewer) -> Response:
    """What the person asks about a look, a look left out, or that they have their answer."""
    request_id = request.path_params["request"]
    try:
        await _changed(request, viewer, request_id)
    except AboutYourself:
        raise
    except NotInOrder as error:
        return await _report(request, viewer, problem=str(error))
    return go_to(f"{ADDRESS}/{request_id}")


@for_another
async def letter(request: Request, viewer: Viewer) -> Response:
    """Written down before it is drawn; sent as a file."""
    name = request.path_params["letter"]
    version, _, kind = name.partition(".")
    if version not in VERSIONS or kind not in KINDS:
        raise IdentityUnknown
    app = app_of(request)
    made = await app.report_desk.reports.make(viewer, request.path_params["request"], name)
    if made.report is None:
        raise IdentityUnknown
    settings = app.settings.person_reports
    html = as_html(made.report, version, settings, settings.phone)
    try:
        body = html.encode() if kind == "html" else await run_in_threadpool(as_pdf, html)
    except LetterUnavailable:
        return await _report(request, viewer, problem=say("told.no-letters"))
    return file_response(body, KINDS[kind], f"who-looked-{name}")


async def _changed(request: Request, viewer: Viewer, request_id: str) -> None:
    form, desk = await typed(request), app_of(request).report_desk
    reference, words = form.get("reference", ""), form.get("words", "")
    do = form.get("do", "")
    if do == "question":
        await desk.questions.ask(viewer, request_id, reference, words)
    elif do == "leave-out":
        until = read_day(form.get("until", ""))
        why = form.get("why", "")
        await desk.leaving_out.propose(viewer, request_id, reference, why, words, until)
    elif do == "agree":
        await desk.leaving_out.agree(viewer, request_id, form.get("exclusion", ""))
    elif do == "copy":
        await desk.controllers.ask_copy(viewer, request_id, form.get("to", ""), words)
    elif do == "correction":
        source, _, section = form.get("where", "").partition(" ")
        await desk.controllers.ask_correction(viewer, request_id, source, section, words)
    elif do == "note":
        await desk.controllers.note(viewer, form.get("matter", ""), words)
    elif do == "answered":
        await desk.reports.respond(viewer, request_id)
    else:
        raise NotInOrder(say("told.choose"))


async def _desk(
    request: Request,
    viewer: Viewer,
    given: Typed | None = None,
    *,
    problem: str = "",
    at: str = "nhs_number",
) -> Response:
    desk = app_of(request).report_desk
    requests = await desk.reports.requests(viewer)
    matters = await desk.controllers.waiting(viewer)
    sources = app_of(request).settings.source
    return send_page(
        request,
        "my_access/page.html",
        viewer,
        status=400 if problem else 200,
        given=given or Typed(received=desk.reports.today().isoformat()),
        requests=waiting(requests),
        matters=[asking(one, sources, person) for one, person in matters],
        problem=problem,
        at=at,
    )


async def _report(request: Request, viewer: Viewer, *, problem: str = "") -> Response:
    app, request_id = app_of(request), request.path_params["request"]
    made = await app.report_desk.reports.make(viewer, request_id, "page")
    matters = await app.report_desk.controllers.of_request(viewer, request_id)
    held = holding(await app.report_desk.controllers.holding(viewer, request_id))
    return send_page(
        request,
        "my_access/report.html",
        viewer,
        status=400 if problem else 200,
        told=told(made, viewer, app.settings.person_reports),
        matters=[asking(one, app.settings.source) for one in matters],
        held=held,
        offered=offered(app.settings.source),
        versions=VERSIONS,
        leaving_out=LEFT_OUT_WORDS,
        rows=rows,
        plainly=plainly,
        problem=problem,
    )


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, receive, methods=["POST"]),
    Route(ADDRESS + "/{request}", show_report, methods=["GET"]),
    Route(ADDRESS + "/{request}", change, methods=["POST"]),
    Route(ADDRESS + "/{request}/{letter}", letter, methods=["GET"]),
]
