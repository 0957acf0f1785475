"""A server that gives application tokens, for tests: strict about what it is asked, on a port of its own."""

from __future__ import annotations

import secrets
import time

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from carerecord.connectors.app_token import ALGORITHM, ASSERTION
from carerecord.connectors.fake_http import Connection, Request, Server, response

PATH = "/oauth2/token"
LONGEST = 300  # seconds an assertion may be good for


class FakeTokens:
    """`await start()` opens it. It remembers every token it gave, and each assertion counts once."""

    def __init__(self, key: RSAKey, *, client_id: str, key_id: str, seconds: int = 599) -> None:
        self.given: list[str] = []
        self.seconds = seconds
        self._key = key
        self._client_id = client_id
        self._key_id = key_id
        self._used: set[str] = set()
        self._server = Server(self._answer)

    @property
    def url(self) -> str:
        return self._server.address + PATH

    async def start(self) -> None:
        await self._server.open()

    async def stop(self) -> None:
        await self._server.close()

    def takes(self, authorization: str) -> bool:
        """Whether this is the header of the newest token."""
        return bool(self.given) and authorization == f"Bearer {self.given[-1]}"

    def _answer(self, request: Request, connection: Connection) -> None:
        error = self._wrong(request)
        if error:
            body = msgspec.json.encode({"error": error})
            connection.send(response(400, body, "application/json"))
            return
        self.given.append(secrets.token_urlsafe(16))
        told = {
            "access_token": self.given[-1],
            "expires_in": str(self.seconds),
            "token_type": "Bearer",
        }
        connection.send(response(200, msgspec.json.encode(told), "application/json"))

    def _wrong(self, request: Request) -> str:
        if request.method != "POST" or request.path != PATH or request.query:
            return "invalid_request"
        form = dict(request.parameters())
        if form.get("grant_type") != "client_credentials":
            return "unsupported_grant_type"
        if form.get("client_assertion_type") != ASSERTION:
            return "invalid_request"
        try:
            token = jwt.decode(form["client_assertion"], self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, KeyError):
            return "invalid_client"
        return "" if self._is_ours(token) else "invalid_client"

    def _is_ours(self, token: jwt.Token) -> bool:
        claims, now = token.claims, int(time.time())
        own = str(claims.get("jti"))
        good = token.header == {"alg": ALGORITHM, "typ": "JWT", "kid": self._key_id}
        good = good and claims.get("iss") == claims.get("sub") == self._client_id
        good = good and claims.get("aud") == self.url
        good = good and now < int(claims.get("exp", 0)) <= now + LONGEST
        good = good and "jti" in claims and own not in self._used
        self._used.add(own)
        return good
