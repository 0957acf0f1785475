"""What a privacy officer's organisation was told of: notifications and alerts, newest first (ux S19)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.viewing.contract import NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in
from carerecord.web.pages.review.page import end_of, lines, not_for_this_role


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    try:
        told = await app_of(request).records.alerts(viewer)
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    return send_page(request, "review/page.html", viewer, lines=lines(told), end=end_of(told))


ROUTES = [Route("/review", show)]
