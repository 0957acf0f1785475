"""What a provider's people may do now: asked with what it gave when they signed in (T3).

A refresh token, where it gives one; its access token for as long as that lasts. Nothing here proves
anew who somebody is: the level of assurance stays that of the sign-in.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from carerecord.config import Provider, Settings, region_key
from carerecord.signin.contract import Identity
from carerecord.signin.oidc.claims import identity_of
from carerecord.signin.oidc.contract import Stopped, Withdrawn

LONGEST = 8192  # characters of a token that is kept
_LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Grant:
    """What it takes to ask."""

    access: str
    until: int  # seconds since 1970: the access token may be used until then
    refresh: str = ""  # empty where the provider gives none


class Seal:
    """Grants lie in the store as bytes that mean nothing without the region's own key."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def close(self, grant: Grant) -> bytes:
        return self._fernet.encrypt(json.dumps(asdict(grant)).encode())

    def open(self, sealed: bytes) -> Grant:
        """Raises `Stopped` for what another key sealed: the provider cannot be asked with it."""
        try:
            return Grant(**json.loads(self._fernet.decrypt(sealed)))
        except InvalidToken:
            raise Stopped("down", "grant: not readable with the region's key") from None

    @cached_property
    def _fernet(self) -> Fernet:
        key = hashlib.sha256(b"provider-grant:" + region_key(self._settings)).digest()
        return Fernet(base64.urlsafe_b64encode(key))


def grant_in(tokens: Mapping[str, Any], access: str, at: int, before: str = "") -> Grant:
    """From the token endpoint's answer; a refresh token that it does not replace goes on (RFC 6749 6)."""
    lasts = tokens.get("expires_in")
    known = isinstance(lasts, int | float) and not isinstance(lasts, bool) and lasts > 0
    seconds = min(int(lasts), _LONGEST_SECONDS) if known and lasts else 0
    refresh = tokens.get("refresh_token", before)
    usable = isinstance(refresh, str) and len(refresh) <= LONGEST
    return Grant(access, at + seconds, refresh if usable else before)


def still(identity: Identity, userinfo: Mapping[str, Any], provider: Provider) -> Identity:
    """The same person with the roles they hold now. Raises `Withdrawn` where nothing is left of it."""
    proven = {
        "sub": identity.subject,
        "sid": identity.provider_session,
        "authentication_assurance_level": str(identity.assurance),
    }
    try:
        return identity_of(proven, userinfo, provider, identity.assurance)
    except Stopped as gone:
        raise Withdrawn(gone.reason) from None
