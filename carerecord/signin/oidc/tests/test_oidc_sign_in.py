"""The way to a provider and back: what is believed, and every lie that is not (T14, T32)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey

from carerecord.config import Provider, Server, Settings
from carerecord.signin.contract import OfferedRole
from carerecord.signin.oidc import Providers, Stopped
from carerecord.signin.oidc.tests.lying_provider import CLIENT, Lying, lying_provider
from carerecord.store import Database

SHARED = OctKey.import_key(b"a secret that both sides know, as HS256 needs one")
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})


@pytest.fixture
async def lying() -> AsyncIterator[Lying]:
    async with lying_provider() as provider:
        yield provider


def settings_of(folder: Path, *issuers: str, **more: Any) -> Settings:
    (folder / "secret").write_text("not-much-of-a-secret\n")
    block = Provider(
        id="cis2",
        name="CIS2",
        for_whom="NHS staff",
        issuer=issuers[0],
        client_id=CLIENT,
        client_secret_file="secret",
        roles={"R8000": "doctor", "R8001": "nurse"},
        **more,
    )
    blocks = [
        replace(block, id=f"{block.id}{n or ''}", issuer=one) for n, one in enumerate(issuers)
    ]
    server = Server(url="https://record.example")
    return Settings(folder=folder, server=server, provider=tuple(blocks))


@pytest.fixture
async def providers(lying: Lying, db: Database, tmp_path: Path) -> AsyncIterator[Providers]:
    made = Providers(settings_of(tmp_path, lying.issuer), db)
    yield made
    await made.close()


async def back(providers: Providers, lying: Lying, **changed: str) -> Any:
    """There and back, with one thing the browser brings changed."""
    started = await providers.begin("cis2", "")
    said = lying.came_from(started.address) | changed
    return (await providers.finish("cis2", said, started.browser)).identity


async def test_who_signed_in_has_the_roles_the_provider_sent(providers, lying):
    identity = await back(providers, lying)
    assert (identity.id, identity.name, identity.provider) == ("cis2/910001", "Samira Amin", "cis2")
    assert (identity.assurance, identity.registration) == (3, "gmc_id|7000001")
    assert (identity.subject, identity.provider_session) == ("910001", "sid-1")
    assert identity.roles == (
        OfferedRole("555001", "doctor", "Doctor", "RNG01", "Northgate", ("ward-4",)),
    )


async def test_the_way_there_says_all_that_the_way_back_is_checked_by(providers, lying):
    started = await providers.begin("cis2", "")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(started.address).query).items()}
    assert started.address.startswith(f"{lying.issuer}/auth?")
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "https://record.example/sign-in/cis2/back"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == len(asked["nonce"]) == 43
    assert "prompt" not in asked
    await providers.finish("cis2", lying.came_from(started.address), started.browser)
    assert lying.forms[0]["code_verifier"]
    assert lying.forms[0]["redirect_uri"] == asked["redirect_uri"]


@pytest.mark.parametrize(
    ("where", "lie", "why"),
    [
        ("document", {"issuer": "https://idp.example"}, "discovery: another issuer"),
        ("document", {"token_endpoint": "https://evil.example/token"}, "discovery: token"),
        ("document", {"userinfo_endpoint": "http://127.0.0.1:9/me"}, "discovery: userinfo"),
        ("document", {"jwks_uri": "https://evil.example/jwks"}, "discovery: jwks"),
        ("document", {"authorization_endpoint": None}, "discovery: authorization"),
        ("document", {"code_challenge_methods_supported": ["plain"]}, "discovery: no PKCE"),
        ("claims", {"iss": "https://idp.example"}, "id token: iss"),
        ("claims", {"aud": "another"}, "id token: aud"),
        ("claims", {"aud": [CLIENT, "another"]}, "id token: azp"),
        ("claims", {"azp": "another"}, "id token: azp"),
        ("claims", {"nonce": "another"}, "id token: nonce"),
        ("claims", {"nonce": None}, "id token: nonce"),
        ("claims", {"exp": 1_700_000_000}, "id token: exp"),
        ("claims", {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "id token: at_hash"),
        ("claims", {"sub": None}, "userinfo: another subject"),
        ("header", {"typ": "logout+jwt"}, "id token: typ"),
        ("userinfo", {"sub": "910002"}, "userinfo: another subject"),
        ("tokens", {"id_token": None}, "id token: none"),
        ("tokens", {"access_token": None}, "access token: none"),
        ("tokens", {"token_type": "mac"}, "access token: not a bearer"),
    ],
)
async def test_a_lie_signs_nobody_in_and_the_reason_names_it(providers, lying, where, lie, why):
    setattr(lying, where, lie)
    with pytest.raises(Stopped) as stopped:
        await back(providers, lying)
    assert stopped.value.reason.startswith(why)
    assert stopped.value.stop == "not-finished"


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("HS256", SHARED),
        ("RS256", OTHER_KEY),
        pytest.param("none", SHARED, marks=pytest.mark.filterwarnings("ignore:JWS algorithm")),
    ],
)
async def test_an_id_token_that_the_provider_did_not_sign_is_refused(
    providers, lying, algorithm, key
):
    lying.header, lying.key = {"alg": algorithm}, key
    with pytest.raises(Stopped, match=r"id token: (alg|signature|form)"):
        await back(providers, lying)


@pytest.mark.parametrize(
    ("brought", "why"),
    [
        ({"state": "A" * 43}, "state: unknown"),
        ({"state": ""}, "state: unknown"),
        ({"iss": "https://idp.example"}, "iss: not the provider"),
        ({"code": ""}, "code: none"),
        ({"code": "x" * 5000}, "code: none"),
        ({"error": "access_denied"}, "provider: answered with an error"),
    ],
)
async def test_what_the_browser_brings_is_checked_before_anything_is_asked(
    providers, lying, brought, why
):
    with pytest.raises(Stopped, match=f"^{why}"):
        await back(providers, lying, **brought)
    assert "/token" not in lying.asked


async def test_a_provider_that_says_it_names_itself_must(providers, lying):
    started = await providers.begin("cis2", "")
    said = lying.came_from(started.address)
    del said["iss"]
    with pytest.raises(Stopped, match=r"^iss:"):
        await providers.finish("cis2", said, started.browser)


async def test_the_way_back_is_open_once_and_to_its_own_browser(providers, lying):
    started = await providers.begin("cis2", "")
    said = lying.came_from(started.address)
    with pytest.raises(Stopped, match=r"^state:"):
        await providers.finish("cis2", said, "B" * 43)
    assert await providers.finish("cis2", said, started.browser)
    with pytest.raises(Stopped, match=r"^state:"):
        await providers.finish("cis2", said, started.browser)


async def test_a_code_brought_back_twice_is_used_once(providers, lying):
    first = await providers.begin("cis2", "")
    second = await providers.begin("cis2", first.browser)
    said = lying.came_from(first.address)
    again = lying.came_from(second.address) | {"code": said["code"]}
    lying.came_from(first.address)
    assert await providers.finish("cis2", said, first.browser)
    with pytest.raises(Stopped, match=r"^code: used"):
        await providers.finish("cis2", again, first.browser)


async def test_of_many_with_one_way_back_one_is_signed_in(providers, lying, db, tmp_path):
    other = Providers(settings_of(tmp_path, lying.issuer), db)
    started = await providers.begin("cis2", "")
    said = lying.came_from(started.address)
    tries = [one.finish("cis2", said, started.browser) for one in (providers, other) * 20]
    came = await asyncio.gather(*tries, return_exceptions=True)
    await other.close()
    assert sum(not isinstance(one, BaseException) for one in came) == 1
    assert all(isinstance(one, Stopped) for one in came if isinstance(one, BaseException))


async def test_the_answer_of_one_provider_is_not_taken_at_another(db, tmp_path):
    async with lying_provider() as one, lying_provider() as two:
        providers = Providers(settings_of(tmp_path, one.issuer, two.issuer), db)
        started = await providers.begin("cis2", "")
        with pytest.raises(Stopped, match=r"^state: of another provider"):
            await providers.finish("cis21", one.came_from(started.address), started.browser)
        await providers.close()


async def test_the_way_back_closes_after_ten_minutes(lying, db, tmp_path):
    at = [datetime.now(UTC)]
    providers = Providers(settings_of(tmp_path, lying.issuer), db, now=lambda: at[0])
    started = await providers.begin("cis2", "")
    at[0] += timedelta(seconds=601)
    with pytest.raises(Stopped, match=r"^state:"):
        await providers.finish("cis2", lying.came_from(started.address), started.browser)
    await providers.close()


@pytest.mark.parametrize(("signed_in_ago", "fresh"), [(0, True), (30, True), (3600, False)])
async def test_where_it_must_be_proven_anew_an_older_sign_in_is_refused(
    providers, lying, signed_in_ago, fresh
):
    started = await providers.begin("cis2", "", again=True)
    assert "prompt=login" in started.address
    assert "max_age=0" in started.address
    said = lying.came_from(started.address)
    lying.claims = {"auth_time": int(datetime.now(UTC).timestamp()) - signed_in_ago}
    if fresh:
        assert await providers.finish("cis2", said, started.browser)
    else:
        with pytest.raises(Stopped, match="auth_time"):
            await providers.finish("cis2", said, started.browser)


async def test_a_redirect_is_not_followed(providers, lying):
    lying.document = {"userinfo_endpoint": f"{lying.issuer}/elsewhere"}
    with pytest.raises(Stopped, match="userinfo: answered 302"):
        await back(providers, lying)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_provider_that_does_not_answer_is_down(providers, lying, status):
    lying.status = status
    with pytest.raises(Stopped) as stopped:
        await providers.begin("cis2", "")
    assert stopped.value.stop == "down"


async def test_a_provider_that_is_not_there_is_down(db, tmp_path):
    providers = Providers(settings_of(tmp_path, "http://127.0.0.1:9"), db)
    with pytest.raises(Stopped) as stopped:
        await providers.begin("cis2", "")
    await providers.close()
    assert stopped.value.stop == "down"


async def test_an_answer_without_end_is_cut_short(providers, lying):
    lying.userinfo = {"note": "x" * 300_000}
    with pytest.raises(Stopped, match="userinfo: no answer"):
        await back(providers, lying)


async def test_an_unknown_provider_is_nobodys(providers):
    with pytest.raises(Stopped, match=r"^provider:"):
        await providers.begin("other", "")


async def test_document_and_keys_are_asked_for_once(providers, lying):
    for _ in range(3):
        await back(providers, lying)
    assert lying.asked.count("/.well-known/openid-configuration") == 1
    assert lying.asked.count("/jwks") == 1
