"""Who we are to a national API: OAuth 2 client credentials, proven by a signed assertion (RFC 7523, RS512).

One token serves everything asked of one API, until shortly before it ends.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.addresses import configured
from carerecord.connectors.contract import SourceRefused, SourceUnreadable
from carerecord.connectors.http import Http, refuse_bad_status

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHM = "RS512"
ASSERTION_SECONDS = 300
SPARE_SECONDS = 60  # a new token is asked for this long before the old one ends
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """`[source.options.token]`: how we are known where tokens are given."""

    url: str  # https
    client_id: str
    key_file: str  # our private RSA key (PEM), beside the configuration
    key_id: str = ""  # what the key is called there; empty = its thumbprint


class _Given(msgspec.Struct):
    access_token: str
    expires_in: int | str = 0  # some servers say it as text


class AppToken:
    """The token of one application. Raises a `SourceError` where none is given."""

    def __init__(
        self,
        settings: TokenSettings,
        key: RSAKey,
        http: Http,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._key = key
        self._http = http
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self._token, self._until = "", 0.0

    @classmethod
    def of(cls, settings: TokenSettings, http: Http, whose: str) -> AppToken:
        """Raises `SettingsError`, naming `whose`."""
        only_secure(settings.url, f"{whose}: token.url")
        return cls(settings, _private_key(settings.key_file, whose), http)

    async def bearer(self) -> str:
        """The token now; of many that ask at once, one asks the server."""
        async with self._one_at_a_time:
            if self._now() >= self._until:
                self._token, self._until = await self._asked()
            return self._token

    def refused(self, token: str) -> None:
        """This one is taken no longer; a newer one stays."""
        if token == self._token:
            self._until = 0.0

    async def _asked(self) -> tuple[str, float]:
        asked_at = self._now()
        url, form = URL(self._settings.url), self._form(int(asked_at)).encode()
        reply = await self._http.post(url, form, {}, self._http.allowance())
        if 400 <= reply.status < 500:
            raise SourceRefused("gave us no token")
        refuse_bad_status(reply.status)
        try:
            given = msgspec.json.decode(reply.body, type=_Given)
            seconds = int(given.expires_in)
        except ValueError:
            raise SourceUnreadable("sent something that is not a token") from None
        if not _is_token(given.access_token):
            raise SourceUnreadable("sent something that is not a token")
        return given.access_token, asked_at + seconds - SPARE_SECONDS

    def _form(self, now: int) -> str:
        own = self._settings
        head = {"alg": ALGORITHM, "typ": "JWT", "kid": own.key_id or self._key.thumbprint()}
        claims = {
            "iss": own.client_id,
            "sub": own.client_id,
            "aud": own.url,
            "jti": secrets.token_hex(16),
            "exp": now + ASSERTION_SECONDS,
        }
        return urlencode(
            {
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION,
                "client_assertion": jwt.encode(head, claims, self._key, algorithms=[ALGORITHM]),
            }
        )


def only_secure(address: str, setting: str) -> URL:
    """A whole https address; plain http to this machine alone. Raises `SettingsError`, naming the setting."""
    try:
        url = configured(address)
    except ValueError:
        url = URL()
    plain = url.scheme == "http" and url.host in _LOOPBACK
    if not (url.scheme == "https" or plain):
        raise SettingsError(f"{setting} must be a whole https address")
    return url


def _is_token(text: str) -> bool:
    """What may stand in a header: RFC 6750 2.1."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _private_key(file: str, whose: str) -> RSAKey:
    try:
        key = RSAKey.import_key(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{whose}: token.key_file cannot be read") from None
    except (JoseError, ValueError):
        raise SettingsError(f"{whose}: token.key_file holds no RSA key (PEM)") from None
    if not key.is_private:
        raise SettingsError(f"{whose}: token.key_file holds no private key (PEM)")
    return key
