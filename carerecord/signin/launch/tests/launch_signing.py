"""A launching system's keys and tokens, for the tests of this folder."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from carerecord.config import Launcher, Server, Settings

AT = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)
ISSUER = "https://epr.northgate.example"
OURS = "https://record.example"
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}, private=True)

LAUNCHER = Launcher(
    id="northgate",
    name="Northgate's record system",
    kind="token",
    organisation="RNG01",
    organisation_name="Northgate University Hospital",
    issuer=ISSUER,
    keys_file="northgate.jwks",
    frame_ancestors=(ISSUER,),
    roles={"R8000": "doctor"},
)

SAID: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "a.okafor",
    "aud": OURS,
    "iat": int(AT.timestamp()),
    "exp": int(AT.timestamp()) + 120,
    "jti": "launch-0001",
    "name": "Dr A Okafor",
    "role": {"id": "555012345678", "code": "R8000", "name": "Emergency doctor"},
    "nhs_number": "9994173626",
    "birth_date": "1948-11-08",
    "encounter": "E-1",
}


def settings_in(folder: Path, *launchers: Launcher, url: str = OURS) -> Settings:
    """Settings with the public half of `KEY` beside them."""
    public = KeySet([KEY]).as_dict(private=False)
    (folder / "northgate.jwks").write_text(json.dumps(public), "utf-8")
    return settings_from(folder, *launchers, url=url)


def settings_from(folder: Path, *launchers: Launcher, url: str = OURS) -> Settings:
    """The same again, with the keys that are there."""
    return Settings(folder=folder, server=Server(url=url), launcher=launchers or (LAUNCHER,))


def signed(key: RSAKey = KEY, **changed: Any) -> str:
    """A launch token with these claims changed; None leaves a claim out."""
    claims = {name: value for name, value in {**SAID, **changed}.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key, algorithms=["RS256"])


def other(**changed: Any) -> Launcher:
    return replace(LAUNCHER, **changed)
