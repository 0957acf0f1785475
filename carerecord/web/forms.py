"""What a form sends; and that it comes from a page of ours, drawn for the session that sends it (T17).

Three checks, each enough on its own in a browser of today: where the browser says the form comes
from (`Sec-Fetch-Site`, `Origin`), and a token that only a page of the same session holds. The
session's cookie is `SameSite` beside them. `routing` asks this of every POST of the pages.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

FIELD = "form_token"
_SIZE = hashlib.sha256().digest_size
LONGEST_FORM = 16 * 1024  # bytes; ours are a few hundred

FROM_ELSEWHERE = {
    "/launch": "a record system's own page sends it; the signed token says what it may do",
    "/sign-in/{provider}/logout": "an identity provider's server sends it, without a browser",
}
"""Forms that are meant to come from another site, and why that is safe."""

BY_ITS_OWN_SECRET = {
    "/launch/window": "a frame's cookie and a window's differ; its field is a secret of one use",
}


class CrossSite(Exception):
    """A form was sent from another site; nothing was done."""


class OldForm(Exception):
    """A form of another session, or of before its role or its sign-in changed; nothing was done."""


class FormTooLong(HTTPException):
    """More was sent than any form of ours can hold; nothing was done."""

    def __init__(self) -> None:
        super().__init__(400)


async def refuse_foreign(request: Request, path: str, cookie: str, *, https: bool) -> None:
    """`cookie`: of the session; without one there is none to ride on. Raises `CrossSite`, `OldForm`."""
    if path in FROM_ELSEWHERE:
        return
    _refuse_cross_site(request, "https" if https else "http")
    if not cookie or path in BY_ITS_OWN_SECRET:
        return
    said = (await typed(request)).get(FIELD, "")
    if not _is_of(said, cookie):
        raise OldForm


def token_of(cookie: str, address: str = "") -> str:
    """What our pages put in their forms: it follows from the session's secret, and does not tell it.

    A mask, and the token under it: written differently at every address with its query, which is all of a page that
    somebody else can choose. So no two sizes of compressed pages can be put to each other to guess it (BREACH); and
    one address asked twice answers alike.
    """
    if not cookie:
        return ""
    mask = _digest(cookie, f"mask {address}")
    return base64.urlsafe_b64encode(mask + _under(mask, _secret(cookie))).rstrip(b"=").decode()


def _is_of(said: str, cookie: str) -> bool:
    try:
        masked = base64.urlsafe_b64decode(said + "==")
    except ValueError:
        return False
    if len(masked) != 2 * _SIZE:
        return False
    return hmac.compare_digest(_under(masked[:_SIZE], masked[_SIZE:]), _secret(cookie))


def _secret(cookie: str) -> bytes:
    return _digest(cookie, "form")


def _digest(cookie: str, purpose: str) -> bytes:
    return hmac.digest(cookie.encode(), f"carerecord {purpose}".encode(), hashlib.sha256)


def _under(mask: bytes, secret: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, secret, strict=True))


def _refuse_cross_site(request: Request, scheme: str) -> None:
    """Our referrer policy makes browsers send `Origin: null`: then `Sec-Fetch-Site` must speak for it."""
    site, origin = (request.headers.get(name, "") for name in ("sec-fetch-site", "origin"))
    if site and site not in ("same-origin", "none"):
        raise CrossSite
    if origin == "null" and not site:
        raise CrossSite
    if origin not in ("", "null", f"{scheme}://{request.headers.get('host', '')}"):
        raise CrossSite


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form we drew; anything else has no fields.

    Raises `FormTooLong`: cutting it short would answer something that was not asked.
    """
    if not hasattr(request.state, "typed"):
        request.state.typed = await _read(request)
    return dict(request.state.typed)


async def _read(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise FormTooLong
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return {}
