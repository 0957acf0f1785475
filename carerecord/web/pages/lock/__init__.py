"""A locked session: who it is, and nothing else; the same person goes on, another can only end it (AUT-6)."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.signin.contract import SignedIn
from carerecord.web.arriving import lock
from carerecord.web.asking import (
    agent_of,
    app_of,
    cookie_of,
    launch_again,
    send_page,
)
from carerecord.web.frame.idle import style
from carerecord.web.frame.places import home
from carerecord.web.framing import is_framed
from carerecord.web.messages import say
from carerecord.web.pages.lock.page import again
from carerecord.web.respond import go_to, style_response

_OURS = re.compile(r"/p/[A-Za-z0-9_-]+(/[A-Za-z0-9_.~-]+)*")
ABOUT_SECONDS = (
    30  # a page hides itself by the clock of the browser; this much apart is the same moment
)


async def show(request: Request) -> Response:
    """Where a page goes when nobody used it. In use elsewhere, the session is not locked by that."""
    app, to = app_of(request), _page_of_ours(request)
    found = await app.sessions.look(cookie_of(request), agent_of(request))
    request.state.launcher = found.launcher  # whose frames this page may stand in
    if found.state == "none":
        return launch_again(request) if is_framed(request) else go_to("/sign-in?ended=1")
    unused = found.idle_seconds >= app.settings.sessions.idle_minutes * 60 - ABOUT_SECONDS
    if found.state != "locked" and not unused:
        return _hidden(request, found, to)
    await lock(request, found, to)
    return _locked(request, found)


async def lock_now(request: Request) -> Response:
    found = await app_of(request).sessions.look(cookie_of(request), agent_of(request))
    if found.state != "none":
        await lock(request, found, "")
    return go_to("/locked")


async def show_style(request: Request) -> Response:
    made = style(request.path_params["name"])
    if made is None:
        raise HTTPException(404)
    return style_response(made)


def _page_of_ours(request: Request) -> str:
    to = request.query_params.get("to", "")
    return to if _OURS.fullmatch(to) and ".." not in to else ""


def _hidden(request: Request, found: SignedIn, to: str) -> Response:
    return send_page(request, "lock/hidden.html", found.viewer, to=to or home(found.viewer))


def _locked(request: Request, found: SignedIn) -> Response:
    if is_framed(request) or found.identity is None:
        return launch_again(request)
    way = again(found.identity, app_of(request).settings)
    name = found.identity.name
    why = say("locked.not-checked" if found.not_vouched else "locked.unused", name=name)
    return send_page(request, "lock/page.html", None, name=name, way=way, why=why)


ROUTES = [
    Route("/locked", show, methods=["GET"]),
    Route("/locked", lock_now, methods=["POST"]),
    Route("/locked/{name}", show_style, methods=["GET"]),
]
