"""A provider's logout token: which are believed, and once (Back-Channel Logout 1.0, 2.6)."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from carerecord.config import Provider
from carerecord.signin.oidc.logout import EVENT, LogoutRefused, SignedOut, signed_out
from carerecord.signin.oidc.tests.lying_provider import KEY
from carerecord.signin.once import OneUse
from carerecord.signin.tests.test_signin_sessions import Clock

CIS2 = Provider("cis2", "CIS2", "NHS staff", "https://idp.example", "carerecord")
KEYS = KeySet([RSAKey.import_key(KEY.as_dict(private=False))])


def token(typ: str | None = "logout+jwt", key: Any = KEY, **changed: Any) -> str:
    at = int(Clock()().timestamp())
    said = {
        "iss": CIS2.issuer,
        "aud": "carerecord",
        "iat": at,
        "exp": at + 120,
        "jti": "one",
        "sub": "910001",
        "sid": "sid-1",
        "events": {EVENT: {}},
    } | changed
    claims = {name: value for name, value in said.items() if value is not None}
    header = {"alg": "RS256", "kid": "one"} | ({"typ": typ} if typ else {})
    return jwt.encode(header, claims, key, ["RS256"], default_type=None)


async def ask(db: Any, said: str) -> SignedOut:
    clock = Clock()
    return await signed_out(said, CIS2, KEYS, OneUse(db, now=clock), clock())


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, SignedOut("cis2", "910001", "sid-1")),
        ({"sid": None}, SignedOut("cis2", "910001", "")),
        ({"sub": None}, SignedOut("cis2", "", "sid-1")),
        ({"typ": None}, SignedOut("cis2", "910001", "sid-1")),
    ],
)
async def test_a_logout_names_a_session_a_subject_or_both(db, changed, found):
    assert await ask(db, token(**changed)) == found


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "at+jwt"},
        {"events": None},
        {"events": {}},
        {"events": {"https://example.org/other": {}}},
        {"events": {EVENT: True}},
        {"events": [EVENT]},
        {"nonce": "n"},
        {"jti": None},
        {"jti": 5},
        {"sub": None, "sid": None},
        {"sub": 5},
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": 1_700_000_000},
        {"iat": None},
        {"key": RSAKey.generate_key(2048, {"kid": "one"})},
    ],
)
async def test_anything_else_signs_nobody_out(db, changed):
    with pytest.raises(LogoutRefused):
        await ask(db, token(**changed))


async def test_a_logout_is_believed_once(db):
    said = token()
    await ask(db, said)
    with pytest.raises(LogoutRefused, match="jti"):
        await ask(db, said)
