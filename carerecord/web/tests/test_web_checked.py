"""What somebody may do is asked of their provider again while they are signed in (T3, AUT-3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from carerecord.config import Provider, Region, Sessions
from carerecord.signin.oidc.tests.lying_provider import CLIENT, ROLE, Lying, lying_provider
from carerecord.store import Database
from carerecord.store.tests.refusing import Refusing
from carerecord.web.checking import checked
from carerecord.web.tests.signed_in_site import FIREFOX, Site, site

SECOND = ROLE | {"person_roleid": "555002", "role_code": "R8001"}
LONG = Sessions(idle_minutes=60, check_minutes=15, unchecked_minutes=40)
GONE = (400, {"error": "invalid_grant"})


@pytest.fixture
async def lying() -> AsyncIterator[Lying]:
    async with lying_provider() as provider:
        provider.tokens = {"refresh_token": "first", "expires_in": 300}
        yield provider


@pytest.fixture
def store(db: Database) -> Refusing:
    return Refusing(db)


@pytest.fixture
async def here(store: Refusing, lying: Lying, tmp_path: Path) -> AsyncIterator[Site]:
    (tmp_path / "secret").write_text("not-much-of-a-secret")
    block = Provider(
        id="cis2",
        name="NHS CIS2",
        for_whom="Staff with a smartcard",
        issuer=lying.issuer,
        client_id=CLIENT,
        client_secret_file="secret",
        roles={"R8000": "doctor", "R8001": "nurse"},
    )
    made = await site(store, region=Region(), folder=tmp_path, provider=(block,), sessions=LONG)
    await came_back(made, lying)
    lying.asked.clear()
    yield made
    await made.close()


async def came_back(here: Site, lying: Lying) -> str:
    there = await here.browser.get("/sign-in/cis2")
    said = lying.came_from(there.headers["location"])
    answer = await here.browser.get("/sign-in/cis2/back", params=said)
    return answer.headers["location"]


async def led_to(here: Site) -> str:
    return (await here.browser.get("/")).headers["location"]


async def test_the_provider_is_asked_again_at_most_every_so_many_minutes(here, lying):
    here.later(minutes=14)
    assert await led_to(here) == "/find"
    assert lying.asked == []
    here.later(minutes=1)
    assert [await led_to(here) for _ in range(3)] == ["/find"] * 3
    assert lying.asked == ["/token", "/me"]
    assert lying.forms[-1]["grant_type"] == "refresh_token"
    assert lying.forms[-1]["refresh_token"] == "first"
    here.later(minutes=15)
    await led_to(here)
    assert lying.asked == ["/token", "/me"] * 2


async def test_pages_opened_at_once_ask_once(here, lying):
    here.later(minutes=15)
    assert await asyncio.gather(*(led_to(here) for _ in range(8))) == ["/find"] * 8
    assert lying.asked == ["/token", "/me"]


async def test_a_refresh_token_that_was_replaced_is_not_used_again(here, lying):
    lying.tokens |= {"refresh_token": "second"}
    here.later(minutes=15)
    await led_to(here)
    lying.tokens |= {"refresh_token": None}
    for used in ("second", "second"):
        here.later(minutes=15)
        await led_to(here)
        assert lying.forms[-1]["refresh_token"] == used


async def test_a_role_that_was_taken_away_is_no_role_from_the_next_check(here, lying):
    lying.userinfo = {"nhsid_nrbac_roles": [SECOND]}
    here.later(minutes=15)
    assert await led_to(here) == "/role"
    page = (await here.browser.get("/role")).text
    assert 'value="555002"' in page
    assert 'value="555001"' not in page
    assert here.written.kinds[-1] == ("role-withdrawn", "cis2/910001", "Doctor")
    assert here.written.bodies[-1] == {"role_id": "555001"}


async def test_a_role_at_another_organisation_counts_from_the_next_check(here, lying):
    lying.userinfo = {"nhsid_nrbac_roles": [ROLE | {"org_code": "RNG02", "workgroups": []}]}
    here.later(minutes=15)
    assert await led_to(here) == "/find"
    cookie = here.browser.cookies["__Host-carerecord"]
    viewer = (await here.parts.sessions.look(cookie, FIREFOX)).viewer
    assert viewer
    assert (viewer.organisation, viewer.teams, viewer.assurance) == ("RNG02", (), 3)


@pytest.mark.parametrize(
    ("path", "answer", "why"),
    [
        ("/token", GONE, "token: refused, invalid_grant"),
        ("/me", (401, {}), "userinfo: answered 401"),
        ("/me", (403, {}), "userinfo: answered 403"),
    ],
)
async def test_an_account_that_was_closed_ends_the_session(here, lying, path, answer, why):
    lying.refused[path] = answer
    here.later(minutes=15)
    assert await led_to(here) == "/sign-in?ended=1"
    assert here.written.kinds[-1] == ("signed-out-by-provider", "cis2/910001", "Doctor")
    assert here.written.bodies[-1] == {"why": why}


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nhsid_nrbac_roles": []}, "account: no role that is configured"),
        ({"nhsid_nrbac_roles": [], "nhsid_user_orgs": []}, "account: no organisation"),
        ({"sub": "910002"}, "userinfo: another subject"),
        ({"email": "ward4@northgate.example"}, "account: shared"),
    ],
)
async def test_whoever_would_not_be_let_in_now_is_not_kept_in(here, lying, claims, why):
    lying.userinfo = claims
    here.later(minutes=15)
    assert await led_to(here) == "/sign-in?ended=1"
    assert here.written.bodies[-1] == {"why": why}


@pytest.mark.parametrize(
    "fault",
    [
        {"/token": (503, {})},
        {"/token": (400, {"error": "invalid_client"})},
        {"/me": (500, {})},
        {"/me": (404, {})},
    ],
)
async def test_while_it_cannot_be_asked_the_page_says_so_and_until_when(here, lying, fault):
    lying.refused = fault
    here.later(minutes=15)
    page = (await here.browser.get("/role")).text
    assert "NHS CIS2 does not answer, so your sign-in could not be checked." in page
    assert "Then you must sign in again." in page
    asked = len(lying.asked)
    await here.browser.get("/role")
    assert len(lying.asked) == asked, "it is left in peace for a minute"
    here.later(seconds=61)
    lying.refused = {}
    assert "does not answer" not in (await here.browser.get("/role")).text


async def test_without_its_word_for_too_long_the_session_locks(here, lying):
    lying.status = 503
    here.later(minutes=39)
    assert await led_to(here) == "/find"
    here.later(minutes=1)
    assert await led_to(here) == "/locked"
    page = (await here.browser.get("/locked")).text
    assert "Sign in again as Samira Amin" in page
    assert "for too long it could not be checked what they may do" in page
    assert "nobody used this computer" not in page


async def test_a_page_waits_only_a_moment_and_the_answer_still_counts(here, lying):
    lying.userinfo = {"nhsid_nrbac_roles": []}
    here.later(minutes=15)
    cookie = here.browser.cookies["__Host-carerecord"]
    found = await here.parts.sessions.look(cookie, FIREFOX)
    before = asyncio.all_tasks()
    assert await checked(here.parts, found, cookie, FIREFOX, within=0) == found
    await asyncio.gather(*(asyncio.all_tasks() - before))
    assert await led_to(here) == "/sign-in?ended=1"


async def test_without_a_refresh_token_the_access_token_is_asked_with_while_it_lasts(here, lying):
    lying.tokens = {"refresh_token": None, "expires_in": 20 * 60}
    await here.browser.post("/sign-out")
    await came_back(here, lying)
    lying.asked.clear()
    here.later(minutes=15)
    await led_to(here)
    assert lying.asked == ["/me"]
    here.later(minutes=15)
    assert "could not be checked" in (await here.browser.get("/role")).text
    assert lying.asked == ["/me"]


async def test_what_is_kept_of_a_grant_can_be_read_with_the_regions_key_alone(here, lying, db):
    row = await db.one("SELECT provider_grant FROM session")
    assert row
    kept = bytes(row["provider_grant"])
    assert b"first" not in kept
    assert b"opaque" not in kept
    (here.settings.folder / "region.key").write_bytes(b"x" * 32)
    other = await site(
        db,
        region=Region(),
        folder=here.settings.folder,
        provider=here.settings.provider,
        sessions=LONG,
    )
    other.at, other.browser.cookies = here.at, here.browser.cookies
    other.later(minutes=15)
    assert await led_to(other) == "/find"
    assert lying.asked == []
    await other.close()


async def test_while_nothing_can_be_kept_it_is_as_if_the_provider_could_not_be_asked(
    here, lying, store
):
    """An outage of the store ends no session early, and prolongs none."""
    store.down = True
    here.later(minutes=15)
    assert await led_to(here) == "/find"
    assert lying.asked == []
    here.later(minutes=25)
    assert (await led_to(here)).startswith("/locked")
