"""Keys in files beside the configuration: others' public ones, and the private ones we sign with. Nothing is fetched."""

from __future__ import annotations

import json
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from carerecord.config import SettingsError

CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
"""What a key on each curve signs with."""


def public_keys(file: Path, whose: str) -> KeySet:
    """The JWK Set as it was given when its owner was registered. Raises `SettingsError`, naming `whose`."""
    try:
        keys = KeySet.import_key_set(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, JoseError):
        raise SettingsError(f"{whose}: {file} is not a JWK Set") from None
    if not keys.keys or any(key.is_private or key.key_type == "oct" for key in keys.keys):
        raise SettingsError(f"{whose}: {file} must hold public keys only")
    return keys


def private_key(pem: str, whose: str, setting: str = "client_key_file") -> RSAKey | ECKey:
    """Raises `SettingsError`, naming `whose` and the setting."""
    for kind in (RSAKey, ECKey):
        try:
            key = kind.import_key(pem)
        except (JoseError, ValueError):
            continue
        if key.is_private:
            return key
    raise SettingsError(f"{whose}: {setting} holds no private key (PEM)")
