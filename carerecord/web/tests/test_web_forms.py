"""Every form that does something, from elsewhere, from another session, and from our own page (T17)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.routing import Route

from carerecord import web
from carerecord.config import Settings
from carerecord.store import Database
from carerecord.web.forms import BY_ITS_OWN_SECRET, FIELD, FROM_ELSEWHERE, token_of
from carerecord.web.tests.signed_in_site import Site, site

POSTS = sorted(
    route.path
    for route in web.routes(Settings())
    if isinstance(route, Route) and "POST" in (route.methods or ())
)
GUARDED = [path for path in POSTS if path not in FROM_ELSEWHERE]
WITH_TOKEN = [path for path in GUARDED if path not in BY_ITS_OWN_SECRET]
OLD, FOREIGN = "This page is no longer current", "This form was sent from another site"


@pytest.fixture
async def here(db: Database) -> AsyncIterator[Site]:
    made = await site(db)
    await made.sign_in("warde")
    await made.browser.post("/role", data={"role": "r-1"})
    yield made
    await made.close()


async def send(here: Site, path: str, form: dict[str, str], **headers: str) -> httpx.Response:
    """As a browser with this session sends it, with nothing added."""
    address = re.sub(r"\{\w+\}", "x" * 22, re.sub(r"\{\w+:int\}", "9", path))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await here.browser.post(address, data=form, headers=named, auth=lambda request: request)


def own(here: Site) -> dict[str, str]:
    return {FIELD: token_of(here.browser.cookies["__Host-carerecord"])}


def test_what_comes_from_elsewhere_is_an_address_that_exists() -> None:
    assert {*FROM_ELSEWHERE, *BY_ITS_OWN_SECRET} <= set(POSTS)
    assert len(WITH_TOKEN) >= 10


@pytest.mark.parametrize("path", WITH_TOKEN)
async def test_without_the_token_of_this_session_nothing_is_done(here, path):
    written = len(here.written.kinds)
    strangers = await site(here.db)
    await strangers.sign_in("amin")
    for form in ({}, {FIELD: ""}, {FIELD: "x" * 43}, {FIELD: "é"}, own(strangers)):
        answer = await send(here, path, form)
        assert (answer.status_code, OLD in answer.text) == (403, True), form
    await strangers.close()
    assert len(here.written.kinds) == written
    assert (await here.browser.get("/")).headers["location"] == "/find"


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://record.example"},
        {"origin": "https://record.example:8443"},
        {"origin": "null"},
    ],
    ids=lambda headers: "-".join(headers.values()),
)
async def test_from_another_site_even_the_right_token_does_nothing(here, path, headers):
    answer = await send(here, path, own(here), **headers)
    assert (answer.status_code, FOREIGN in answer.text) == (403, True)
    assert (await here.browser.get("/")).headers["location"] == "/find"


async def test_the_form_of_our_own_page_is_taken(here):
    page = (await here.browser.get("/role")).text
    (said,) = set(re.findall(rf'name="{FIELD}" value="([^"]+)"', page))
    assert page.count(f'name="{FIELD}"') == page.count('<form method="post"')
    answer = await send(
        here, "/role", {FIELD: said, "role": "r-2"}, origin="null", sec_fetch_site="same-origin"
    )
    assert answer.headers["location"] == "/find"


async def test_a_form_drawn_before_the_role_changed_is_not_taken(here):
    before = own(here)
    await here.browser.post("/role", data={"role": "r-2"})
    assert OLD in (await send(here, "/sign-out", before)).text


async def test_the_token_does_not_tell_the_secret_of_the_session(here):
    cookie = here.browser.cookies["__Host-carerecord"]
    assert cookie not in (await here.browser.get("/role")).text
    written = {token_of(cookie, f"/find?guess={n}") for n in range(50)}
    assert len(written) == 50, "no guess stands beside the token of another"
    assert {len(one) for one in written} == {86}
    assert token_of(cookie, "/find") == token_of(cookie, "/find") != token_of(cookie + "x", "/find")
    assert token_of("") == ""
