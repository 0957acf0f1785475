"""One view gone through again: what was written down of it, and each page as it was sent (ux S19)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.viewing.contract import NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in
from carerecord.web.pages.replay.page import about, lines
from carerecord.web.pages.review.page import not_for_this_role
from carerecord.web.respond import replay_response


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    try:
        trail = await app_of(request).records.trail(viewer, request.path_params["view"])
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    return send_page(request, "replay/page.html", viewer, about=about(trail), lines=lines(trail))


async def as_sent(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    try:
        replayed = await app_of(request).records.replay(viewer, request.path_params["entry"])
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    if replayed.body is None:
        return _gone(request, viewer, replayed.words, str(replayed.entry.body["sha256"]))
    return replay_response(replayed.body, str(replayed.entry.body["content_type"]))


def _gone(request: Request, viewer: Viewer, words: str, digest: str) -> Response:
    return send_page(request, "replay/gone.html", viewer, status=410, words=words, digest=digest)


ROUTES = [
    Route("/review/views/{view}", show),
    Route("/review/shown/{entry}", as_sent),
]
