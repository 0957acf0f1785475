"""Emergency access: two actions, no typing, and what follows said before it happens (ux S4)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.access.declarations import DeclarationIncomplete
from carerecord.contract import Viewer
from carerecord.web.asking import app_of, person_of, send_page, signed_in, typed
from carerecord.web.challenges import NOTHING_SAID, Said, way_in
from carerecord.web.messages import say
from carerecord.web.pages.emergency.page import OFFERED, EmergencyPage
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    return await _page(request, viewer)


async def declare(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    said = Said.read(await typed(request))
    if said.reason not in {one.code for one in OFFERED}:
        problem = say("emergency.problem")
        return await _page(request, viewer, said, at="reason-1", problem=problem)
    person_id = await person_of(request, viewer)
    records = app_of(request).records
    try:
        decision = await records.declare(viewer, person_id, "LR-16", said.reason, said.words)
    except DeclarationIncomplete as error:
        return await _page(request, viewer, said, at="words", problem=str(error))
    return go_to(way_in(decision, request.path_params["v"], viewer))


async def _page(
    request: Request, viewer: Viewer, said: Said = NOTHING_SAID, *, at: str = "", problem: str = ""
) -> Response:
    """Of an open record too, and the same whether or not a part of it is restricted (OPT-4, I4)."""
    person_id = await person_of(request, viewer)
    records = app_of(request).records
    person, decision = await records.decide(viewer, person_id, emergency=True)
    v = request.path_params["v"]
    if not decision.may_declare_emergency:
        return go_to(way_in(decision, v, viewer))
    return send_page(
        request,
        "emergency/page.html",
        viewer,
        status=400 if problem else 200,
        page=EmergencyPage(person, decision, viewer, v),
        v=v,
        typed=said,
        at=at,
        problem=problem,
        offered=OFFERED,
    )


ROUTES = [
    Route("/p/{v}/emergency", show, methods=["GET"]),
    Route("/p/{v}/emergency", declare, methods=["POST"]),
]
