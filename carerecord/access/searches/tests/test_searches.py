"""Too many searches that find nobody of the viewer's: sign in again, and one alert (LR-26, T30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access.searches import Searches
from carerecord.access.searches.store import SearchOutcome
from carerecord.contract import Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
CLERK = Viewer("c.clerk", "C Clerk", "receptionist", "Clerk", "RNG01", "Northgate", session="s1")


@pytest.fixture
def searches(db: Database) -> Searches:
    return Searches(db)


async def search(
    searches: Searches, times: int, outcome: SearchOutcome = "nobody", *,
    viewer: Viewer = CLERK, starts: datetime = NOW, every: timedelta = SECOND,
) -> list[bool]:  # fmt: skip
    return [await searches.note(viewer, starts + n * every, outcome) for n in range(times)]


@pytest.mark.parametrize(("outcome", "ordinary"), [("nobody", 10), ("no-evidence", 20)])
async def test_one_more_than_ordinary_crosses_the_limit(
    searches: Searches, outcome: SearchOutcome, ordinary: int
) -> None:
    assert not any(await search(searches, ordinary, outcome))
    assert not await searches.must_sign_in_again(CLERK, NOW + MINUTE)
    assert await searches.note(CLERK, NOW + MINUTE, outcome)
    assert await searches.must_sign_in_again(CLERK, NOW + MINUTE)


async def test_three_hundred_searches_are_stopped_and_alerted(searches: Searches) -> None:
    crossed = await search(searches, 300)
    assert crossed.count(True) == 300 // 11
    assert crossed[10]
    assert await searches.must_sign_in_again(CLERK, NOW + HOUR)


async def test_searches_that_find_somebody_are_not_counted(searches: Searches) -> None:
    assert not any(await search(searches, 100, "found"))


async def test_the_two_are_counted_apart(searches: Searches) -> None:
    await search(searches, 10, "nobody")
    assert not any(await search(searches, 20, "no-evidence"))


async def test_an_hour_is_looked_back(searches: Searches) -> None:
    assert not any(await search(searches, 60, every=6 * MINUTE + SECOND))


async def test_signing_in_again_clears_it(searches: Searches) -> None:
    await search(searches, 11)
    await searches.signed_in(CLERK, NOW + MINUTE)
    assert not await searches.must_sign_in_again(CLERK, NOW + MINUTE)
    assert not any(await search(searches, 10, starts=NOW + 2 * MINUTE))
    assert await searches.note(CLERK, NOW + 3 * MINUTE, "nobody")


async def test_a_new_session_is_a_new_sign_in(searches: Searches) -> None:
    await search(searches, 11)
    assert not await searches.must_sign_in_again(replace(CLERK, session="s2"), NOW + MINUTE)
    assert await searches.must_sign_in_again(CLERK, NOW + MINUTE)


async def test_sessions_of_one_viewer_are_counted_together(searches: Searches) -> None:
    await search(searches, 6)
    crossed = await search(searches, 5, viewer=replace(CLERK, session="s2"))
    assert crossed[-1]


async def test_another_viewer_is_not_counted(searches: Searches) -> None:
    await search(searches, 10)
    other = replace(CLERK, id="d.other", session="s3")
    assert not await searches.note(other, NOW, "nobody")
    assert not await searches.must_sign_in_again(other, NOW)


async def test_only_the_last_hour_is_kept(searches: Searches, db: Database) -> None:
    await search(searches, 5)
    await searches.note(CLERK, NOW + 2 * HOUR, "nobody")
    assert await db.one("SELECT count(*) AS n FROM access_search") == {"n": 1}
