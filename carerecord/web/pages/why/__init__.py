"""Why this record: what the rules need to hear from the viewer before it opens (ux S3)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.access.contract import DeclarationKind
from carerecord.access.declarations import REASONS, DeclarationIncomplete
from carerecord.contract import Viewer
from carerecord.web.asking import app_of, person_of, refuse_cross_site, send_page, signed_in, typed
from carerecord.web.challenges import ASKED, asked_first, way_in
from carerecord.web.pages.why.page import LONGEST, WhyPage
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    return await _page(request, viewer)


async def answer(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    refuse_cross_site(request)
    form = await typed(request)
    kind = _kind(form.get("kind", ""))
    reason, words = form.get("reason", ""), form.get("words", "").strip()[:LONGEST]
    if kind is None or reason not in {one.code for one in REASONS[kind]}:
        return await _page(request, viewer, problem=True)
    person_id, v = await person_of(request, viewer), request.path_params["v"]
    try:
        decision = await app_of(request).records.declare(viewer, person_id, kind, reason, words)
    except DeclarationIncomplete as error:
        return await _page(request, viewer, problem=True, says=str(error))
    return go_to(f"/p/{v}/documents" if kind == "SFL-3" else way_in(decision, v))


def _kind(said: str) -> DeclarationKind | None:
    return next((kind for kind in (*ASKED, "SFL-3") if kind == said), None)


async def _page(
    request: Request, viewer: Viewer, *, problem: bool = False, says: str = ""
) -> Response:
    person_id = await person_of(request, viewer)
    person, decision = await app_of(request).records.decide(viewer, person_id)
    v = request.path_params["v"]
    kind = asked_first(decision)
    if kind is None:
        return go_to(way_in(decision, v))
    page = WhyPage(kind, person, decision, viewer)
    return send_page(
        request,
        "why/page.html",
        viewer,
        status=400 if problem else 200,
        page=page,
        v=v,
        problem=(says or page.problem) if problem else "",
    )


ROUTES = [
    Route("/p/{v}/why", show, methods=["GET"]),
    Route("/p/{v}/why", answer, methods=["POST"]),
]
