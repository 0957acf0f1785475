"""The record put out of sight on a shared screen: who it is about stays, what is in it goes (AUT-9)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of, person_of, send_page, signed_in
from carerecord.web.challenges import way_in
from carerecord.web.frame import PAGES
from carerecord.web.frame.places import first_page
from carerecord.web.frame.who import who
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    person_id = await person_of(request, viewer)
    person, decision = await app_of(request).records.decide(viewer, person_id)
    v = request.path_params["v"]
    if not decision.allowed:
        return go_to(way_in(decision, v, viewer))
    return send_page(
        request,
        "hidden/page.html",
        viewer,
        who=who(person),
        back=_back(request, first_page(viewer, v), v),
    )


OTHERS = (*PAGES, "ambulance", "changes", "timeline", "find")


def _back(request: Request, first: str, v: str) -> str:
    """The page of the record that was hidden; its first page, when the address names none of ours."""
    slug = request.query_params.get("to", "")
    return f"/p/{v}/{slug}" if slug in OTHERS else first


ROUTES = [Route("/p/{v}/hidden", show)]
