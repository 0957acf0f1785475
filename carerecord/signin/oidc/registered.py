"""The `[[provider]]` blocks, checked at the start, and how we are known at each."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import RSAKey

from carerecord.config import Provider, Settings, SettingsError
from carerecord.signin.kept import OURS
from carerecord.signin.keys import CURVES, private_key
from carerecord.signin.tokens import SIGNED_WITH

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TAKEN = (*OURS, "passkey")  # addresses and providers of our own
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def check(settings: Settings) -> None:
    """Raises `SettingsError` for a block that could not be trusted."""
    launchers = {one.id for one in settings.launcher}
    for one in settings.provider:
        if not _ID.fullmatch(one.id) or one.id in _TAKEN or one.id in launchers:
            raise SettingsError(f"provider {one.id}: the id is taken, or not a-z, 0-9 and -")
        parts = urlsplit(one.issuer)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if not (parts.scheme == "https" or plain) or not parts.netloc:
            raise SettingsError(f"provider {one.id}: issuer must be an https address")
        if parts.query or parts.fragment or "@" in parts.netloc:
            raise SettingsError(f"provider {one.id}: issuer has a query, a fragment or a user")
        if not one.client_id:
            raise SettingsError(f"provider {one.id}: needs client_id")
        if not one.algorithms or not SIGNED_WITH.issuperset(one.algorithms):
            known = ", ".join(sorted(SIGNED_WITH))
            raise SettingsError(f"provider {one.id}: algorithms must be of {known}")
        if not {"openid"} <= set(one.scopes.split()):
            raise SettingsError(f"provider {one.id}: scopes must hold openid")
        if any(level not in (1, 2, 3) for level in one.assurance.values()):
            raise SettingsError(f"provider {one.id}: assurance levels are 1 to 3")
        if bool(one.client_secret_file) == bool(one.client_key_file):
            raise SettingsError(
                f"provider {one.id}: needs one of client_secret_file and client_key_file"
            )


def client_of(provider: Provider, settings: Settings) -> dict[str, Any]:
    """What Authlib needs to say who we are: a secret, or a key of ours (private_key_jwt)."""
    if provider.client_secret_file:
        secret = _content(provider, settings, provider.client_secret_file).strip()
        if not secret:
            raise SettingsError(f"provider {provider.id}: client_secret_file is empty")
        return {
            "client_id": provider.client_id,
            "client_secret": secret,
            "token_endpoint_auth_method": "client_secret_basic",
        }
    pem = _content(provider, settings, provider.client_key_file)
    key = private_key(pem, f"provider {provider.id}")
    algorithm = "RS512" if isinstance(key, RSAKey) else CURVES[str(key.curve_name)]
    method = PrivateKeyJWT(headers={"kid": key.thumbprint()}, alg=algorithm)
    return {
        "client_id": provider.client_id,
        "client_secret": key,
        "token_endpoint_auth_method": method,
    }


def _content(provider: Provider, settings: Settings, name: str) -> str:
    try:
        return settings.beside(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"provider {provider.id}: {name} cannot be read") from None
