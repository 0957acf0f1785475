"""Emergency access: two actions, no typing, and what follows said before it happens (ux S4)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.access.declarations import DeclarationIncomplete
from carerecord.contract import Viewer
from carerecord.web.asking import app_of, person_of, refuse_cross_site, send_page, signed_in, typed
from carerecord.web.challenges import way_in
from carerecord.web.pages.emergency.page import LONGEST, OFFERED, EmergencyPage
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
    refuse_cross_site(request)
    form = await typed(request)
    reason, words = form.get("reason", ""), form.get("words", "").strip()[:LONGEST]
    if reason not in {one.code for one in OFFERED}:
        return await _page(request, viewer, problem="Choose what is happening")
    person_id = await person_of(request, viewer)
    try:
        decision = await app_of(request).records.declare(viewer, person_id, "LR-16", reason, words)
    except DeclarationIncomplete as error:
        return await _page(request, viewer, problem=str(error))
    v = request.path_params["v"]
    return go_to(way_in(decision, v))


async def _page(request: Request, viewer: Viewer, *, problem: str = "") -> Response:
    person_id = await person_of(request, viewer)
    person, decision = await app_of(request).records.decide(viewer, person_id)
    v = request.path_params["v"]
    if decision.allowed:
        return go_to(f"/p/{v}")
    if not decision.may_declare_emergency:
        return go_to(way_in(decision, v))
    page = EmergencyPage(person, decision, viewer)
    status = 400 if problem else 200
    return send_page(
        request,
        "emergency/page.html",
        viewer,
        status=status,
        page=page,
        v=v,
        problem=problem,
        offered=OFFERED,
    )


ROUTES = [
    Route("/p/{v}/emergency", show, methods=["GET"]),
    Route("/p/{v}/emergency", declare, methods=["POST"]),
]
