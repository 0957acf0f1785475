"""Who would see what of a record, and which rule says so; for privacy officers (governance 3.1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in, typed
from carerecord.web.messages import say
from carerecord.web.pages.explain.page import Explained, explained
from carerecord.web.pages.review.page import not_for_this_role


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    if not await app_of(request).records.may_explain(viewer):
        return not_for_this_role(request, viewer)
    return _page(request, viewer)


async def explain(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    form = await typed(request)
    staff, number = form.get("staff", "").strip(), form.get("nhs_number", "").strip()
    app = app_of(request)
    asked_about = await app.sessions.known(staff)
    try:
        found = await app.records.explain_by_number(viewer, asked_about, number)
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    except IdentityUnknown:
        return _page(request, viewer, staff=staff, problem=say("explain.unknown"))
    return _page(request, viewer, staff=staff, found=explained(found))


def _page(
    request: Request,
    viewer: Viewer,
    *,
    staff: str = "",
    problem: str = "",
    found: Explained | None = None,
) -> Response:
    return send_page(
        request,
        "explain/page.html",
        viewer,
        status=400 if problem else 200,
        staff=staff,
        problem=problem,
        explained=found,
    )


ROUTES = [
    Route("/explain", show, methods=["GET"]),
    Route("/explain", explain, methods=["POST"]),
]
