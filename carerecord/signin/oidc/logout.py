"""A provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0, AUT-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc.jwk import KeySet

from carerecord.config import Provider
from carerecord.signin.once import OneUse
from carerecord.signin.tokens import TokenRefused, Trust, claims_of

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = (
    "logout+jwt",
    "",
    "jwt",
)  # 2.4: recommended, not required; `events` tells it from an id token
LONGEST_SECONDS = 3600
LEEWAY_SECONDS = 60


class LogoutRefused(Exception):
    """Nobody was signed out; the message says which check failed."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Whose sessions end: one session of the provider, all of a subject, or both named together."""

    provider: str
    subject: str
    provider_session: str


async def signed_out(
    token: str, provider: Provider, keys: KeySet, once: OneUse, at: datetime
) -> SignedOut:
    """Section 2.6. Raises `LogoutRefused`; a token is believed once."""
    trust = Trust(provider.issuer, provider.client_id, keys, provider.algorithms, TYPES)
    try:
        claims = claims_of(token, trust, at, longest_seconds=LONGEST_SECONDS)
    except TokenRefused as refused:
        raise LogoutRefused(str(refused)) from None
    found = _named(claims, provider)
    until = int(claims["exp"]) + LEEWAY_SECONDS
    if not await once.spend(f"logout/{provider.id}", str(claims["jti"]), until):
        raise LogoutRefused("jti: used")
    return found


def _named(claims: Mapping[str, Any], provider: Provider) -> SignedOut:
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise LogoutRefused("events: not a logout")
    if "nonce" in claims:
        raise LogoutRefused("nonce: an id token is no logout token")
    subject, session, jti = (claims.get(name, "") for name in ("sub", "sid", "jti"))
    if not isinstance(jti, str) or not jti:
        raise LogoutRefused("jti: none")
    if not isinstance(subject, str) or not isinstance(session, str):
        raise LogoutRefused("sub, sid: not text")
    if not subject + session or not (subject + session).isprintable():
        raise LogoutRefused("sub, sid: neither")
    return SignedOut(provider.id, subject, session)
