"""Sign in, sign out, and the way to the first page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import (
    app_of,
    cookie_name,
    refuse_cross_site,
    send_page,
    signed_in,
    typed,
)
from carerecord.web.pages.sign_in.page import by_role
from carerecord.web.respond import go_to


async def home(request: Request) -> Response:
    viewer = await signed_in(request)
    return viewer if isinstance(viewer, Response) else go_to("/find")


async def show(request: Request) -> Response:
    return await _page(request, ended="ended" in request.query_params)


async def sign_in(request: Request) -> Response:
    """One press in the demo. Where people are real, this way in does not exist."""
    refuse_cross_site(request)
    app = app_of(request)
    if not app.settings.region.demo:
        return await _page(request, status=403)
    username = (await typed(request)).get("username", "")
    staff = {viewer.id: viewer for viewer in await app.sessions.staff()}
    if username not in staff:
        await app.records.signed("sign-in-refused", None)
        return await _page(request, status=400, unknown=True)
    await app.records.signed("sign-in", staff[username])
    cookie = await app.sessions.sign_in_demo(username)
    response = go_to("/find")
    https = app.settings.server.https
    response.set_cookie(
        cookie_name(app.settings), cookie, secure=https, httponly=True, samesite="lax", path="/"
    )
    return response


async def sign_out(request: Request) -> Response:
    refuse_cross_site(request)
    app = app_of(request)
    name = cookie_name(app.settings)
    if cookie := request.cookies.get(name, ""):
        if viewer := await app.sessions.viewer_of(cookie):
            await app.records.signed("sign-out", viewer)
        await app.sessions.sign_out(cookie)
    response = go_to("/sign-in")
    response.delete_cookie(name, path="/", secure=app.settings.server.https, httponly=True)
    return response


async def _page(
    request: Request, *, status: int = 200, ended: bool = False, unknown: bool = False
) -> Response:
    app = app_of(request)
    staff = by_role(await app.sessions.staff()) if app.settings.region.demo else {}
    return send_page(
        request,
        "sign_in/page.html",
        None,
        status=status,
        staff=staff,
        ended=ended,
        unknown=unknown,
    )


ROUTES = [
    Route("/", home),
    Route("/sign-in", show, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
