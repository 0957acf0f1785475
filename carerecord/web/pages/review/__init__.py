"""Access review: the queue of a privacy officer's own organisation, one case, and all they were told of (ux S19)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.cases import Figures, StepRefused
from carerecord.web.asking import app_of, send_page, typed
from carerecord.web.messages import say
from carerecord.web.pages.breach.page import clock
from carerecord.web.pages.review.case import case_page
from carerecord.web.pages.review.officers import for_officers
from carerecord.web.pages.review.page import end_of, lines
from carerecord.web.pages.review.queue import (
    Asked,
    figures_of,
    filters,
    line,
    log_state,
    read_asked,
)
from carerecord.web.pages.review.times import ROUTES as TIMES
from carerecord.web.respond import go_to

LONGEST_NOTE, LONGEST_TOLD = 1000, 500
HEADINGS = {
    "": "To review",
    "questions": "Asked by people",
    "waiting": "Waiting for an answer",
    "completed": "Completed",
}


@dataclass(frozen=True, slots=True)
class Chip:
    address: str
    words: str
    here: bool


@for_officers
async def queue(request: Request, viewer: Viewer) -> Response:
    """To review, asked by people, waiting for an answer or completed, by the last word of the address."""
    show = request.url.path.rpartition("/")[2]
    return await _queue(request, viewer, show if show in HEADINGS else "", Asked())


@for_officers
async def found(request: Request, viewer: Viewer) -> Response:
    """Filtered: what is typed stays out of the address."""
    form = await typed(request)
    show = form.get("show", "")
    return await _queue(request, viewer, show if show in HEADINGS else "", read_asked(form))


async def _queue(request: Request, viewer: Viewer, show: str, asked: Asked) -> Response:
    app, problem = app_of(request), ""
    try:
        wanted = filters(show, asked)
    except (ValueError, OverflowError):
        wanted, problem = filters(show, Asked()), say("log.date")
    listed = await app.cases.queue(viewer, wanted)
    breaches = await app.breaches.waiting(viewer)
    now = app.cases.now()
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
        breaches=[(one.number, one.reference, *clock(found, now)) for one, found in breaches],
        lines=[line(one, now) for one in listed.cases],
    )


def _chips(show: str, figures: Figures) -> list[Chip]:
    numbers = {
        "": figures.to_review,
        "questions": figures.questions,
        "waiting": figures.waiting,
        "completed": figures.completed,
    }
    return [
        Chip(_address(name), f"{words} {numbers[name]}", name == show)
        for name, words in HEADINGS.items()
    ]


def _address(show: str) -> str:
    return f"/review/{show}" if show else "/review"


@for_officers
async def case(request: Request, viewer: Viewer) -> Response:
    return await _case(request, viewer)


@for_officers
async def decide(request: Request, viewer: Viewer) -> Response:
    form = await typed(request)
    step, words = form.get("step", ""), form.get("words", "").strip()[:LONGEST_NOTE]
    told = form.get("told", "").strip()[:LONGEST_TOLD]
    number = request.path_params["case"]
    try:
        await app_of(request).cases.decide(viewer, number, step, words, told)
    except StepRefused as error:
        given = {"chosen": step, "words": words, "told": told}
        return await _case(request, viewer, problem=str(error), **given)
    return go_to(request.url.path)


async def _case(
    request: Request,
    viewer: Viewer,
    *,
    problem: str = "",
    chosen: str = "",
    words: str = "",
    told: str = "",
) -> Response:
    cases = app_of(request).cases
    one = await cases.open(viewer, request.path_params["case"])
    return send_page(
        request,
        "review/case.html",
        viewer,
        status=400 if problem else 200,
        page=case_page(one, viewer.id, cases.now()),
        problem=problem,
        at=_at(problem),
        chosen=chosen,
        words=words,
        told=told,
    )


def _at(problem: str) -> str:
    """The field that a problem is about."""
    named = {"Say why": "words", "Say what": "told"}
    return next((at for start, at in named.items() if problem.startswith(start)), "decide")


@for_officers
async def told(request: Request, viewer: Viewer) -> Response:
    told = await app_of(request).records.alerts(viewer)
    return send_page(request, "review/told.html", viewer, lines=lines(told), end=end_of(told))


ROUTES = [
    Route("/review", queue, methods=["GET"]),
    Route("/review/found", found, methods=["POST"]),
    Route("/review/told", told, methods=["GET"]),
    Route("/review/{case:int}", case, methods=["GET"]),
    Route("/review/{case:int}", decide, methods=["POST"]),
    Route("/review/questions", queue, methods=["GET"]),
    Route("/review/waiting", queue, methods=["GET"]),
    Route("/review/completed", queue, methods=["GET"]),
    *TIMES,
]
