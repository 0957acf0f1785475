"""What is asked of a launching system: tokens for a code, and one Patient. Its configured addresses only."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import aiohttp
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from carerecord.config import Launcher, Settings, SettingsError
from carerecord.signin.keys import CURVES, private_key

WITHIN_SECONDS = 8.0
MOST_BYTES = 256 * 1024
_ASSERTION_SECONDS = 240


class EhrFailed(Exception):
    """The launching system gave no usable answer."""


class Ehr:
    """One pool of connections. Follows no redirect, keeps no cookie, reads no proxy of the environment."""

    def __init__(self, settings: Settings) -> None:
        self._secrets = {one.id: _secret(one, settings) for one in settings.launcher}
        self._keys = {one.id: _private_key(one, settings) for one in settings.launcher}
        self._open: aiohttp.ClientSession | None = None

    async def tokens(
        self, launcher: Launcher, form: Mapping[str, str], at: datetime
    ) -> dict[str, Any]:
        """The token endpoint's answer. We are known there by a secret, or by private_key_jwt."""
        sent, headers = dict(form), {"Accept": "application/json"}
        if key := self._keys[launcher.id]:
            sent["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            sent["client_assertion"] = _assertion(launcher, key, at)
        else:
            known = (
                launcher.client_id,
                self._secrets[launcher.id],
            )  # RFC 6749 2.3.1: encoded first
            headers["Authorization"] = aiohttp.encode_basic_auth(*map(quote_plus, known))
        return await self._ask("POST", launcher.token_url, headers, sent)

    async def patient(
        self, launcher: Launcher, patient_id: str, access_token: str
    ) -> dict[str, Any]:
        base = (launcher.fhir_url or launcher.issuer).rstrip("/")
        headers = {
            "Accept": "application/fhir+json",
            "Authorization": f"Bearer {access_token}",
        }
        return await self._ask("GET", f"{base}/Patient/{patient_id}", headers, None)

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> dict[str, Any]:
        try:
            async with self._session().request(
                method, url, headers=headers, data=form, allow_redirects=False
            ) as answer:
                body = await answer.content.read(MOST_BYTES + 1)
                while len(body) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES)):
                    body += more
                if answer.status != 200 or len(body) > MOST_BYTES:
                    raise EhrFailed(f"answered {answer.status}")
                found = json.loads(body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError):
            raise EhrFailed("no usable answer") from None
        if not isinstance(found, dict):
            raise EhrFailed("not an object")
        return found

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None:
            self._open = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=WITHIN_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._open


def _assertion(launcher: Launcher, key: RSAKey | ECKey, at: datetime) -> str:
    """RFC 7523, as SMART's asymmetric client authentication asks: RS384, or what fits the curve."""
    seconds = int(at.timestamp())
    algorithm = "RS384" if isinstance(key, RSAKey) else CURVES[str(key.curve_name)]
    claims = {
        "iss": launcher.client_id,
        "sub": launcher.client_id,
        "aud": launcher.token_url,
        "iat": seconds,
        "exp": seconds + _ASSERTION_SECONDS,
        "jti": secrets.token_hex(16),
    }
    header = {"alg": algorithm, "kid": key.thumbprint()}
    return jwt.encode(header, claims, key, algorithms=[algorithm])


def _secret(launcher: Launcher, settings: Settings) -> str:
    if not launcher.client_secret_file:
        return ""
    return _content(launcher, settings, launcher.client_secret_file).strip()


def _private_key(launcher: Launcher, settings: Settings) -> RSAKey | ECKey | None:
    if not launcher.client_key_file:
        return None
    return private_key(
        _content(launcher, settings, launcher.client_key_file), f"launcher {launcher.id}"
    )


def _content(launcher: Launcher, settings: Settings, name: str) -> str:
    try:
        return settings.beside(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"launcher {launcher.id}: {name} cannot be read") from None
