"""The lock: the page hides itself, the session shows nothing, the same person goes on (AUT-6)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from carerecord.signin.launch.tests.launch_signing import ISSUER, settings_in
from carerecord.store import Database
from carerecord.web.frame.idle import style
from carerecord.web.tests.signed_in_site import FIREFOX, Site, site


@pytest.fixture
async def here(db: Database) -> AsyncIterator[Site]:
    made = await site(db)
    await made.sign_in()
    yield made
    await made.close()


async def test_every_page_of_a_session_warns_hides_and_leaves_without_script(here):
    page = (await here.browser.get("/role")).text
    assert 'href="/locked/540-600.css"' in page
    assert '<meta http-equiv="refresh" content="600;url=/locked">' in page
    assert "I am still here" in page
    assert "idle-cover" not in (await here.another().get("/sign-in")).text
    made = await here.browser.get("/locked/540-600.css")
    assert made.headers["content-type"].startswith("text/css")
    assert "540s" in made.text


@pytest.mark.parametrize("name", ["", "x.css", "1-2.js", "1-2}body{}.css", "1-2.css\n"])
def test_a_style_sheet_is_made_of_two_numbers_and_nothing_else(name):
    assert style(name) is None


async def test_what_is_asked_of_an_idle_session_leads_to_the_lock_and_back(here):
    address = f"/p/{await here.handle()}/medicines"
    here.later(minutes=11)
    to_lock = await here.browser.get(address)
    assert to_lock.headers["location"] == f"/locked?to={address.replace('/', '%2F')}"
    locked = await here.browser.get(to_lock.headers["location"])
    assert "Dr S Amin" in locked.text
    assert address not in locked.text
    again = await here.sign_in()
    assert again.headers["location"] == address
    assert [kind for kind, *_ in here.written.kinds] == ["sign-in", "locked", "resumed"]
    assert here.written.kinds[1] == ("locked", "amin", "Ward doctor")


async def test_another_person_can_only_end_it(here):
    address = f"/p/{await here.handle()}"
    await here.browser.post("/locked")
    assert (await here.browser.get("/role")).headers["location"] == "/locked"
    other = await here.sign_in("warde")
    assert here.written.kinds[-2:] == [
        ("sign-out", "amin", "Ward doctor"),
        ("sign-in", "warde", ""),
    ]
    assert other.headers["location"] == "/role"
    page = await here.browser.get("/role")
    assert "Dr A Warde" in page.text
    assert (await here.browser.get(address)).status_code in (303, 404)


async def test_a_locked_session_can_be_ended_by_whoever_is_there(here):
    await here.browser.post("/locked")
    await here.browser.post("/sign-out")
    assert here.written.kinds[-1] == ("sign-out", "amin", "Ward doctor")
    assert (await here.browser.get("/locked")).headers["location"].startswith("/sign-in")


async def test_a_page_nobody_used_does_not_lock_a_session_in_use_elsewhere(here):
    address = f"/p/{await here.handle()}"
    hidden = await here.browser.get("/locked", params={"to": address})
    assert "You are still signed in" in hidden.text
    assert f'href="{address}"' in hidden.text
    assert [kind for kind, *_ in here.written.kinds] == ["sign-in"]


async def test_a_page_hidden_in_a_frame_can_be_shown_there_again(db, tmp_path):
    settings = settings_in(tmp_path)
    here = await site(db, folder=tmp_path, launcher=settings.launcher)
    amin = await here.parts.sessions.demo_identity("amin")
    cookie = await here.parts.sessions.start(amin, launcher="northgate", agent=FIREFOX)
    here.browser.cookies.set("__Host-carerecord", cookie)
    hidden = await here.browser.get("/locked", headers={"Sec-Fetch-Dest": "iframe"})
    assert "You are still signed in" in hidden.text
    assert "/sign-out" not in hidden.text
    assert f"frame-ancestors {ISSUER}" in hidden.headers["content-security-policy"]
    assert "x-frame-options" not in hidden.headers
    await here.close()


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/sign-out", "/p/../x", '/p/a"onx=', "/p/a?b"]
)
async def test_nowhere_but_a_page_of_a_record_is_offered(here, to):
    page = await here.browser.get("/locked", params={"to": to})
    assert 'href="/find"' in page.text
    assert f'href="{to}"' not in page.text


async def test_looking_at_the_lock_is_no_use_of_the_session(here):
    here.later(minutes=9)
    await here.browser.get("/locked")
    here.later(minutes=2)
    assert (await here.browser.get("/role")).headers["location"] == "/locked"


async def test_no_other_site_locks_a_session(here):
    answer = await here.browser.post("/locked", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert (await here.browser.get("/role")).status_code == 200
