"""What a privacy officer asks a member of staff about records they opened, in a neutral way (ux S19, ALR-9)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.cases import CaseUnknown, Listed, StepRefused, key_of
from carerecord.web.asking import app_of, in_session, send_page, typed
from carerecord.web.messages import say
from carerecord.web.pages.review.queue import when, whose
from carerecord.web.respond import go_to

ADDRESS = "/asked"
LONGEST = 1000


@in_session
async def show(request: Request, viewer: Viewer) -> Response:
    return await _page(request, viewer)


@in_session
async def answer(request: Request, viewer: Viewer) -> Response:
    form = await typed(request)
    case, words = form.get("case", ""), form.get("words", "").strip()[:LONGEST]
    try:
        await app_of(request).cases.answer(viewer, case, words)
    except CaseUnknown:
        return await _page(request, viewer, problem=say("asked.gone"))
    except StepRefused as error:
        return await _page(request, viewer, problem=str(error), at=case)
    return go_to(ADDRESS)


async def _page(request: Request, viewer: Viewer, *, problem: str = "", at: str = "") -> Response:
    found = await app_of(request).cases.asked_of(viewer)
    return send_page(
        request,
        "asked/page.html",
        viewer,
        status=400 if problem else 200,
        lines=[_line(one) for one in found],
        problem=problem,
        at=at,
    )


def _line(one: Listed) -> dict[str, str]:
    return {"key": key_of(one.case), "when": when(one.case), "whose": whose(one)}


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, answer, methods=["POST"]),
]
