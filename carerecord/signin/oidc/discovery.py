"""What a provider says of itself, read from its configured issuer and nowhere else."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from carerecord.config import Provider
from carerecord.signin.oidc.contract import Stopped
from carerecord.signin.oidc.http import Talk

DOCUMENT_SECONDS = 3600
KEYS_SECONDS = 600
KEYS_AGAIN_SECONDS = 30
"""An unknown key id makes us look again, this often at most: nobody may make us ask without end."""


SILENT_SECONDS = 15
"""A provider that did not answer is left in peace for so long; whoever asks is told at once."""


@dataclass(frozen=True, slots=True)
class Document:
    """OpenID Connect Discovery 1.0, the part we use. Every address has the issuer's origin."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    says_iss: bool  # RFC 9207: its answers carry `iss`


class Discovery:
    """One provider's document and keys, each kept for a while. Raises `Stopped`."""

    def __init__(
        self, provider: Provider, talk: Talk, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._provider = provider
        self._talk = talk
        self._clock = clock
        self._document: tuple[float, Document] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._silent_since: float | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def silent(self) -> bool:
        """It did not answer just now, and is not asked again yet."""
        since = self._silent_since
        return since is not None and self._clock() - since < SILENT_SECONDS

    async def document(self) -> Document:
        async with self._one_at_a_time:
            if self._document is None or self._clock() - self._document[0] >= DOCUMENT_SECONDS:
                issuer = self._provider.issuer
                address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
                said = await self._read(address, "discovery")
                self._document = (self._clock(), _document(said, issuer))
            return self._document[1]

    async def keys(self, token: str) -> KeySet:
        """Its public keys; looked up again when the token names one that is not among them."""
        age = self._clock() - self._keys[0] if self._keys else KEYS_SECONDS
        if self._keys and age < KEYS_SECONDS:
            unknown = _kid(token) not in {key.kid for key in self._keys[1]}
            if not unknown or age < KEYS_AGAIN_SECONDS:
                return self._keys[1]
        document = await self.document()
        said = await self._read(document.jwks_uri, "keys")
        self._keys = (self._clock(), _public_keys(said))
        return self._keys[1]

    async def _read(self, address: str, what: str) -> dict[str, Any]:
        with self.listening():
            return await self._talk.read(address, what)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Around whatever is asked of it. Raises `Stopped` at once while it is silent."""
        if self.silent:
            raise Stopped("down", "provider: no answer a moment ago")
        try:
            yield
        except Stopped as stopped:
            self._silent_since = self._clock() if stopped.stop == "down" else None
            raise
        self._silent_since = None


def origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _document(said: dict[str, Any], issuer: str) -> Document:
    if said.get("issuer") != issuer:
        raise Stopped("not-finished", "discovery: another issuer")
    if "S256" not in said.get("code_challenge_methods_supported", ["S256"]):
        raise Stopped("not-finished", "discovery: no PKCE with S256")
    return Document(
        authorization_endpoint=_address(said, "authorization_endpoint", issuer),
        token_endpoint=_address(said, "token_endpoint", issuer),
        userinfo_endpoint=_address(said, "userinfo_endpoint", issuer),
        jwks_uri=_address(said, "jwks_uri", issuer),
        end_session_endpoint=_address(said, "end_session_endpoint", issuer, needed=False),
        says_iss=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(said: dict[str, Any], name: str, issuer: str, *, needed: bool = True) -> str:
    found = said.get(name, "")
    if not found and not needed:
        return ""
    if not isinstance(found, str) or origin(found) != origin(issuer) or "#" in found:
        raise Stopped("not-finished", f"discovery: {name} is not the issuer's")
    return found


def _public_keys(said: dict[str, Any]) -> KeySet:
    """Those that can sign; a provider may also publish keys of kinds we do not know."""
    listed = said.get("keys")
    found = []
    for data in listed if isinstance(listed, list) else []:
        if not isinstance(data, dict) or data.get("use", "sig") != "sig":
            continue
        public = {name: value for name, value in data.items() if name not in _PRIVATE}
        if public.get("kty") not in ("RSA", "EC", "OKP"):
            continue
        try:
            found.append(JWKRegistry.import_key(public))
        except (JoseError, ValueError, TypeError):
            continue
    if not found:
        raise Stopped("not-finished", "keys: none that could sign")
    return KeySet(found)


_PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


def _kid(token: str) -> str:
    """Which key the token says it is signed with: only a reason to look again, never believed."""
    part = token.split(".", 1)[0][:2048]
    try:
        said = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return str(said.get("kid", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""
