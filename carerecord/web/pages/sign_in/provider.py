"""To an identity provider and back; and when it says that somebody signed out there."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from carerecord.config import Provider
from carerecord.signin.contract import SignInRefused
from carerecord.signin.oidc import LogoutRefused, Stopped
from carerecord.web.arriving import arrive
from carerecord.web.asking import agent_of, app_of, cookie_name, cookie_of, typed
from carerecord.web.pages.sign_in.show import stopped_page
from carerecord.web.respond import go_to, keep_cookie, nothing

BROWSER_SECONDS = 600  # how long a browser may take over signing in


async def start(request: Request) -> Response:
    """To the provider; after a lock, to prove anew who it is and not by a sign-in it remembers.

    Also where a session ended that its own person did not sign out of: whoever is there now may be another.
    """
    app, provider = app_of(request), _provider(request)
    held = cookie_of(request)
    before = await app.sessions.look(held, agent_of(request))
    again = before.state == "locked" or (before.state == "none" and held != "")
    kept = request.cookies.get(_browser_cookie(request), "")
    try:
        begun = await app.providers.begin(provider.id, kept, again=again)
    except Stopped as why:
        return await stopped_page(request, provider.id, why)
    return keep_cookie(
        go_to(begun.address),
        _browser_cookie(request),
        begun.browser,
        https=app.settings.server.https,
        seconds=BROWSER_SECONDS,
    )


async def back(request: Request) -> Response:
    """From the provider; whatever is wrong with how somebody came back is said in one sentence."""
    app, provider = app_of(request), _provider(request)
    browser = request.cookies.get(_browser_cookie(request), "")
    try:
        vouched = await app.providers.finish(provider.id, _said(request), browser)
        identity = vouched.identity
        if provider.national:  # a local account never has greater rights (AUT-8)
            await app.accounts.seen_nationally(identity.subject, identity.roles)
        return await arrive(request, identity, grant=vouched.grant)
    except Stopped as why:
        return await stopped_page(request, provider.id, why)
    except SignInRefused:
        refused = Stopped("not-finished", "session: refused")
        return await stopped_page(request, provider.id, refused)


async def signed_out(request: Request) -> Response:
    """From the provider's own server, without a cookie: the signed token alone says who (AUT-7)."""
    app, provider = app_of(request), _provider(request)
    token = (await typed(request)).get("logout_token", "")
    try:
        out = await app.providers.signed_out(provider.id, token)
    except Stopped as why:
        return nothing(503 if why.stop == "down" else 400)
    except LogoutRefused:
        return nothing(400)
    for viewer in await app.sessions.end_of_provider(
        out.provider, out.subject, out.provider_session
    ):
        await app.records.signed("signed-out-by-provider", viewer)
    return nothing(200)


def _provider(request: Request) -> Provider:
    known = app_of(request).settings.provider
    found = next((one for one in known if one.id == request.path_params["provider"]), None)
    if found is None:
        raise HTTPException(404)
    return found


def _browser_cookie(request: Request) -> str:
    return f"{cookie_name(app_of(request).settings)}-signin"


def _said(request: Request) -> dict[str, str]:
    """The parameters of the address; one that is there twice says nothing that can be relied on."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)[:50]
    if len({name for name, _ in pairs}) != len(pairs):
        raise Stopped("not-finished", "answer: a parameter stands twice")
    return dict(pairs)
