"""Sends with each form what our own pages put in it, for clients that fill in forms without drawing them."""

from __future__ import annotations

from collections.abc import Generator
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

import httpx

from carerecord.web.forms import FIELD, token_of

NAMES = ("__Host-carerecord", "carerecord")


def with_token(form: dict[str, str], cookies: str) -> dict[str, str]:
    """`cookies`: the header, as the browser sends it."""
    held = SimpleCookie(cookies)
    session = next((held[name].value for name in NAMES if name in held), "")
    return {FIELD: token_of(session), **form} if session else form


class OurForms(httpx.Auth):
    """As `auth` of a client. What a test says of the token itself is sent as it is."""

    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
        ours = kind.startswith("application/x-www-form") and "/fhir/" not in request.url.path
        if request.method != "POST" or not ours:
            yield request
            return
        form = dict(parse_qsl(request.content.decode(), keep_blank_values=True))
        kept = {
            k: v for k, v in request.headers.items() if k not in ("content-length", "content-type")
        }
        yield httpx.Request(
            "POST",
            request.url,
            headers=kept,
            data=with_token(form, request.headers.get("cookie", "")),
            extensions=request.extensions,
        )
