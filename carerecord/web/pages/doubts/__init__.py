"""What looks wrong to others in what an organisation holds: its officers read and answer (F50)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.doubts import DoubtRefused
from carerecord.web.asking import app_of, send_page, typed
from carerecord.web.pages.doubts.page import lines
from carerecord.web.pages.review.officers import for_officers
from carerecord.web.respond import go_to

ADDRESS = "/review/doubts"


@for_officers
async def show(request: Request, viewer: Viewer) -> Response:
    return await _page(request, viewer)


@for_officers
async def answer(request: Request, viewer: Viewer) -> Response:
    form = await typed(request)
    doubt, step, words = (form.get(name, "") for name in ("doubt", "step", "words"))
    try:
        await app_of(request).doubts.answer(viewer, doubt, step, words)
    except DoubtRefused as error:
        return await _page(request, viewer, problem=str(error), at=doubt)
    return go_to(ADDRESS)


async def _page(request: Request, viewer: Viewer, *, problem: str = "", at: str = "") -> Response:
    found = await app_of(request).doubts.waiting(viewer)
    return send_page(
        request,
        "doubts/page.html",
        viewer,
        status=400 if problem else 200,
        lines=lines(found, app_of(request).settings),
        problem=problem,
        at=at,
    )


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, answer, methods=["POST"]),
]
