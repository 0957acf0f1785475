"""One selected role a session: chosen among several, switched by an explicit choice (AUT-3)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from carerecord.signin import Staff
from carerecord.store import Database
from carerecord.web.tests.signed_in_site import CLINIC, Site, site


@pytest.fixture
async def here(db: Database) -> AsyncIterator[Site]:
    made = await site(db)
    yield made
    await made.close()


async def test_whoever_has_one_role_is_not_asked(here):
    assert (await here.sign_in("amin")).headers["location"] == "/find"


async def test_whoever_has_several_chooses_before_anything_opens(here):
    assert (await here.sign_in("warde")).headers["location"] == "/role"
    assert (await here.browser.get("/")).headers["location"] == "/role"
    page = (await here.browser.get("/role")).text
    assert page.index("Northgate") < page.index("Ward doctor") < page.index("Clinic doctor")
    chosen = await here.browser.post("/role", data={"role": "r-2"})
    assert chosen.headers["location"] == "/find"
    assert here.written.kinds == [
        ("sign-in", "warde", ""),
        ("role-selected", "warde", "Clinic doctor"),
    ]


async def test_a_switch_is_explicit_written_down_and_has_a_new_secret(here):
    await here.sign_in("warde")
    await here.browser.post("/role", data={"role": "r-2"})
    before = here.browser.cookies["__Host-carerecord"]
    await here.browser.post("/role", data={"role": "r-1"})
    assert here.browser.cookies["__Host-carerecord"] != before
    assert here.written.kinds[-1] == ("role-selected", "warde", "Ward doctor")
    old = here.another()
    old.cookies.set("__Host-carerecord", before, domain="record.example")
    assert (await old.get("/role")).headers["location"] == "/sign-in"


@pytest.mark.parametrize("role", ["", "r-3", "r-1 ", "doctor"])
async def test_a_role_that_was_not_offered_is_refused_and_the_reason_written_down(here, role):
    await here.sign_in("warde")
    answer = await here.browser.post("/role", data={"role": role})
    assert answer.status_code == 400
    assert here.written.kinds[-1] == ("sign-in-refused", "warde", "")
    assert here.written.bodies[-1] == {"why": "role: not offered"}
    assert (await here.browser.get("/")).headers["location"] == "/role"


async def test_a_lost_role_asks_for_another_at_the_next_request(here):
    await here.sign_in("warde")
    await here.browser.post("/role", data={"role": "r-1"})
    await Staff(here.db).set_roles("warde", [CLINIC])
    assert (await here.browser.get("/")).headers["location"] == "/role"
    await Staff(here.db).close("warde")
    assert (await here.browser.get("/")).headers["location"] == "/sign-in?ended=1"


async def test_the_same_cookie_from_another_browser_signs_in_anew(here):
    await here.sign_in("amin")
    thief = here.another("Mozilla/5.0 Chrome/150")
    thief.cookies.set(
        "__Host-carerecord", here.browser.cookies["__Host-carerecord"], domain="record.example"
    )
    assert (await thief.get("/")).headers["location"] == "/sign-in?ended=1"
    assert (await here.browser.get("/")).headers["location"] == "/find"
