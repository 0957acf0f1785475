"""The signed launch token of an older system: a JWT in a form field, five minutes at most, used once.

Claims: iss, sub, aud (the address people reach us by), iat, exp, jti, name, role {"id", "code",
"name", "teams"}, nhs_number, birth_date, encounter (left out, the launch is no reason to look).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from carerecord.config import Launcher
from carerecord.signin.launch.contract import LaunchContext, LaunchRefused
from carerecord.signin.launch.identity import identity_of
from carerecord.signin.launch.registered import Registered
from carerecord.signin.once import OneUse
from carerecord.signin.strict_json import read_object, text
from carerecord.signin.tokens import MOST_BYTES, TokenRefused, Trust, claims_of

LONGEST_SECONDS = 300
LEEWAY_SECONDS = 60


async def context_of(
    token: str, registered: Registered, audience: str, once: OneUse, at: datetime
) -> LaunchContext:
    """Who the token says looks at whom. Raises `LaunchRefused`; a token that was refused is not spent."""
    launcher = registered.by_issuer("token", _issuer(token))
    if launcher is None:
        raise LaunchRefused("issuer")
    claims = _proven(token, launcher, registered, audience, at)
    context = LaunchContext(
        launcher=launcher.id,
        identity=identity_of(claims, launcher),
        nhs_number=_needed(claims, "nhs_number", launcher),
        birth_date=_needed(claims, "birth_date", launcher),
        encounter=text(claims.get("encounter")),
        launch_id=_needed(claims, "jti", launcher),
    )
    used = f"{launcher.id}|{context.launch_id}"
    if not await once.spend("launch-token", used, int(claims["exp"]) + LEEWAY_SECONDS):
        raise LaunchRefused("used", launcher.id)
    return context


def _issuer(token: str) -> str:
    """Who it says it is from, to choose the keys by; nothing of it is believed before it is proven."""
    if len(token) > MOST_BYTES:
        return ""
    try:
        payload = token.split(".")[1]
        said = read_object(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("iss")
    except (ValueError, IndexError):
        return ""
    return said if isinstance(said, str) else ""


def _proven(
    token: str, launcher: Launcher, registered: Registered, audience: str, at: datetime
) -> Mapping[str, Any]:
    keys = registered.keys(launcher)
    trust = Trust(launcher.issuer, audience, keys, launcher.algorithms)
    try:
        return claims_of(
            token, trust, at, leeway_seconds=LEEWAY_SECONDS, longest_seconds=LONGEST_SECONDS
        )
    except TokenRefused:
        raise LaunchRefused("token", launcher.id) from None


def _needed(claims: Mapping[str, Any], name: str, launcher: Launcher) -> str:
    if found := text(claims.get(name)):
        return found
    raise LaunchRefused("token" if name == "jti" else "number", launcher.id)
