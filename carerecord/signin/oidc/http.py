"""One identity provider's answers over HTTP: its own addresses, no redirects, bounded in time and size."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Mapping
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning

from carerecord.signin.oidc.contract import Stopped, TakenBack
from carerecord.signin.strict_json import NotStrict, read_object

with warnings.catch_warnings():  # decision 0006: it warns of httpx at every start of every process
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError

WITHIN_SECONDS = 8.0
MOST_BYTES = 256 * 1024


class Bounded(httpx.AsyncHTTPTransport):
    """Reads no more than any provider needs to say, and nothing compressed."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Accept-Encoding"] = "identity"
        answer = await super().handle_async_request(request)
        try:
            if "content-encoding" in answer.headers:
                raise httpx.DecodingError("compressed although not asked for", request=request)
            body = b""
            async for piece in answer.aiter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise httpx.ReadError("too long", request=request)
        finally:
            await answer.aclose()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


class Talk:
    """Connections to providers. Follows no redirect, keeps no cookie, reads no proxy of the environment."""

    def __init__(self) -> None:
        self._transport: Bounded | None = None

    async def read(self, url: str, what: str, *, bearer: str = "") -> dict[str, Any]:
        """The JSON object at this address. Raises `Stopped`: down, or not finished."""
        headers = {"Accept": "application/json"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        async with httpx.AsyncClient(**self._options()) as client:
            try:
                async with asyncio.timeout(WITHIN_SECONDS):
                    answer = await client.get(url, headers=headers)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError):
                raise Stopped("down", f"{what}: no answer") from None
        return _object(answer, what)

    async def way_to(
        self, url: str, *, client_id: str, redirect_uri: str, scope: str, **asked: str
    ) -> str:
        """The address that asks for a code, with PKCE by S256 (RFC 7636)."""
        known_as = {"client_id": client_id, "redirect_uri": redirect_uri, "scope": scope}
        async with AsyncOAuth2Client(
            **known_as, code_challenge_method="S256", **self._options()
        ) as session:
            address, _ = session.create_authorization_url(url, **asked)
        return str(address)

    async def tokens(self, client: Mapping[str, Any], url: str, **form: str) -> dict[str, Any]:
        """The token endpoint's answer to a code or a refresh token, by Authlib. Raises `Stopped`."""
        method = client["token_endpoint_auth_method"]
        known_as = {**client}
        if not isinstance(method, str):
            known_as["token_endpoint_auth_method"] = method.name
        async with AsyncOAuth2Client(**known_as, **self._options()) as session:
            if not isinstance(method, str):
                session.register_client_auth_method(method)
            try:
                async with asyncio.timeout(WITHIN_SECONDS):
                    found = await session.fetch_token(url, **form)
            except OAuthError as error:
                kind = TakenBack if error.error == "invalid_grant" else Stopped
                raise kind("not-finished", f"token: refused, {_known(error.error)}") from None
            except (httpx.HTTPError, TimeoutError, OSError):
                raise Stopped("down", "token: no answer") from None
            except ValueError:
                raise Stopped("down", "token: not an answer") from None
        return dict(found)

    async def close(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    def _options(self) -> dict[str, Any]:
        """A new client for each exchange, as each knows us differently; the connections are shared."""
        if self._transport is None:
            self._transport = Bounded(verify=ssl.create_default_context())
        return {
            "transport": _Kept(self._transport),
            "timeout": WITHIN_SECONDS,
            "follow_redirects": False,
            "trust_env": False,
        }


class _Kept(httpx.AsyncBaseTransport):
    """Outlives the client that uses it."""

    def __init__(self, transport: Bounded) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._transport.handle_async_request(request)


def _object(answer: httpx.Response, what: str) -> dict[str, Any]:
    if answer.status_code >= 500:
        raise Stopped("down", f"{what}: answered {answer.status_code}")
    if answer.status_code != 200:
        kind = TakenBack if answer.status_code in (401, 403) else Stopped
        raise kind("not-finished", f"{what}: answered {answer.status_code}")
    try:
        return read_object(answer.content)
    except NotStrict as wrong:
        raise Stopped("not-finished", f"{what}: {wrong}") from None


_TOKEN_ERRORS = (
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
)


def _known(error: object) -> str:
    """RFC 6749 5.2; what else they may say is not written down."""
    return str(error) if error in _TOKEN_ERRORS else "for another reason"
