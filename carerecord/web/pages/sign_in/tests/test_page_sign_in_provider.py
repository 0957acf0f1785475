"""Signing in with an identity provider, as a person and as somebody who meddles sees it (S1, AUT-7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt

from carerecord.config import Accounts, Provider, Region
from carerecord.signin.oidc.logout import EVENT
from carerecord.signin.oidc.tests.lying_provider import CLIENT, KEY, ROLE, Lying, lying_provider
from carerecord.store import Database
from carerecord.web.tests.signed_in_site import Site, site

SECOND = ROLE | {"person_roleid": "555002", "org_code": "RNG02", "role_code": "R8001"}


@pytest.fixture
async def lying() -> AsyncIterator[Lying]:
    async with lying_provider() as provider:
        yield provider


def provider(issuer: str, **more: Any) -> Provider:
    return Provider(
        **{
            "id": "cis2",
            "name": "NHS CIS2",
            "for_whom": "Staff with a smartcard",
            "issuer": issuer,
            "client_id": CLIENT,
            "client_secret_file": "secret",
            "roles": {"R8000": "doctor", "R8001": "nurse"},
        }
        | more
    )


@pytest.fixture
async def here(db: Database, lying: Lying, tmp_path: Path) -> AsyncIterator[Site]:
    (tmp_path / "secret").write_text("not-much-of-a-secret")
    two = provider("http://127.0.0.1:9", id="second", name="Second provider")
    blocks = (provider(lying.issuer), two)
    made = await site(db, region=Region(), folder=tmp_path, provider=blocks)
    yield made
    await made.close()


async def came_back(here: Site, lying: Lying, **changed: str) -> httpx.Response:
    there = await here.browser.get("/sign-in/cis2")
    assert there.status_code == 303, there.text
    said = lying.came_from(there.headers["location"]) | changed
    return await here.browser.get("/sign-in/cis2/back", params=said)


async def test_each_provider_is_one_button_that_says_who_it_is_for(here):
    page = (await here.browser.get("/sign-in")).text
    assert 'href="/sign-in/cis2"' in page
    assert 'href="/sign-in/second"' in page
    assert "Staff with a smartcard" in page
    assert "Already in your own record system?" in page
    assert "Computer Misuse Act 1990" in page
    assert "passkey" not in page


async def test_the_regions_own_notice_stands_in_place_of_ours(db):
    made = await site(db, region=Region(startup_notice="For Eastfield staff alone."))
    page = (await made.browser.get("/sign-in")).text
    await made.close()
    assert "For Eastfield staff alone." in page
    assert "Computer Misuse" not in page


async def test_there_and_back_is_signed_in_and_written_down(here, lying):
    arrived = await came_back(here, lying)
    assert arrived.headers["location"] == "/find"
    assert (await here.browser.get("/")).headers["location"] == "/find"
    assert here.written.kinds == [("sign-in", "cis2/910001", "Doctor")]
    cookies = arrived.headers.get_list("set-cookie")
    assert any("HttpOnly" in one and "Secure" in one and "SameSite=lax" in one for one in cookies)


async def test_several_roles_are_asked_which(here, lying):
    lying.userinfo = {"nhsid_nrbac_roles": [ROLE, SECOND]}
    assert (await came_back(here, lying)).headers["location"] == "/role"
    refused = await here.browser.post("/role", data={"role": "555003"})
    assert refused.status_code == 400
    await here.browser.post("/role", data={"role": "555002"})
    assert here.written.kinds[-1][0] == "role-selected"


@pytest.mark.parametrize(
    ("lie", "words", "status"),
    [
        ({"email": "ward4@northgate.example"}, "Use your own account. A shared account", 403),
        ({"given_name": "Ward", "family_name": "4"}, "Use your own account. A shared account", 403),
        ({"nhsid_nrbac_roles": [], "nhsid_user_orgs": []}, "not linked to an organisation", 403),
        ({"nhsid_nrbac_roles": [ROLE | {"role_code": "R1"}]}, "None of the roles", 403),
        ({"sub": "910002"}, "Signing in did not finish. Nobody is signed in.", 400),
    ],
)
async def test_whoever_is_not_let_in_is_told_what_to_do(here, lying, lie, words, status):
    lying.userinfo = lie
    page = await came_back(here, lying)
    assert page.status_code == status
    assert words in page.text
    assert "__Host-carerecord" not in here.browser.cookies
    assert here.written.kinds == [("sign-in-refused", "", "")]
    assert here.written.bodies[0]["provider"] == "cis2"


async def test_a_weak_sign_in_is_told_to_be_stronger(here, lying):
    lying.claims = {"authentication_assurance_level": "1"}
    assert "needs a stronger sign-in" in (await came_back(here, lying)).text


async def test_every_meddling_reads_the_same_and_the_log_says_which(here, lying):
    pages, reasons = set(), []
    for changed in ({"state": "A" * 43}, {"iss": "https://evil.example"}, {"code": ""}):
        page = await came_back(here, lying, **changed)
        pages.add(page.text)
        reasons.append(here.written.bodies[-1]["why"])
        assert page.status_code == 400
    lying.claims = {"aud": "another"}
    pages.add((await came_back(here, lying)).text)
    reasons.append(here.written.bodies[-1]["why"])
    assert len(pages) == 1
    assert len(set(reasons)) == 4
    assert "evil" not in str(reasons)


async def test_a_parameter_that_stands_twice_is_refused(here, lying):
    there = await here.browser.get("/sign-in/cis2")
    said = lying.came_from(there.headers["location"])
    twice = [*said.items(), ("code", "another")]
    page = await here.browser.get("/sign-in/cis2/back", params=twice)
    assert page.status_code == 400
    assert "/token" not in lying.asked


async def test_a_way_back_in_another_browser_signs_nobody_in(here, lying):
    there = await here.browser.get("/sign-in/cis2")
    said = lying.came_from(there.headers["location"])
    page = await here.another().get("/sign-in/cis2/back", params=said)
    assert page.status_code == 400
    assert here.written.bodies[-1]["why"] == "state: unknown, used, or of another browser"


async def test_a_provider_that_is_down_leaves_the_other_way(here):
    page = await here.browser.get("/sign-in/second")
    assert page.status_code == 503
    words = (
        "Second provider is not answering. Use NHS CIS2 or open the record from your own system."
    )
    assert words in page.text


async def test_there_is_no_way_to_a_provider_that_is_not_configured(here):
    assert (await here.browser.get("/sign-in/other")).status_code == 404
    assert (await here.browser.get("/sign-in/other/back")).status_code == 404
    assert (await here.browser.post("/sign-in/other/logout")).status_code == 404


async def test_a_name_picked_signs_nobody_in_where_people_are_real(here):
    assert (await here.browser.post("/sign-in", data={"username": "amin"})).status_code == 403
    assert "__Host-carerecord" not in here.browser.cookies


async def test_after_a_lock_it_is_proven_anew_who_it_is(here, lying):
    await came_back(here, lying)
    address = f"/p/{await here.handle()}"
    here.later(minutes=11)
    await here.browser.get("/locked", params={"to": address})
    there = await here.browser.get("/sign-in/cis2")
    assert "max_age=0" in there.headers["location"]
    at = int(here.at.timestamp())
    lying.claims = {"iat": at, "exp": at + 300, "auth_time": at}
    assert (await came_back(here, lying)).headers["location"] == address
    assert here.written.kinds[-1][0] == "resumed"


@pytest.mark.parametrize("ending", ["by-somebody", "by-itself"])
async def test_who_comes_after_a_locked_session_proves_anew_who_it_is(here, lying, ending):
    await came_back(here, lying)
    await here.browser.post("/locked")
    if ending == "by-somebody":
        await here.browser.post("/sign-out")
    else:
        here.later(minutes=61)
    there = await here.browser.get("/sign-in/cis2")
    assert "prompt=login" in there.headers["location"]
    old = int(here.at.timestamp()) - 3600
    lying.claims = {"auth_time": old}
    assert (await came_back(here, lying)).status_code == 400


async def test_signing_out_leaves_nothing_and_offers_the_providers_own(here, lying):
    await came_back(here, lying)
    out = await here.browser.post("/sign-out")
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    assert "__Host-carerecord" not in here.browser.cookies
    page = (await here.browser.get(out.headers["location"])).text
    assert f"{lying.issuer}/end?client_id=carerecord" in page
    assert "sign out of NHS CIS2 too" in page


def logout_token(here: Site, lying: Lying, **changed: Any) -> str:
    at = int(here.at.timestamp())
    claims = {
        "iss": lying.issuer,
        "aud": CLIENT,
        "iat": at,
        "exp": at + 120,
        "jti": "one",
        "sid": "sid-1",
        "events": {EVENT: {}},
    } | changed
    return jwt.encode({"alg": "RS256", "kid": "one", "typ": "logout+jwt"}, claims, KEY)


async def test_signing_out_at_the_provider_ends_the_session_at_once(here, lying):
    await came_back(here, lying)
    form = {"logout_token": logout_token(here, lying)}
    answer = await here.another().post(
        "/sign-in/cis2/logout", data=form, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (await here.browser.get("/")).headers["location"] == "/sign-in?ended=1"
    assert here.written.kinds[-1] == ("signed-out-by-provider", "cis2/910001", "")
    assert (await here.another().post("/sign-in/cis2/logout", data=form)).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [{"aud": "another"}, {"nonce": "n"}, {"events": {}}, {"sid": "a\0"}, {"sub": "a\u202e"}],
)
async def test_a_logout_that_is_not_the_providers_ends_nothing(here, lying, changed):
    await came_back(here, lying)
    form = {"logout_token": logout_token(here, lying, **changed)}
    assert (await here.another().post("/sign-in/cis2/logout", data=form)).status_code == 400
    assert (await here.browser.get("/")).headers["location"] == "/find"


async def test_a_passkey_is_offered_where_there_are_accounts(db):
    made = await site(db, region=Region(), accounts=Accounts(enabled=True))
    assert 'href="/sign-in/passkey"' in (await made.browser.get("/sign-in")).text
    await made.close()


async def test_the_page_says_which_provider_is_silent_and_what_else_there_is(here, lying):
    lying.status = 503
    told = await here.browser.get("/sign-in/cis2")
    assert told.status_code == 503
    assert "NHS CIS2 is not answering. Use Second provider or open the record from" in told.text
    page = (await here.browser.get("/sign-in")).text
    assert page.count("It is not answering at the moment.") == 1
    lying.status = 200
    here.later(seconds=16)
    assert (await here.browser.get("/sign-in/cis2")).status_code == 303
    assert "not answering" not in (await here.browser.get("/sign-in")).text
