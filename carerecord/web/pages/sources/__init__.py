"""How every source is doing, and ten checks of one, for the staff who connect sources (ux S23)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole
from carerecord.viewing.source_checks import NotATestPerson
from carerecord.web.asking import app_of, in_session, send_page, typed
from carerecord.web.messages import say
from carerecord.web.pages.sources.page import doing, sheet_of


async def every(request: Request, viewer: Viewer) -> Response:
    try:
        found = await app_of(request).source_desk.health(viewer)
    except NotForThisRole:
        return _not_for_them(request, viewer)
    rows = [doing(source, seen) for source, seen in found]
    return send_page(request, "sources/page.html", viewer, rows=rows)


async def one(request: Request, viewer: Viewer) -> Response:
    """Only connected to, until an invented person is named in the form."""
    desk, source_id = app_of(request).source_desk, request.path_params["source"]
    form = await typed(request) if request.method == "POST" else {}
    number, born = form.get("nhs_number", "").strip(), form.get("born", "").strip()
    problem = ""
    try:
        checked = await desk.check(viewer, source_id, number, born)
    except NotATestPerson as error:
        checked, problem = await desk.check(viewer, source_id), say("sources.not-test", why=error)
    except NotForThisRole:
        return _not_for_them(request, viewer)
    if checked is None:
        raise IdentityUnknown
    sheet, status = sheet_of(checked), 400 if problem else 200
    return send_page(
        request, "sources/check.html", viewer, status=status, sheet=sheet, problem=problem
    )


def _not_for_them(request: Request, viewer: Viewer) -> Response:
    words = say("sources.not-yours")
    return send_page(request, "review/refused.html", viewer, status=403, words=words)


ROUTES = [
    Route("/sources", in_session(every)),
    Route("/sources/{source}", in_session(one), methods=["GET", "POST"]),
]
