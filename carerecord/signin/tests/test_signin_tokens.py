"""Tokens believed and tokens refused: the table of attacks, the edges of time, and whose keys count."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from carerecord.signin.tokens import TokenRefused, Trust, claims_of

ATTACKS = Path(__file__).parents[4] / "shared/data/bad-input/jose/attacks.json"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "two"})
KEYS = KeySet([RSAKey.import_key(key.as_dict(private=False)) for key in (KEY, OTHER)])
TRUST = Trust("https://idp.example", "carerecord", KEYS, ("RS256",))


def at(seconds: float) -> int:
    return int((NOW + timedelta(seconds=seconds)).timestamp())


def token(header: dict[str, Any] | None = None, key: Any = KEY, **claims: Any) -> str:
    said = {"iss": TRUST.issuer, "aud": "carerecord", "iat": at(0), "exp": at(300), "sub": "s"}
    algorithm = (header or {}).get("alg", "RS256")
    return jwt.encode(
        {"alg": "RS256", "kid": "one"} | (header or {}), said | claims, key, [algorithm]
    )


def attacks() -> dict[str, Any]:
    if not ATTACKS.exists():
        return {"cases": []}
    return dict(json.loads(ATTACKS.read_text("utf-8")))


CALLS: list[str] = []
sys.addaudithook(lambda event, _: CALLS.append(event) if event.startswith("socket.") else None)


@pytest.mark.skipif(not ATTACKS.exists(), reason="no shared table of attacks beside the project")
@pytest.mark.parametrize("case", attacks()["cases"], ids=lambda case: case["id"])
def test_every_known_attack_is_refused_and_nothing_is_fetched(case):
    CALLS.clear()
    table = attacks()
    trust = Trust(
        table["issuer"],
        table["audience"],
        KeySet.import_key_set(table["jwks"]),
        tuple(table["algorithms"]),
    )
    when = datetime.fromtimestamp(table["verify_at"], UTC)
    if case["expect"] == "accept":
        assert claims_of(case["token"], trust, when, leeway_seconds=table["leeway_s"])
    else:
        with pytest.raises(TokenRefused):
            claims_of(case["token"], trust, when, leeway_seconds=table["leeway_s"])
    assert CALLS == []


@pytest.mark.parametrize(
    "claims",
    [{"iat": at(-300), "exp": at(-59)}, {"iat": at(59), "exp": at(300)}, {"nbf": at(59)}],
    ids=["exp", "iat", "nbf"],
)
def test_clocks_may_differ_by_59_seconds(claims):
    assert claims_of(token(**claims), TRUST, NOW)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        # 61 seconds apart, where 59 are accepted (T33)
        ({"iat": at(-300), "exp": at(-61)}, "exp"),
        ({"iat": at(61), "exp": at(300)}, "iat"),
        ({"nbf": at(61)}, "nbf"),
        ({"exp": at(24 * 3600 + 1)}, "exp"),
        ({"iat": at(0), "exp": at(0)}, "exp"),
        ({"iat": True}, "iat"),
        ({"iat": -1}, "iat"),
        ({"exp": 2**62}, "exp"),
        ({"iss": "https://idp.example/"}, "iss"),
        ({"aud": ["carerecord.evil"]}, "aud"),
    ],
)
def test_a_wrong_claim_is_refused_and_the_reason_names_it(claims, why):
    with pytest.raises(TokenRefused, match=f"^{why}:"):
        claims_of(token(**claims), TRUST, NOW)


def test_one_of_several_audiences_is_enough():
    assert claims_of(token(aud=["other", "carerecord"]), TRUST, NOW)["sub"] == "s"


def test_the_key_is_the_one_that_is_named_and_no_other():
    assert claims_of(token({"kid": "two"}, OTHER), TRUST, NOW)
    with pytest.raises(TokenRefused, match="signature"):
        claims_of(token({"kid": "two"}, KEY), TRUST, NOW)
    with pytest.raises(TokenRefused, match="kid"):
        claims_of(token({"kid": "three"}, KEY), TRUST, NOW)


def test_a_key_for_encryption_or_of_another_algorithm_signs_nothing():
    for parameters in ({"use": "enc"}, {"alg": "PS256"}):
        data = KEY.as_dict(private=False) | parameters
        keys = KeySet([RSAKey.import_key(data)])
        with pytest.raises(TokenRefused, match="kid"):
            claims_of(token(), Trust(TRUST.issuer, "carerecord", keys, ("RS256",)), NOW)


@pytest.mark.parametrize("algorithms", [("HS256",), ("none",), ()])
def test_a_configuration_cannot_make_an_unsigned_or_shared_secret_token_good(algorithms):
    shared = OctKey.import_key(b"x" * 40, {"kid": "one"})
    trust = Trust(TRUST.issuer, "carerecord", KeySet([shared]), algorithms)
    with pytest.raises(TokenRefused, match="alg"):
        claims_of(token({"alg": "HS256"}, shared), trust, NOW)


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", ECKey.generate_key("P-256", {"kid": "one"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "one"})),
        ("PS256", KEY),
    ],
)
def test_each_kind_of_key_pair_that_is_configured_works(algorithm, key):
    trust = Trust(TRUST.issuer, "carerecord", KeySet([key]), (algorithm,))
    assert claims_of(token({"alg": algorithm}, key), trust, NOW)


def test_a_token_of_one_kind_is_no_token_of_another():
    with pytest.raises(TokenRefused, match="typ"):
        claims_of(token({"typ": "logout+jwt"}), TRUST, NOW)
    trust = Trust(TRUST.issuer, "carerecord", KEYS, ("RS256",), types=("logout+jwt",))
    assert claims_of(token({"typ": "logout+jwt"}), trust, NOW)
    with pytest.raises(TokenRefused, match="typ"):
        claims_of(token(), trust, NOW)


def test_the_reason_quotes_nothing_of_the_token():
    with pytest.raises(TokenRefused) as refused:
        claims_of(token(iss="https://secret.example"), TRUST, NOW)
    assert "secret" not in str(refused.value)
