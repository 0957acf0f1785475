"""Searching the audit log by person, member of staff and time; for privacy officers (AUD-9)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in, typed
from carerecord.web.messages import say
from carerecord.web.pages.log.page import Asked, Line, criteria, lines, oldest, read_asked
from carerecord.web.pages.review.page import not_for_this_role


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    if not await app_of(request).records.may_explain(viewer):
        return not_for_this_role(request, viewer)
    return _page(request, viewer, Asked())


async def find(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    asked = read_asked(await typed(request))
    try:
        found = await app_of(request).records.search_log(viewer, criteria(asked))
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    except (ValueError, OverflowError):
        return _page(request, viewer, asked, problem=say("log.date"), at="since")
    except IdentityUnknown:
        return _page(request, viewer, asked, problem=say("log.unknown"), at="nhs_number")
    return _page(request, viewer, asked, found=lines(found), older=oldest(found))


def _page(
    request: Request,
    viewer: Viewer,
    asked: Asked,
    *,
    problem: str = "",
    at: str = "nhs_number",
    found: list[Line] | None = None,
    older: int = 0,
) -> Response:
    return send_page(
        request,
        "log/page.html",
        viewer,
        status=400 if problem else 200,
        asked=asked,
        problem=problem,
        at=at,
        lines=found,
        older=older,
    )


ROUTES = [Route("/review/log", show), Route("/review/log", find, methods=["POST"])]
