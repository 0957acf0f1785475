"""How a source is doing, as every worker has seen it: written on one board, and about no person."""

from datetime import UTC, datetime, timedelta

from carerecord.contract import Answer, Failure, SourceSettings
from carerecord.federation import Breakers, HealthBoard
from carerecord.federation.health.seen import REMEMBERED, Seen, together

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def asked(breakers, *answers):
    """As the fan-out does: begin, and note what became of it."""
    lane = breakers.lane(SourceSettings("s", "S", "S", "gp", "none"))
    for answer in answers:
        lane.begin()
        breakers.note(answer)
        if answer.failure:
            lane.failed(answer.failure.kind, answer.failure.words)
        else:
            lane.answered(answer.seconds)


def well(seconds=0.1):
    return Answer("s", "answered", seconds=seconds, fetched_at=NOW)


def ill(words="refused the connection", at=NOW):
    return Answer("s", "failed", failure=Failure("refused", words), seconds=0.2, fetched_at=at)


async def test_what_two_workers_saw_is_told_as_one(db):
    one, two = Breakers(), Breakers()
    asked(one, well(), well(0.3))
    asked(two, *[ill()] * 5)
    for breakers in (one, two):
        await HealthBoard(db, breakers).write(NOW)
    seen = (await HealthBoard(db, one).read(NOW))["s"]
    assert seen.counts == {"answered": 2, "failed": 5}
    assert (seen.workers, seen.paused, seen.asked) == (2, 1, 7)
    assert (seen.failed, seen.failed_at) == ("refused the connection", NOW.isoformat())
    assert (seen.slower_than(0.5), seen.slower_than(0.95)) == (0.2, 0.3)


async def test_a_worker_that_ended_is_told_of_no_longer(db):
    breakers = Breakers()
    asked(breakers, well())
    await HealthBoard(db, breakers).write(NOW)
    board = HealthBoard(db, Breakers())
    assert await board.read(NOW + timedelta(seconds=61)) == {}
    again = Breakers()
    asked(again, well())
    await HealthBoard(db, again).write(NOW + timedelta(seconds=61))
    assert len(await db.all("SELECT worker FROM source_health")) == 1


async def test_a_worker_writes_what_is_newest_over_what_it_wrote(db):
    breakers = Breakers()
    board = HealthBoard(db, breakers)
    asked(breakers, well())
    await board.write(NOW)
    asked(breakers, well())
    await board.write(NOW)
    assert (await board.read(NOW))["s"].counts == {"answered": 2}


async def test_one_that_was_never_asked_is_not_on_the_board(db):
    board = HealthBoard(db, Breakers())
    await board.write(NOW)
    assert await board.read(NOW) == {}


def test_the_newest_failure_of_all_workers_is_told():
    older = Seen(failed="a", failed_at="2026-11-22T11:00:00+00:00")
    newer = Seen(failed="b", failed_at="2026-11-22T11:00:01+00:00")
    assert together([newer, older]).failed == "b"


def test_only_the_newest_answers_count_for_how_slow_it_is():
    breakers = Breakers()
    asked(breakers, *[well(9.0)] * 5, *[well(0.1)] * REMEMBERED)
    assert breakers.seen()["s"].slower_than(1.0) == 0.1


def test_to_be_paused_is_no_new_failure_and_took_no_time():
    breakers = Breakers()
    asked(breakers, ill())
    paused = Answer("s", "failed", failure=Failure("paused", "x"), fetched_at=NOW)
    breakers.note(paused)
    seen = breakers.seen()["s"]
    assert (seen.counts, seen.failed, len(seen.seconds)) == (
        {"failed": 2},
        "refused the connection",
        1,
    )
