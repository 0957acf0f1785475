"""Why this record: what the rules need to hear from the viewer before it opens (ux S3)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.access.contract import DeclarationKind
from carerecord.access.declarations import REASONS, DeclarationIncomplete
from carerecord.contract import Viewer
from carerecord.web.asking import app_of, person_of, send_page, signed_in, typed
from carerecord.web.challenges import ASKED, NOTHING_SAID, Said, asked_first, way_in
from carerecord.web.pages.why.page import WhyPage
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
    form = await typed(request)
    kind, said = _kind(form.get("kind", "")), Said.read(form)
    if kind is None or said.reason not in {one.code for one in REASONS[kind]}:
        return await _page(request, viewer, said, at="reason-1")
    person_id, v = await person_of(request, viewer), request.path_params["v"]
    records = app_of(request).records
    try:
        decision = await records.declare(viewer, person_id, kind, said.reason, said.words)
    except DeclarationIncomplete as error:
        return await _page(request, viewer, said, at="words", problem=str(error))
    return go_to(f"/p/{v}/documents" if kind == "SFL-3" else way_in(decision, v, viewer))


def _kind(said: str) -> DeclarationKind | None:
    return next((kind for kind in (*ASKED, "SFL-3") if kind == said), None)


async def _page(
    request: Request, viewer: Viewer, said: Said = NOTHING_SAID, *, at: str = "", problem: str = ""
) -> Response:
    """`at`: the id of the field that something is wrong with."""
    person_id = await person_of(request, viewer)
    person, decision = await app_of(request).records.decide(viewer, person_id)
    v = request.path_params["v"]
    kind = asked_first(decision)
    if kind is None:
        return go_to(way_in(decision, v, viewer))
    page = WhyPage(kind, person, decision, viewer, v)
    return send_page(
        request,
        "why/page.html",
        viewer,
        status=400 if at else 200,
        page=page,
        v=v,
        typed=said,
        at=at,
        problem=(problem or page.problem) if at else "",
    )


ROUTES = [
    Route("/p/{v}/why", show, methods=["GET"]),
    Route("/p/{v}/why", answer, methods=["POST"]),
]
