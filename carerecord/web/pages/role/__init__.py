"""Choose the one role of this session, or switch to another: explicit, and written down (AUT-3)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.signin.contract import SignedIn, SignInRefused
from carerecord.web.arriving import role_selected
from carerecord.web.asking import (
    app_of,
    locked_address,
    send_page,
    session_of,
    typed,
)
from carerecord.web.named import viewer_in
from carerecord.web.pages.role.page import by_organisation
from carerecord.web.respond import go_to


async def show(request: Request) -> Response:
    found = await session_of(request)
    return _elsewhere(found) or _page(request, found)


async def select(request: Request) -> Response:
    app = app_of(request)
    found = await session_of(request)
    if elsewhere := _elsewhere(found):
        return elsewhere
    try:
        return await role_selected(request, (await typed(request)).get("role", ""))
    except SignInRefused:
        await app.records.signed("sign-in-refused", viewer_in(found), {"why": "role: not offered"})
        return _page(request, found, status=400)


def _elsewhere(found: SignedIn) -> Response | None:
    if found.state == "locked":
        return go_to(locked_address(""))
    return None if found.identity else go_to("/sign-in")


def _page(request: Request, found: SignedIn, status: int = 200) -> Response:
    roles = by_organisation(found.identity.roles) if found.identity else {}
    return send_page(
        request,
        "role/page.html",
        found.viewer,
        status=status,
        roles=roles,
        selected=found.role_id,
        refused=status != 200,
        name=found.identity.name if found.identity else "",
    )


ROUTES = [
    Route("/role", show, methods=["GET"]),
    Route("/role", select, methods=["POST"]),
]
