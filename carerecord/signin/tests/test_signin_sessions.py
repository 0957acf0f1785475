"""Signing in to an invented region, on both engines."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.config import Region, Settings
from carerecord.config import Sessions as Limits
from carerecord.contract import Viewer
from carerecord.signin import Sessions, SignInRefused, Staff, StaffMember
from carerecord.signin.contract import OfferedRole
from carerecord.store import Database

EMERGENCY = OfferedRole(
    "a.okafor-1",
    "doctor",
    "Emergency doctor",
    "RNG01",
    "Northgate University Hospital",
    teams=("ED", "Resus"),
)
DOCTOR = StaffMember("a.okafor", "Dr A Okafor", (EMERGENCY,), registration="gmc_id|9123456")
WARD = OfferedRole("b.lee-1", "nurse", "Staff nurse", "RNG01", "Northgate")
NURSE = StaffMember("b.lee", "B Lee", (WARD,))
DEMO = Settings(
    region=Region(demo=True, invented_people_only=True), sessions=Limits(idle_minutes=10, hours=2)
)
REAL = replace(DEMO, region=Region())


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **duration: float) -> None:
        self.at += timedelta(**duration)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sessions(db: Database, clock: Clock) -> Sessions:
    made = Sessions(db, DEMO, now=clock)
    await Staff(db).add([DOCTOR, NURSE])
    return made


async def signed_in(sessions: Sessions, username: str = "a.okafor") -> Viewer:
    viewer = await sessions.viewer_of(await sessions.sign_in_demo(username))
    assert viewer is not None
    return viewer


async def marked(sessions: Sessions) -> None:
    """Let what is not awaited by a page finish."""
    await asyncio.gather(*sessions._marking)


async def test_the_cookie_says_who_is_signed_in_and_in_which_role(sessions):
    viewer = await signed_in(sessions)
    assert viewer == Viewer(
        "a.okafor",
        "Dr A Okafor",
        "doctor",
        "Emergency doctor",
        "RNG01",
        "Northgate University Hospital",
        ("ED", "Resus"),
        viewer.session,
        "a.okafor-1",
        "gmc_id|9123456",
        3,
        provider="demo",
    )
    assert viewer.session


async def test_no_secret_is_in_the_table(sessions, db):
    cookie = await sessions.sign_in_demo("a.okafor")
    token = await sessions.issue_token("a.okafor", 5)
    viewer = await sessions.viewer_of(cookie)
    stored = repr(await db.all("SELECT * FROM session")) + repr(
        await db.all("SELECT * FROM staff_member")
    )
    for secret in (cookie, token):
        assert secret not in stored
    assert viewer.session in stored
    assert viewer.session not in cookie


@pytest.mark.parametrize("settings", [REAL, Settings()], ids=["real", "default"])
async def test_outside_an_invented_region_nobody_signs_in_by_picking_a_name(
    db, clock, sessions, settings
):
    cookie = await sessions.sign_in_demo("a.okafor")
    token = await sessions.issue_token("a.okafor", 5)
    real = Sessions(db, settings, now=clock)
    with pytest.raises(SignInRefused, match="invented"):
        await real.sign_in_demo("a.okafor")
    with pytest.raises(SignInRefused, match="invented"):
        await real.issue_token("a.okafor", 5)
    assert await real.staff() == []
    assert await real.viewer_of(cookie) is None
    assert await real.viewer_of_token(token) is None


@pytest.mark.parametrize("username", ["", "nobody", "A.OKAFOR", "' OR '1'='1", "a\0b", "x" * 5000])
async def test_an_unknown_name_is_refused(sessions, username):
    with pytest.raises(SignInRefused):
        await sessions.sign_in_demo(username)


@pytest.mark.parametrize(
    "cookie", ["", "x", "x" * 10_000, "naïve", "a\0b", "\ud800", "' OR 1=1 --"]
)
async def test_a_made_up_cookie_is_nobody(sessions, cookie):
    await signed_in(sessions)
    assert await sessions.viewer_of(cookie) is None
    assert await sessions.viewer_of_token(cookie) is None
    await sessions.sign_out(cookie)


async def test_a_cookie_is_no_token_and_a_token_no_cookie(sessions):
    assert await sessions.viewer_of_token(await sessions.sign_in_demo("a.okafor")) is None
    assert await sessions.viewer_of(await sessions.issue_token("a.okafor", 5)) is None


async def test_the_longest_session_ends_whether_in_use_or_not(sessions, clock):
    cookie = await sessions.sign_in_demo("a.okafor")
    for _ in range(23):
        clock.pass_by(minutes=5)
        assert await sessions.viewer_of(cookie) is not None
        await marked(sessions)
    clock.pass_by(minutes=5)
    assert await sessions.viewer_of(cookie) is None


async def test_a_session_in_use_is_marked_at_most_every_ten_seconds(sessions, clock, db):
    cookie = await sessions.sign_in_demo("a.okafor")
    start = (await db.one("SELECT seen_at FROM session"))["seen_at"]
    for seconds, marks in [(5, 0), (4, 0), (1, 10), (9, 10), (1, 20)]:
        clock.pass_by(seconds=seconds)
        await sessions.viewer_of(cookie)
        await marked(sessions)
        assert (await db.one("SELECT seen_at FROM session"))["seen_at"] == start + marks


async def test_signing_out_ends_the_session_for_every_worker(sessions, db, clock):
    other_worker = Sessions(db, DEMO, now=clock)
    cookie = await sessions.sign_in_demo("a.okafor")
    viewer = await other_worker.viewer_of(cookie)
    v = await other_worker.handle_for(viewer, "p-1")
    await sessions.sign_out(cookie)
    assert await other_worker.viewer_of(cookie) is None
    assert await other_worker.person_behind(viewer, v) is None


async def test_sessions_that_ended_are_cleared_away_at_the_next_sign_in(sessions, clock, db):
    viewer = await signed_in(sessions)
    await sessions.handle_for(viewer, "p-1")
    await sessions.issue_token("a.okafor", 90)
    clock.pass_by(minutes=71)
    await sessions.sign_in_demo("b.lee")
    assert len(await db.all("SELECT * FROM session")) == 2
    assert await db.all("SELECT * FROM person_handle") == []


async def test_a_handle_means_one_person_in_one_session_only(sessions):
    viewer, other = await signed_in(sessions), await signed_in(sessions)
    v = await sessions.handle_for(viewer, "p-1")
    assert await sessions.handle_for(viewer, "p-1") == v
    assert await sessions.person_behind(viewer, v) == "p-1"
    assert await sessions.person_behind(other, v) is None
    assert await sessions.handle_for(other, "p-1") != v
    assert await sessions.handle_for(viewer, "p-2") != v


async def test_a_handle_is_long_and_safe_in_an_address(sessions):
    viewer = await signed_in(sessions)
    v = await sessions.handle_for(viewer, "p-1")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", v)


async def test_many_handles_are_made_at_once_and_two_workers_agree(sessions, db, clock):
    viewer = await signed_in(sessions)
    other_worker = Sessions(db, DEMO, now=clock)
    people = [f"p-{n}" for n in range(10)]
    one, two = await asyncio.gather(
        sessions.handles_for(viewer, people), other_worker.handles_for(viewer, people[5:] * 2)
    )
    assert one == one | two
    assert len(set(one.values())) == 10


@pytest.mark.parametrize("v", ["", "x", "a\0b", "é", "x" * 10_000, "../../etc"])
async def test_a_made_up_handle_is_nobody(sessions, v):
    viewer = await signed_in(sessions)
    await sessions.handle_for(viewer, "p-1")
    assert await sessions.person_behind(viewer, v) is None


async def test_somebody_not_signed_in_has_no_handles(sessions):
    (member, _) = await sessions.staff()
    with pytest.raises(SignInRefused):
        await sessions.handle_for(member, "p-1")


async def test_a_token_lasts_as_long_as_asked(sessions, clock):
    token = await sessions.issue_token("b.lee", 30)
    clock.pass_by(minutes=29, seconds=59)
    viewer = await sessions.viewer_of_token(token)
    assert (viewer.id, viewer.role) == ("b.lee", "nurse")
    clock.pass_by(seconds=1)
    assert await sessions.viewer_of_token(token) is None
    with pytest.raises(SignInRefused):
        await sessions.issue_token("b.lee", 0)


async def test_staff_are_written_to_where_their_account_says_and_nobody_else(sessions, db):
    await Staff(db).add([replace(NURSE, email="b.lee@northgate.example")])
    assert await sessions.email_of("b.lee") == "b.lee@northgate.example"
    for nobody in ("a.okafor", "nobody", "a\0b", ""):
        assert await sessions.email_of(nobody) == ""
