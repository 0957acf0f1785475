"""What a session holds of its provider's word: asked with by one at a time, and only for as long as it is theirs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.config import Launcher, Provider, Settings
from carerecord.signin import Sessions
from carerecord.signin.contract import Identity, OfferedRole
from carerecord.signin.kept import ASK_AGAIN_SECONDS
from carerecord.store import Database

WARD = OfferedRole("r-1", "doctor", "Ward doctor", "RNG01", "Northgate")
AMIN = Identity("91001", "Samira Amin", "cis2", 3, (WARD,), "91001")
LAUNCHED = replace(AMIN, provider="epr", assurance=2)
LESS = replace(AMIN, roles=())


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(db: Database, tmp_path: Path, clock: Clock) -> Sessions:
    provider = Provider("cis2", "CIS2", "NHS staff", "https://idp.example", "carerecord")
    launcher = Launcher("epr", "EPR", "token", "RNG01", "Northgate", "https://epr.example")
    settings = Settings(folder=tmp_path, provider=(provider,), launcher=(launcher,))
    return Sessions(db, settings, now=clock)


async def test_of_many_at_once_one_is_given_the_grant(sessions: Sessions, clock: Clock) -> None:
    cookie = await sessions.start(AMIN, grant=b"sealed")
    session = (await sessions.look(cookie)).session
    assert await sessions.grants.take(session) is None, "asked at sign-in"
    clock.at += timedelta(seconds=ASK_AGAIN_SECONDS)
    given = await asyncio.gather(*(sessions.grants.take(session) for _ in range(10)))
    assert sorted(one or b"" for one in given) == [b""] * 9 + [b"sealed"]


async def test_what_a_provider_says_does_not_touch_a_session_that_went_on_from_elsewhere(
    sessions: Sessions, clock: Clock
) -> None:
    cookie = await sessions.start(AMIN, grant=b"sealed")
    session = (await sessions.look(cookie)).session
    cookie = await sessions.start(LAUNCHED, cookie=cookie, launcher="epr")
    clock.at += timedelta(seconds=ASK_AGAIN_SECONDS)
    await sessions.grants.keep(session, "cis2", b"newer")
    await sessions.grants.confirm(session, LESS)
    assert not await sessions.grants.end(session, "cis2")
    now = await sessions.look(cookie)
    assert (now.session, now.identity) == (session, LAUNCHED)
    assert await sessions.grants.take(session) is None


async def test_people_of_a_launch_are_asked_about_nowhere(sessions: Sessions, clock: Clock) -> None:
    cookie = await sessions.start(LAUNCHED, launcher="epr")
    for _ in range(20):
        clock.at += timedelta(minutes=9)
        found = await sessions.use(cookie)
        assert (found.state, found.check_due, found.unchecked_since) == ("open", False, 0)
        await asyncio.gather(*sessions._marking)
