"""What is durable goes out in order and at least once, from one process at a time, and past every failure."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from prometheus_client import REGISTRY

from carerecord.audit import Log
from carerecord.audit.feed.place import HELD_SECONDS
from carerecord.audit.feed.sending import AT_ONCE, IDLE_SECONDS, backed_off
from carerecord.audit.feed.tests.feed_logs import (
    RECORDER,
    Kept,
    all_in_log,
    drained,
    feed_of,
    wrote,
)
from carerecord.store import Database


async def test_every_entry_is_delivered_once_and_in_order(db: Database) -> None:
    await wrote(db, 2 * AT_ONCE + 3)
    receiver = Kept()
    feed = feed_of(db, receiver)
    assert await feed.step() == 0
    assert len(receiver.ids) == AT_ONCE
    await drained(feed)
    assert receiver.ids == await all_in_log(db)
    await wrote(db, 1)
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


async def test_that_the_log_goes_out_is_written_down_once(db: Database) -> None:
    await wrote(db, 1)
    feed = feed_of(db, Kept())
    await drained(feed)
    await wrote(db, 1)
    await drained(feed)
    exports = [one async for one in Log(db).entries() if one.kind == "export"]
    (said,) = exports
    assert said.body == {"what": "feed", "feed": "siem", "without_person": False}


async def test_nothing_is_lost_while_the_other_side_is_down(db: Database) -> None:
    await wrote(db, 3)
    receiver = Kept(fails=3)
    feed = feed_of(db, receiver)
    assert [await feed.step() for _ in range(3)] == [1, 2, 4]
    assert receiver.ids == []
    await drained(feed)
    assert receiver.ids == await all_in_log(db)
    assert feed.failures == 0


async def test_a_feed_waits_longer_each_time_and_never_more_than_minutes() -> None:
    assert [backed_off(times) for times in (1, 2, 5, 9, 10, 500)] == [1, 2, 16, 256, 300, 300]


async def test_how_much_waits_is_measured(db: Database) -> None:
    def waiting() -> float | None:
        return REGISTRY.get_sample_value("carerecord_audit_feed_waiting", {"feed": "siem"})

    await wrote(db, 5)
    feed = feed_of(db, Kept(fails=1))
    await feed.step()
    assert waiting() == 6  # the log says that it was opened, too
    await drained(feed)
    assert waiting() == 0


async def test_a_feed_goes_on_where_it_was_after_a_restart(db: Database) -> None:
    await wrote(db, 3)
    before, after = Kept(), Kept()
    first = feed_of(db, before)
    await drained(first)
    await first.close()
    await wrote(db, 2)
    await drained(feed_of(db, after, "two"))
    assert before.ids + after.ids == await all_in_log(db)


async def test_what_was_delivered_and_not_noted_is_delivered_again(db: Database) -> None:
    await wrote(db, 3)
    receiver = Kept()
    feed = feed_of(db, receiver)
    place = feed.place
    assert await place.hold(1000)
    batch = await place.next(await place.unsent(), AT_ONCE)
    await receiver.deliver([{"id": one.entry_id} for one in batch.entries])  # and then it died
    await drained(feed)
    assert set(receiver.ids) == set(await all_in_log(db))
    assert len(receiver.ids) > len(set(receiver.ids))


async def test_one_process_sends_and_another_takes_over_when_it_is_gone(db: Database) -> None:
    await wrote(db, 2)
    ours, theirs = Kept(), Kept()
    first = feed_of(db, ours)
    second = feed_of(db, theirs, "two")
    late = feed_of(db, theirs, "two", now=lambda: 1000 + HELD_SECONDS + 1)
    await first.step()
    await wrote(db, 2)
    assert await second.step() == IDLE_SECONDS
    assert theirs.ids == []
    await drained(late)
    assert ours.ids + theirs.ids == await all_in_log(db)
    assert await first.place.reach({"2026-11": 1}) is False  # it has been taken over


async def test_an_entry_of_another_node_that_comes_late_is_not_passed_over(db: Database) -> None:
    """It has an earlier time, and so an earlier place, than what was delivered already."""
    receiver = Kept()
    feed = feed_of(db, receiver)
    await wrote(db, 2, node="south", now=lambda: datetime(2026, 11, 21, 10, 5, tzinfo=UTC))
    await drained(feed)
    late = await wrote(db, 2, node="north", now=lambda: datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    await drained(feed)
    assert receiver.ids[-2:] == late
    assert set(receiver.ids) == set(await all_in_log(db))


async def test_an_older_month_goes_first(db: Database) -> None:
    for month in (10, 11):
        at = datetime(2026, month, 5, tzinfo=UTC)
        await wrote(db, 2, now=lambda at=at: at)
    receiver = Kept()
    feed = feed_of(db, receiver)
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


async def test_an_entry_that_cannot_be_mapped_holds_the_feed_and_is_not_skipped(
    db: Database,
) -> None:
    await wrote(db, 1)
    receiver = Kept()
    feed = feed_of(db, receiver)
    await drained(feed)
    feed.recorder = None
    await wrote(db, 1)
    assert [await feed.step(), await feed.step()] == [1, 2]
    feed.recorder = RECORDER
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


async def test_a_siem_is_not_told_whom_it_was_about(db: Database) -> None:
    await wrote(db, 2)
    receiver = Kept()
    await drained(feed_of(db, receiver, without_person=True))
    assert "Patient/" not in str(receiver.events)
    assert "a.okafor" in str(receiver.events)


async def test_what_was_pruned_before_it_was_delivered_holds_nothing_up(db: Database) -> None:
    await wrote(db, 2)
    receiver = Kept()
    feed = feed_of(db, receiver)
    await drained(feed)
    before = await feed.place.unsent()
    await db.write(lambda tx: tx.run("UPDATE audit_head SET size = size + 5"))
    assert [one.waiting for one in await feed.place.unsent()] == [5]
    await feed.step()
    assert before == await feed.place.unsent() == []


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_fails_every_entry_arrives_and_the_first_time_in_order(
    db: Database, seed: int
) -> None:
    """Deliveries that fail, answers that are lost, processes that die or are overtaken."""
    dice, receiver, clock = Random(seed), Kept(), [1000]
    feed = feed_of(db, receiver, now=lambda: clock[0])
    for process in range(40):
        await wrote(db, dice.randrange(30))
        receiver.fails = dice.choice([0, 0, 0, 1])
        receiver.loses_answers = dice.choice([0, 0, 1])
        await feed.step()
        if dice.random() < 0.3:  # another takes over, the first not having said that it stops
            clock[0] += HELD_SECONDS + 1
            feed = feed_of(db, receiver, f"process {process}", now=lambda: clock[0])
    receiver.fails = receiver.loses_answers = 0
    await drained(feed)
    assert list(dict.fromkeys(receiver.ids)) == await all_in_log(db)
