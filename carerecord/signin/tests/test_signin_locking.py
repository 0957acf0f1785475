"""Idle sessions lock and hide everything; the same person goes on, another can only end it (AUT-6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from carerecord.signin import Sessions, SignInRefused, Staff
from carerecord.signin.contract import Identity, OfferedRole
from carerecord.signin.tests.test_signin_sessions import (
    DEMO,
    DOCTOR,
    NURSE,
    REAL,
    Clock,
)
from carerecord.store import Database
from carerecord.store.tests.refusing import Refusing

WARD = OfferedRole("r-1", "doctor", "Ward doctor", "RNG01", "Northgate")
CLINIC = OfferedRole("r-2", "doctor", "Clinic doctor", "RNG02", "St Columba’s")
ELLERY = Identity(
    "a.okafor", "Dr P Ellery", "demo", 3, (WARD, CLINIC), subject="sub-1", provider_session="sid-1"
)
FIREFOX, CHROMIUM = "Mozilla/5.0 Firefox/140", "Mozilla/5.0 Chrome/150"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sessions(db: Database, clock: Clock) -> Sessions:
    await Staff(db).add([DOCTOR, NURSE])
    return Sessions(db, DEMO, now=clock)


async def page_of(sessions: Sessions, cookie: str) -> str:
    viewer = await sessions.viewer_of(cookie)
    return f"/p/{await sessions.handle_for(viewer, 'p-1')}/medicines"


async def test_an_idle_session_locks_and_one_in_use_does_not(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    for _ in range(3):
        clock.pass_by(minutes=9, seconds=59)
        assert await sessions.viewer_of(cookie) is not None
        await asyncio.gather(*sessions._marking)
    clock.pass_by(minutes=10, seconds=10)
    found = await sessions.look(cookie)
    assert (found.state, found.viewer, found.identity.name) == ("locked", None, "Dr A Okafor")
    assert await sessions.viewer_of(cookie) is None


async def test_what_is_open_in_a_page_is_no_use_of_the_session(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    for _ in range(11):
        clock.pass_by(minutes=1)
        found = await sessions.look(cookie)
    assert found.state == "locked"


async def test_using_a_locked_session_does_not_open_it(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    assert await sessions.lock(cookie)
    clock.pass_by(seconds=30)
    assert (await sessions.use(cookie)).state == "locked"
    await asyncio.gather(*sessions._marking)
    assert (await sessions.use(cookie)).state == "locked"
    with pytest.raises(SignInRefused):
        await sessions.choose_role(cookie, "a.okafor-1")


async def test_the_same_person_goes_on_at_the_same_place(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    before = await sessions.viewer_of(cookie)
    page = await page_of(sessions, cookie)
    clock.pass_by(minutes=15)
    assert await sessions.lock(cookie, return_to=page)
    again = await sessions.sign_in_demo("a.okafor", cookie=cookie)
    found = await sessions.look(again)
    assert (found.state, found.return_to, found.viewer) == ("open", page, before)
    assert again != cookie
    assert (await sessions.look(cookie)).state == "none"


async def test_another_person_can_only_end_it(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    page = await page_of(sessions, cookie)
    await sessions.lock(cookie, return_to=page)
    other = await sessions.look(await sessions.sign_in_demo("b.lee", cookie=cookie))
    assert (other.viewer.id, other.return_to) == ("b.lee", "")
    assert (await sessions.look(cookie)).state == "none"
    assert await sessions.person_behind(other.viewer, page.split("/")[2]) is None


@pytest.mark.parametrize(
    "return_to",
    [
        "",
        "/find",
        "https://evil.example/p/AAAAAAAAAAAAAAAAAAAAAA",
        "//evil.example",
        "/p/AAAAAAAAAAAAAAAAAAAAAA",
        "{page}/../../sign-out",
        "{page}?next=x",
        "{page}\r\nSet-Cookie: a=b",
        "{page}#x",
    ],
)
async def test_only_a_page_of_a_record_of_this_session_is_returned_to(sessions, return_to):
    cookie = await sessions.sign_in_demo("a.okafor")
    page = await page_of(sessions, cookie)
    await sessions.lock(cookie, return_to=return_to.replace("{page}", page))
    assert (await sessions.look(cookie)).return_to == ""


async def test_a_session_is_locked_once(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    page = await page_of(sessions, cookie)
    assert await sessions.lock(cookie, return_to=page)
    assert not await sessions.lock(cookie)
    assert (await sessions.look(cookie)).return_to == page
    assert not await sessions.lock("nobody")


async def test_a_locked_session_ends_after_its_time(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    await sessions.lock(cookie)
    clock.pass_by(minutes=59, seconds=59)
    assert (await sessions.look(cookie)).state == "locked"
    clock.pass_by(seconds=1)
    assert (await sessions.look(cookie)).state == "none"


async def test_several_roles_wait_for_one_to_be_selected(sessions, db):
    await Staff(db).set_roles("a.okafor", [WARD, CLINIC])
    cookie = await sessions.start(ELLERY)
    found = await sessions.look(cookie)
    assert (found.state, found.viewer) == ("choose-role", None)
    viewer = await sessions.choose_role(cookie, "r-2")
    assert (viewer.role_name, viewer.organisation) == ("Clinic doctor", "RNG02")
    assert await sessions.viewer_of(cookie) == viewer


@pytest.mark.parametrize("role_id", ["", "r-3", "b.lee-1", "R-1", "x" * 10_000])
async def test_a_role_that_was_not_offered_cannot_be_selected(sessions, db, role_id):
    await Staff(db).set_roles("a.okafor", [WARD, CLINIC])
    cookie = await sessions.start(ELLERY)
    with pytest.raises(SignInRefused):
        await sessions.choose_role(cookie, role_id)
    assert (await sessions.look(cookie)).state == "choose-role"


async def test_a_lost_role_and_a_closed_account_count_at_the_next_request(sessions, db):
    staff = Staff(db)
    await staff.set_roles("a.okafor", [WARD, CLINIC])
    cookie = await sessions.start(ELLERY)
    token = await sessions.issue_token("a.okafor", 5)
    await sessions.choose_role(cookie, "r-1")
    await staff.set_roles("a.okafor", [CLINIC])
    assert (await sessions.look(cookie)).state == "choose-role"
    assert await sessions.viewer_of_token(token) is None
    await sessions.choose_role(cookie, "r-2")
    await staff.close("a.okafor")
    assert (await sessions.look(cookie)).state == "none"


async def test_a_renewed_secret_is_the_only_one(sessions):
    cookie = await sessions.sign_in_demo("a.okafor")
    viewer = await sessions.viewer_of(cookie)
    new = await sessions.renew(cookie)
    assert await sessions.viewer_of(cookie) is None
    assert await sessions.viewer_of(new) == viewer


async def test_a_secret_known_before_sign_in_is_worth_nothing(sessions):
    planted = "A" * 43
    cookie = await sessions.sign_in_demo("a.okafor", cookie=planted)
    assert cookie != planted
    assert (await sessions.look(planted)).state == "none"


async def test_the_same_cookie_from_another_browser_is_nobody(sessions):
    cookies = [await sessions.sign_in_demo("a.okafor", agent=FIREFOX) for _ in range(20)]
    for cookie in cookies:
        assert (await sessions.look(cookie, CHROMIUM)).state == "none"
        assert (await sessions.look(cookie, "")).state == "none"
        assert (await sessions.look(cookie, FIREFOX)).state == "open"


async def test_a_provider_signs_out_one_of_its_sessions_or_all_of_a_person(sessions, db):
    one = await sessions.start(ELLERY)
    two = await sessions.start(replace(ELLERY, provider_session="sid-2"))
    three = await sessions.start(replace(ELLERY, provider_session="sid-3"))
    other = await sessions.start(replace(ELLERY, subject="sub-2", provider_session="sid-4"))
    ended = await sessions.end_of_provider("demo", "", "sid-1")
    assert [(viewer.id, viewer.role) for viewer in ended] == [("a.okafor", "")]
    assert (await sessions.look(one)).state == "none"
    unnamed = await sessions.start(replace(ELLERY, provider_session=""))
    [whose] = await sessions.end_of_provider("demo", "sub-1", "sid-0")
    assert whose.id == "a.okafor"
    assert await sessions.viewer_of(unnamed) is None
    assert await sessions.end_of_provider("other", "sub-1", "") == []
    assert await sessions.end_of_provider("demo", "", "") == []
    assert len(await sessions.end_of_provider("demo", "sub-1", "")) == 2
    states = [(await sessions.look(cookie)).state for cookie in (two, three, other)]
    assert states == ["none", "none", "choose-role"]


async def test_whoever_is_not_configured_signs_nobody_in_and_keeps_nobody(sessions, db, clock):
    cookie = await sessions.start(ELLERY)
    real = Sessions(db, REAL, now=clock)
    assert (await real.look(cookie)).state == "none"
    for provider in ("demo", "local", "cis2"):
        with pytest.raises(SignInRefused):
            await real.start(replace(ELLERY, provider=provider))
    with pytest.raises(SignInRefused):
        await sessions.start(replace(ELLERY, roles=()))


async def test_a_session_in_use_stays_open_while_its_use_cannot_be_kept(db: Database, clock: Clock):
    """Unused it locks as ever."""
    store = Refusing(db)
    await Staff(db).add([DOCTOR, NURSE])
    sessions = Sessions(store, DEMO, now=clock)
    cookie = await sessions.sign_in_demo("a.okafor")
    store.down = True
    for _ in range(5):
        clock.pass_by(minutes=9)
        assert (await sessions.use(cookie)).state == "open"
        await asyncio.gather(*sessions._marking)
    clock.pass_by(minutes=11)
    assert (await sessions.use(cookie)).state == "locked"
