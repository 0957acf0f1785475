"""Somebody has been vouched for: their session, written down, and where they go on (AUT-3, AUT-6)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.signin.contract import Identity, SignedIn
from carerecord.web.asking import agent_of, app_of, cookie_of, set_session_cookie
from carerecord.web.contract import App
from carerecord.web.device import device_of
from carerecord.web.frame.places import home
from carerecord.web.framing import is_framed
from carerecord.web.named import viewer_in
from carerecord.web.respond import go_to


async def arrive(
    request: Request, identity: Identity, *, to: str = "", grant: bytes | None = None
) -> Response:
    """The way on, with the cookie of a new secret: to select a role, back to a locked page, or `to`.

    Raises `SignInRefused`; nothing is written down then.
    """
    app, agent = app_of(request), agent_of(request)
    before = await app.sessions.look(cookie_of(request), agent)
    cookie = await app.sessions.start(identity, cookie=cookie_of(request), agent=agent, grant=grant)
    now = await app.sessions.look(cookie, agent)
    resumed = before.state == "locked" and before.session == now.session
    if before.session not in ("", now.session):
        await app.records.signed("sign-out", viewer_in(before), {"why": "another sign-in here"})
    how = {"provider": identity.provider, "assurance": identity.assurance, **device_of(request)}
    await app.records.signed("resumed" if resumed else "sign-in", viewer_in(now), how)
    response = go_to(_way_on(now, resumed, to))
    return set_session_cookie(response, app, cookie, framed=is_framed(request))


async def role_selected(request: Request, role_id: str) -> Response:
    """An explicit selection, written down, with a new secret. Raises `SignInRefused` (AUT-3)."""
    app, agent, cookie = app_of(request), agent_of(request), cookie_of(request)
    viewer = await app.sessions.choose_role(cookie, role_id, agent)
    await app.records.signed("role-selected", viewer, {"role_id": viewer.role_id})
    renewed = await app.sessions.renew(cookie)
    return set_session_cookie(go_to(home(viewer)), app, renewed, framed=is_framed(request))


async def lock(request: Request, found: SignedIn, return_to: str) -> None:
    """Written down by the first to lock it."""
    app: App = app_of(request)
    first = await app.sessions.lock(
        cookie_of(request), return_to=return_to, agent=agent_of(request)
    )
    if first:
        await app.records.signed("locked", viewer_in(found))


def _way_on(now: SignedIn, resumed: bool, to: str) -> str:
    if now.state == "choose-role":
        return "/role"
    return (resumed and now.return_to) or to or home(now.viewer)
