"""Access review: the queue of a privacy officer's own organisation, one case, and all they were told of (ux S19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.cases import CaseUnknown, Figures, NotForOfficers, StepRefused
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in, typed
from carerecord.web.messages import say
from carerecord.web.pages.review.case import case_page
from carerecord.web.pages.review.page import end_of, lines, not_for_this_role
from carerecord.web.pages.review.queue import (
    Asked,
    figures_of,
    filters,
    line,
    log_state,
    read_asked,
)
from carerecord.web.respond import go_to

LONGEST_NOTE = 1000
HEADINGS = {"": "To review", "waiting": "Waiting for an answer", "completed": "Completed"}


@dataclass(frozen=True, slots=True)
class Chip:
    address: str
    words: str
    here: bool


async def queue(request: Request) -> Response:
    """To review, waiting for an answer or completed, by the last word of the address."""
    show = request.url.path.rpartition("/")[2]
    return await _queue(request, show if show in HEADINGS else "", Asked())


async def found(request: Request) -> Response:
    """Filtered: what is typed stays out of the address."""
    form = await typed(request)
    show = form.get("show", "")
    return await _queue(request, show if show in HEADINGS else "", read_asked(form))


async def _queue(request: Request, show: str, asked: Asked) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    app, problem = app_of(request), ""
    try:
        wanted = filters(show, asked)
    except (ValueError, OverflowError):
        wanted, problem = filters(show, Asked()), say("log.date")
    try:
        listed = await app.cases.queue(viewer, wanted)
    except NotForOfficers:
        return not_for_this_role(request, viewer)
    now = datetime.now(UTC)
    return send_page(
        request,
        "review/queue.html",
        viewer,
        status=400 if problem else 200,
        problem=problem,
        asked=asked,
        show=show,
        heading=HEADINGS[show],
        state=log_state(listed.checked, app.settings.region.help_desk),
        figures=figures_of(listed.figures),
        chips=_chips(show, listed.figures),
        lines=[line(one, now) for one in listed.cases],
    )


def _chips(show: str, figures: Figures) -> list[Chip]:
    numbers = {"": figures.to_review, "waiting": figures.waiting, "completed": figures.completed}
    return [
        Chip(_address(name), f"{words} {numbers[name]}", name == show)
        for name, words in HEADINGS.items()
    ]


def _address(show: str) -> str:
    return f"/review/{show}" if show else "/review"


async def case(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    return await _case(request, viewer)


async def decide(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    form = await typed(request)
    step, words = form.get("step", ""), form.get("words", "").strip()[:LONGEST_NOTE]
    try:
        await app_of(request).cases.decide(viewer, request.path_params["case"], step, words)
    except StepRefused as error:
        return await _case(request, viewer, problem=str(error), step=step, words=words)
    except NotForOfficers:
        return not_for_this_role(request, viewer)
    except CaseUnknown:
        raise IdentityUnknown from None
    return go_to(request.url.path)


async def _case(
    request: Request, viewer: Viewer, *, problem: str = "", step: str = "", words: str = ""
) -> Response:
    try:
        one = await app_of(request).cases.open(viewer, request.path_params["case"])
    except NotForOfficers:
        return not_for_this_role(request, viewer)
    except CaseUnknown:
        raise IdentityUnknown from None
    return send_page(
        request,
        "review/case.html",
        viewer,
        status=400 if problem else 200,
        page=case_page(one, viewer.id, datetime.now(UTC)),
        problem=problem,
        at="words" if problem.startswith("Say why") else "decide",
        chosen=step,
        words=words,
    )


async def told(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    try:
        told = await app_of(request).records.alerts(viewer)
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    return send_page(request, "review/told.html", viewer, lines=lines(told), end=end_of(told))


ROUTES = [
    Route("/review", queue, methods=["GET"]),
    Route("/review/found", found, methods=["POST"]),
    Route("/review/told", told, methods=["GET"]),
    Route("/review/{case:int}", case, methods=["GET"]),
    Route("/review/{case:int}", decide, methods=["POST"]),
    Route("/review/waiting", queue, methods=["GET"]),
    Route("/review/completed", queue, methods=["GET"]),
]
