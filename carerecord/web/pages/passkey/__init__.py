"""Sign in with a passkey; make one by invitation; see those one has."""

from __future__ import annotations

import re
import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.signin.accounts import Opening, PasskeyRefused
from carerecord.signin.contract import SignedIn, SignInRefused
from carerecord.web import stylesheet
from carerecord.web.arriving import arrive
from carerecord.web.asking import (
    agent_of,
    app_of,
    cookie_name,
    cookie_of,
    send_page,
    typed,
)
from carerecord.web.contract import Passkeys
from carerecord.web.respond import go_to, keep_cookie, with_script

BROWSER_SECONDS = 15 * 60  # how long a browser is remembered between a page and its answer
YOURS = "/account/passkey?then=another"
_OURS = re.compile(r"[A-Za-z0-9_-]{43}")  # how our own secrets are written


async def show_sign_in(request: Request) -> Response:
    return await _sign_in_page(request)


async def sign_in(request: Request) -> Response:
    """The answer of a passkey, and the session of the person it belongs to (AUT-1: level 2)."""
    passkeys, another = _passkeys(request), _wants_another(request)
    answer = (await typed(request)).get("answer", "")
    try:
        identity = await passkeys.sign_in(_browser(request), answer)
        response = await arrive(request, identity, to=YOURS if another else "")
    except SignInRefused:
        return await _sign_in_page(request, status=403, refused=True)
    if another:
        _remember(request, response, await passkeys.openings.proved(identity.id))
    return response


async def open_invitation(request: Request) -> Response:
    """The secret leaves the address at once: from here on a cookie stands for it."""
    browser = await _passkeys(request).openings.invited(request.path_params["invitation"])
    if browser is None:
        return send_page(request, "passkey/ended.html", None, status=404)
    return _remember(request, go_to("/account/passkey"), browser)


async def show(request: Request) -> Response:
    """Make a passkey, where this browser may; otherwise the passkeys of whoever is signed in."""
    passkeys, session = _passkeys(request), await _session(request)
    opening = await passkeys.openings.of(_browser(request))
    wanted = opening is not None and (opening.invited or _wants_another(request))
    if opening and wanted and _may_make(opening, session):
        return await _making_page(request)
    identity = session.identity
    if session.state in ("open", "choose-role") and identity and identity.provider == "local":
        held = await app_of(request).accounts.passkeys_of(identity.id)
        return send_page(
            request, "passkey/yours.html", session.viewer, name=identity.name, passkeys=held
        )
    return send_page(request, "passkey/ended.html", None, status=404)


async def make(request: Request) -> Response:
    passkeys, session = _passkeys(request), await _session(request)
    opening = await passkeys.openings.of(_browser(request))
    if opening and not _may_make(opening, session):
        return go_to("/sign-in/passkey?then=another")
    form = await typed(request)
    try:
        await passkeys.make(_browser(request), form.get("answer", ""), form.get("name", ""))
    except PasskeyRefused:
        return await _making_page(request, status=403, refused=True)
    invited = opening is not None and opening.invited
    return go_to("/sign-in/passkey?made=1" if invited else "/account/passkey")


def _may_make(opening: Opening, session: SignedIn) -> bool:
    """An invitation is enough; a passkey used just now is, for as long as its owner stays signed in."""
    if opening.invited:
        return True
    if session.state not in ("open", "choose-role") or session.identity is None:
        return False
    return session.identity.id == opening.username


async def _making_page(request: Request, *, status: int = 200, refused: bool = False) -> Response:
    making = await _passkeys(request).to_make(_browser(request))
    if making is None:
        return send_page(request, "passkey/ended.html", None, status=404)
    words: dict[str, Any] = {
        "making": making,
        "refused": refused,
        "script": stylesheet.script("passkey"),
    }
    return with_script(send_page(request, "passkey/make.html", None, status=status, **words))


async def _sign_in_page(request: Request, *, status: int = 200, refused: bool = False) -> Response:
    browser = _browser(request) or secrets.token_urlsafe(32)
    words: dict[str, Any] = {
        "options": await _passkeys(request).to_sign_in(browser),
        "made": "made" in request.query_params,
        "another": _wants_another(request),
        "refused": refused,
        "script": stylesheet.script("passkey"),
    }
    page = send_page(request, "passkey/sign_in.html", None, status=status, **words)
    return _remember(request, with_script(page), browser)


def _wants_another(request: Request) -> bool:
    return request.query_params.get("then") == "another"


async def _session(request: Request) -> SignedIn:
    return await app_of(request).sessions.look(cookie_of(request), agent_of(request))


def _passkeys(request: Request) -> Passkeys:
    """Where there are no local accounts, neither are these pages."""
    passkeys = app_of(request).passkeys
    if passkeys is None:
        raise HTTPException(404)
    return passkeys


def _browser(request: Request) -> str:
    kept = request.cookies.get(_browser_cookie(request), "")
    return kept if _OURS.fullmatch(kept) else ""


def _browser_cookie(request: Request) -> str:
    return f"{cookie_name(app_of(request).settings)}-passkey"


def _remember(request: Request, response: Response, browser: str) -> Response:
    https = app_of(request).settings.server.https
    name = _browser_cookie(request)
    return keep_cookie(response, name, browser, https=https, seconds=BROWSER_SECONDS)


ROUTES = [
    Route("/sign-in/passkey", show_sign_in, methods=["GET"]),
    Route("/sign-in/passkey", sign_in, methods=["POST"]),
    Route("/account/passkey", show, methods=["GET"]),
    Route("/account/passkey", make, methods=["POST"]),
    Route("/account/passkey/{invitation}", open_invitation, methods=["GET"]),
]
