"""What an id token must say beyond its signature, issuer, audience and times (OpenID Connect Core 3.1.3.7)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from carerecord.config import Provider
from carerecord.signin.oidc.contract import Stopped

LEEWAY_SECONDS = 60
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


def check_id_token(
    claims: Mapping[str, Any],
    token: str,
    access_token: str,
    provider: Provider,
    kept: Mapping[str, Any],
) -> None:
    """`kept` is what was remembered when the browser left: nonce, second, whether to prove anew."""
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not secrets.compare_digest(
        nonce.encode("utf-8", "replace"), kept["nonce"].encode()
    ):
        raise Stopped("not-finished", "id token: nonce")
    audience, party = claims["aud"], claims.get("azp")
    several = isinstance(audience, list) and len(audience) > 1
    if party != provider.client_id and (several or party is not None):
        raise Stopped("not-finished", "id token: azp")
    if "at_hash" in claims and claims["at_hash"] != _hash_of(access_token, token):
        raise Stopped("not-finished", "id token: at_hash")
    if kept["again"] and not _is_fresh(claims.get("auth_time"), kept["at"]):
        raise Stopped("not-finished", "id token: auth_time, not proven anew")


def _is_fresh(signed_in_at: object, left_at: int) -> bool:
    """Where it must be proven anew who it is, an older sign-in at the provider is not enough."""
    if isinstance(signed_in_at, bool) or not isinstance(signed_in_at, int | float):
        return False
    return signed_in_at >= left_at - LEEWAY_SECONDS


def _hash_of(access_token: str, token: str) -> str:
    """The left half of the hash that goes with the signature; a proven token's header can be read."""
    header = token.split(".")[0]
    algorithm = str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["alg"])
    digest = _HASHES.get(algorithm[-3:], hashlib.sha512)(access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
