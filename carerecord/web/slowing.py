"""Pages that somebody reaches before they are signed in: asked no oftener than the configuration allows (T27)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of
from carerecord.web.pages import errors
from carerecord.web.respond import framed_by
from carerecord.web.throttle import EVERYBODY, Throttle

Handler = Callable[[Request], Awaitable[Response]]

_BEFORE_SIGN_IN = frozenset({"sign_in", "passkey", "launch"})
_WRITES_NOTHING = frozenset({"first", "show", "sign_out"})  # of `sign_in`
_REFUSED = (400, 403, 404)
REFUSED_COUNTS = 10
"""A try that was refused counts as so many: people succeed, whoever guesses does not."""


def is_before_sign_in(route: Route, page: str) -> bool:
    """Whether each request to it leaves something in the store or asks a provider."""
    return page in _BEFORE_SIGN_IN and not (page == "sign_in" and route.name in _WRITES_NOTHING)


def slowed(endpoint: Handler, throttle: Throttle) -> Handler:
    """Beyond the limit nothing is read, written or asked: a page that says how long to wait."""

    async def answer(request: Request) -> Response:
        address = _address(request)
        if seconds := throttle.wait(address):
            page = errors.too_often(request, seconds)
            return framed_by(page, app_of(request).launches.every_frame_ancestor())
        response = await endpoint(request)
        if response.status_code in _REFUSED:
            throttle.charge(address, REFUSED_COUNTS - 1)
        return response

    return answer


def _address(request: Request) -> str:
    if request.scope["path"].endswith("/logout") or request.client is None:
        return EVERYBODY
    return request.client.host
