"""Sign in, sign out, and the way to the first page (S1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.signin.contract import SignInRefused
from carerecord.web.arriving import arrive
from carerecord.web.asking import (
    agent_of,
    app_of,
    cookie_name,
    cookie_of,
    signed_in,
    typed,
)
from carerecord.web.device import device_of
from carerecord.web.frame.places import home
from carerecord.web.named import viewer_in
from carerecord.web.pages.sign_in.provider import back, signed_out, start
from carerecord.web.pages.sign_in.show import sign_in_page
from carerecord.web.respond import forgetting, go_to, leaving


async def first(request: Request) -> Response:
    viewer = await signed_in(request)
    return viewer if isinstance(viewer, Response) else go_to(home(viewer))


async def show(request: Request) -> Response:
    ended = "ended" in request.query_params
    return await sign_in_page(request, ended=ended, out=request.query_params.get("out", ""))


async def sign_in(request: Request) -> Response:
    """One press in the demo. Where people are real, this way in does not exist."""
    app = app_of(request)
    if not app.settings.region.demo:
        return await sign_in_page(request, status=403)
    username = (await typed(request)).get("username", "")
    try:
        return await arrive(request, await app.sessions.demo_identity(username))
    except SignInRefused:
        why = {"why": "demo: nobody of that name", **device_of(request)}
        await app.records.signed("sign-in-refused", None, why)
        return await sign_in_page(request, status=400, unknown=True)


async def sign_out(request: Request) -> Response:
    """Also of a locked session: another person can end it. A provider's own sign-out is offered next.

    The cookie of a locked one stays, worth nothing: it says to prove anew who signs in next (AUT-6).
    """
    app, cookie = app_of(request), cookie_of(request)
    found = await app.sessions.look(cookie, agent_of(request))
    if found.identity:
        await app.records.signed("sign-out", viewer_in(found))
    if cookie:
        await app.sessions.sign_out(cookie)
    provider = found.identity.provider if found.identity else ""
    known = any(one.id == provider for one in app.settings.provider)
    response = go_to(f"/sign-in?out={provider}" if known else "/sign-in")
    if found.state == "locked":
        return forgetting(response)
    return leaving(response, cookie_name(app.settings), https=app.settings.server.https)


ROUTES = [
    Route("/", first),
    Route("/sign-in", show, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/sign-in/{provider}", start, methods=["GET"]),
    Route("/sign-in/{provider}/back", back, methods=["GET"]),
    Route("/sign-in/{provider}/logout", signed_out, methods=["POST"]),
]
