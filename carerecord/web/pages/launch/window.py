"""From a frame to a window of its own: emergency access and settings are never shown inside another system (T18)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import (
    agent_of,
    app_of,
    cookie_name,
    cookie_of,
    send_page,
    signed_in,
    typed,
)
from carerecord.web.respond import framed_by, go_to, keep_cookie


async def offer(request: Request) -> Response:
    """In place of a page that may not stand in a frame: one button to it. Nothing else is done."""
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    app = app_of(request)
    secret = await app.launches.offer_window(cookie_of(request), request.url.path)
    page = send_page(request, "launch/window.html", viewer, secret=secret)
    return framed_by(page, app.launches.frame_ancestors(request.state.launcher))


async def leave(request: Request) -> Response:
    """The same session in a window: it is signed in there as in the frame, and as nobody else."""
    app = app_of(request)
    name = cookie_name(app.settings)
    carried = await app.launches.open_window((await typed(request)).get("window", ""))
    if carried is None:
        return send_page(request, "launch/again.html", None, status=403)
    cookie, address = carried
    there, agent = cookie_of(request), agent_of(request)
    here = await app.sessions.look(cookie, agent)
    if there and (await app.sessions.look(there, agent)).session != here.session:
        await app.sessions.sign_out(there)
    return keep_cookie(go_to(address), name, cookie, https=app.settings.server.https)
