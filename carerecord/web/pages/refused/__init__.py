"""Refused: that it is refused, why, and whom to call. Recorded by the decision itself (ux S5)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of, person_of, send_page, signed_in
from carerecord.web.challenges import way_in
from carerecord.web.pages.refused.page import advice, training, why
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    person_id = await person_of(request, viewer)
    app = app_of(request)
    _, decision = await app.records.decide(viewer, person_id)
    v = request.path_params["v"]
    if (way := way_in(decision, v, viewer)) != f"/p/{v}/refused":
        return go_to(way)
    return send_page(
        request,
        "refused/page.html",
        viewer,
        status=403,
        why=why(decision, viewer),
        advice=advice(decision, viewer, app.settings.region.help_desk),
        training=training(decision, app.settings.region.training_url),
    )


ROUTES = [Route("/p/{v}/refused", show)]
