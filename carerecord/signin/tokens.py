"""A signed token (JWT) from somebody we have an agreement with: believed when every check passes, else refused.

joserfc checks the signature; what may be signed, by whom, with which algorithm and for how long is
decided here, from the configuration alone. Nothing in a token is fetched, and no key in it is used (T14).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from carerecord.signin.strict_json import NotStrict, read_object

MOST_BYTES = 16 * 1024
LATEST = 2**40  # seconds since 1970; a time beyond is a mistake or an attack
SIGNED_WITH = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
)
"""Signatures with a key pair. `none` and the HS family are not, whatever the configuration says."""

_PART = re.compile(r"[A-Za-z0-9_-]+")
_NEVER = ("crit", "b64", "jku", "jwk", "x5u", "x5c", "zip", "enc")
"""Header names that would change what is signed, or bring a key along (RFC 7515 4.1)."""
_KEY_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}  # by the start of the algorithm


class TokenRefused(Exception):
    """The message says which check failed, for the audit log; it quotes nothing of the token."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What one issuer's tokens must be: fixed by the configuration, never by the token."""

    issuer: str  # `iss`, exactly
    audience: str  # one of `aud`, exactly
    keys: KeySet  # its public keys
    algorithms: tuple[str, ...]
    types: tuple[str, ...] = ("", "jwt")
    """`typ` of the header in lower case, "" for none: a token of one kind is no token of another."""


def claims_of(
    token: str,
    trust: Trust,
    at: datetime,
    *,
    leeway_seconds: int = 60,
    longest_seconds: int = 24 * 3600,
) -> dict[str, Any]:
    """What the token says, once it is proven. Raises `TokenRefused`.

    `exp` and `iat` must be there; `exp` may be no later than `iat` + `longest_seconds`. Clocks may
    differ by less than `leeway_seconds` (T33). `sub`, `nonce`, `jti` are the caller's to check.
    """
    _check_parts(token)
    header = _header(token)
    claims = _signed(token, header, trust)
    if claims.get("iss") != trust.issuer:
        raise TokenRefused("iss: another issuer")
    if trust.audience not in _audience(claims.get("aud")):
        raise TokenRefused("aud: not for us")
    _check_times(claims, int(at.timestamp()), leeway_seconds, longest_seconds)
    return claims


def _check_parts(token: str) -> None:
    if len(token) > MOST_BYTES:
        raise TokenRefused("size: too long")
    parts = token.split(".")
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise TokenRefused("form: not three parts of base64url")


def _decoded(part: str) -> dict[str, Any]:
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return read_object(raw)
    except NotStrict as wrong:
        raise TokenRefused(f"form: {wrong}") from None
    except ValueError:
        raise TokenRefused("form: not base64url") from None


def _header(token: str) -> dict[str, Any]:
    header = _decoded(token.split(".")[0])
    for name in _NEVER:
        if name in header:
            raise TokenRefused(f"header: {name} is never accepted")
    return header


def _signed(token: str, header: dict[str, Any], trust: Trust) -> dict[str, Any]:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in SIGNED_WITH.intersection(
        trust.algorithms
    ):
        raise TokenRefused("alg: not the issuer's")
    kind = header.get("typ", "")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in trust.types:
        raise TokenRefused("typ: another kind of token")
    key = _key(header, algorithm, trust.keys)
    try:
        # Its own rules for headers are off: it refuses names that issuers send and nobody reads.
        registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
        registry.max_header_length = MOST_BYTES
        jws.deserialize_compact(token, key, [algorithm], registry)
    except (JoseError, ValueError, TypeError):
        raise TokenRefused("signature: not theirs") from None
    return _decoded(token.split(".")[1])


def _key(header: dict[str, Any], algorithm: str, keys: KeySet) -> Any:
    """The one key the header may mean: named by `kid`, or the only one there is."""
    fitting = [key for key in keys if key.key_type == _KEY_TYPES[algorithm[:2]]]
    if "kid" in header:
        fitting = [key for key in fitting if key.kid == header["kid"]]
    elif len(keys.keys) > 1:
        raise TokenRefused("kid: names no key")
    usable = [key for key in fitting if key.alg in (None, algorithm) and key.get("use") != "enc"]
    if len(usable) != 1:
        raise TokenRefused("kid: not one of the issuer's keys")
    return usable[0]


def _audience(said: object) -> list[object]:
    return said if isinstance(said, list) else [said]


def _check_times(claims: dict[str, Any], at: int, leeway: int, longest: int) -> None:
    expires, issued = _time(claims, "exp"), _time(claims, "iat")
    if at - expires >= leeway:
        raise TokenRefused("exp: over")
    if issued - at >= leeway:
        raise TokenRefused("iat: in the future")
    if not 0 < expires - issued <= longest:
        raise TokenRefused("exp: lasts too long")
    if "nbf" in claims and _time(claims, "nbf") - at >= leeway:
        raise TokenRefused("nbf: not yet")


def _time(claims: dict[str, Any], name: str) -> int | float:
    said = claims.get(name)
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= LATEST:
        raise TokenRefused(f"{name}: not a time")
    return said
