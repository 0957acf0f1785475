"""Refused: that it is refused, why, and whom to call. Recorded by the decision itself."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of, person_of, send_page, signed_in
from carerecord.web.challenges import asked_first, way_in
from carerecord.web.pages.refused.page import advice
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    person_id = await person_of(request, viewer)
    _, decision = await app_of(request).records.decide(viewer, person_id)
    v = request.path_params["v"]
    if decision.allowed or asked_first(decision):
        return go_to(way_in(decision, v))
    return send_page(
        request,
        "refused/page.html",
        viewer,
        status=403,
        reasons=decision.reasons,
        advice=advice(decision, viewer),
        emergency=f"/p/{v}/emergency" if decision.may_declare_emergency else "",
    )


ROUTES = [Route("/p/{v}/refused", show)]
