"""One's own emergencies that still run or whose words are owed: end one, or say why (BTG-7, ux S4)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.access.declarations import DeclarationIncomplete
from carerecord.contract import Viewer
from carerecord.viewing import IdentityUnknown
from carerecord.web.asking import app_of, send_page, signed_in, typed
from carerecord.web.challenges import LONGEST
from carerecord.web.messages import say
from carerecord.web.pages.emergencies.page import lines
from carerecord.web.respond import go_to

ADDRESS = "/emergencies"


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    return await _page(request, viewer)


async def change(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    form, records = await typed(request), app_of(request).records
    declared, words = form.get("declared", ""), form.get("words", "").strip()[:LONGEST]
    try:
        if form.get("do") == "stop":
            await records.stop_emergency(viewer, declared)
        else:
            await records.explain_emergency(viewer, declared, words)
    except IdentityUnknown:
        return await _page(request, viewer, problem=say("emergencies.gone"))
    except DeclarationIncomplete as error:
        return await _page(request, viewer, problem=str(error), at=declared, words=words)
    return go_to(ADDRESS)


async def _page(
    request: Request, viewer: Viewer, *, problem: str = "", at: str = "", words: str = ""
) -> Response:
    found = await app_of(request).records.open_emergencies(viewer)
    return send_page(
        request,
        "emergencies/page.html",
        viewer,
        status=400 if problem else 200,
        lines=lines(found),
        problem=problem,
        at=at,
        words=words,
    )


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, change, methods=["POST"]),
]
