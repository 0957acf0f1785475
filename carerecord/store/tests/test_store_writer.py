"""Group commit against a connection that can be told to fail at any step."""

from __future__ import annotations

import asyncio
import threading

import pytest

from carerecord.store import StoreUnavailable
from carerecord.store.writer import MOST_JOBS, Writer


class Pending(list):
    """A transaction that only remembers what jobs put there."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: dict = {}


class Recorder:
    """Keeps what it was asked; fails where it is told to."""

    def __init__(self, *failing: str) -> None:
        self.failing = set(failing)
        self.steps: list[str] = []
        self.committed: list[int] = []
        self.transaction = self.pending = Pending()

    def _step(self, name: str) -> None:
        self.steps.append(name)
        if name in self.failing:
            raise OSError(f"{name} failed")

    def begin(self) -> None:
        self._step("begin")

    def commit(self) -> None:
        self._step("commit")
        self.committed += self.pending
        self.pending.clear()

    def rollback(self) -> None:
        self.pending.clear()
        self.steps.append("rollback")

    def savepoint(self) -> None:
        self._step("savepoint")
        self.saved = len(self.pending)

    def release(self) -> None:
        self._step("release")

    def undo(self) -> None:
        self._step("undo")
        del self.pending[self.saved :]

    def plain(self, error: Exception) -> Exception:
        return StoreUnavailable(str(error)) if isinstance(error, OSError) else error

    def close(self) -> None:
        self.steps.append("close")


def put(number: int):
    return lambda pending: pending.append(number)


async def held_back(writer: Writer) -> tuple[threading.Event, asyncio.Task[None]]:
    """The writer's thread is busy until the event is set, so that jobs queue up behind."""
    go, busy = threading.Event(), threading.Event()

    def wait(_pending: object) -> None:
        busy.set()
        go.wait()

    first = asyncio.create_task(writer.write(wait, within=5))
    await asyncio.to_thread(busy.wait)
    return go, first


async def test_jobs_that_wait_together_share_one_transaction_of_at_most_256():
    connection = Recorder()
    writer = Writer(connection)
    go, _first = await held_back(writer)
    waiting = [asyncio.create_task(writer.write(put(n), within=5)) for n in range(MOST_JOBS + 44)]
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(*waiting)
    writer.close()
    assert connection.steps.count("commit") == 3
    assert connection.committed == list(range(MOST_JOBS + 44))


@pytest.mark.parametrize("step", ["begin", "savepoint", "release", "commit"])
async def test_nobody_is_told_written_when_the_transaction_is_lost(step):
    connection = Recorder()
    writer = Writer(connection)
    go, first = await held_back(writer)
    waiting = [asyncio.create_task(writer.write(put(n), within=5)) for n in (1, 2)]
    await asyncio.sleep(0)
    connection.failing.add(step)
    go.set()
    told = await asyncio.gather(*waiting, first, return_exceptions=True)
    assert [type(one) for one in told[:2]] == [StoreUnavailable, StoreUnavailable]
    connection.failing.clear()
    await writer.write(put(3), within=5)
    writer.close()
    assert connection.committed == [3]


@pytest.mark.parametrize("step", ["begin", "commit"])
async def test_a_job_alone_is_written_with_its_transaction_or_not_at_all(step):
    connection = Recorder(step)
    writer = Writer(connection)
    with pytest.raises(StoreUnavailable, match=f"{step} failed"):
        await writer.write(put(1), within=5)
    connection.failing.clear()

    def fails(pending: Pending) -> None:
        pending.append(2)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await writer.write(fails, within=5)
    await writer.write(put(3), within=5)
    writer.close()
    assert connection.committed == [3]
    assert "savepoint" not in connection.steps


async def test_a_job_that_cannot_be_undone_takes_the_whole_transaction_with_it():
    connection = Recorder("undo")
    writer = Writer(connection)
    go, _first = await held_back(writer)

    def fails(_pending: object) -> None:
        raise ValueError("no")

    waiting = [asyncio.create_task(writer.write(job, within=5)) for job in (put(1), fails, put(3))]
    await asyncio.sleep(0)
    go.set()
    told = await asyncio.gather(*waiting, return_exceptions=True)
    writer.close()
    assert [type(one) for one in told] == [StoreUnavailable, ValueError, StoreUnavailable]
    assert connection.committed == []


async def test_a_write_that_takes_too_long_is_given_up():
    writer = Writer(Recorder())
    go, _first = await held_back(writer)
    with pytest.raises(StoreUnavailable, match=r"within 0\.05 seconds"):
        await writer.write(put(1), within=0.05)
    go.set()
    writer.close()


async def test_a_caller_that_went_away_does_not_disturb_the_others():
    connection = Recorder()
    writer = Writer(connection)
    go, _first = await held_back(writer)
    gone = asyncio.create_task(writer.write(put(1), within=5))
    stays = asyncio.create_task(writer.write(put(2), within=5))
    await asyncio.sleep(0)
    gone.cancel()
    go.set()
    await stays
    writer.close()
    assert connection.committed == [1, 2]


async def test_an_end_is_carried_out_once_before_the_commit_for_all_who_left_it():
    recorder = Recorder()
    writer = Writer(recorder)
    held, first = await held_back(writer)

    def counts(pending):
        pending.ends["count"] = lambda later: later.append(f"of {len(later)}")
        pending.append(1)

    jobs = [asyncio.ensure_future(writer.write(counts, within=5)) for _ in range(3)]
    await asyncio.sleep(0)
    held.set()
    await asyncio.gather(first, *jobs)
    assert [one for one in recorder.committed if isinstance(one, str)] == ["of 3"]
    await writer.write(put(7), within=5)
    assert recorder.committed[-1] == 7, "the next transaction has no end left over"
    writer.close()


async def test_what_a_failed_job_left_for_the_end_is_undone_with_it():
    recorder = Recorder()
    writer = Writer(recorder)
    held, first = await held_back(writer)

    def leaves(pending):
        pending.ends["who"] = lambda later: later.append("kept")

    def leaves_and_fails(pending):
        pending.ends["who"] = lambda later: later.append("undone")
        raise ValueError("undone")

    jobs = [
        asyncio.ensure_future(writer.write(one, within=5)) for one in (leaves, leaves_and_fails)
    ]
    await asyncio.sleep(0)
    held.set()
    await first
    assert await jobs[0] is None
    with pytest.raises(ValueError, match="undone"):
        await jobs[1]
    assert "kept" in recorder.committed
    assert "undone" not in recorder.committed
    writer.close()


async def test_an_end_that_fails_fails_everything():
    recorder = Recorder()
    writer = Writer(recorder)

    def fails(pending):
        raise OSError("no key")

    def leaves(pending):
        pending.append(1)
        pending.ends["who"] = fails

    with pytest.raises(StoreUnavailable, match="no key"):
        await writer.write(leaves, within=5)
    assert recorder.committed == []
    writer.close()


async def test_jobs_that_come_while_a_turn_is_waited_for_share_it():
    """Another process writes meanwhile; who came after the first does not wait for a second turn."""
    recorder, turn, waits = Recorder(), threading.Event(), threading.Event()

    def begin() -> None:
        waits.set()
        turn.wait()

    recorder.begin = begin
    writer = Writer(recorder)
    first = asyncio.create_task(writer.write(put(1), within=5))
    await asyncio.to_thread(waits.wait)
    later = [asyncio.create_task(writer.write(put(n), within=5)) for n in (2, 3)]
    await asyncio.sleep(0)
    turn.set()
    await asyncio.gather(first, *later)
    writer.close()
    assert recorder.steps.count("commit") == 1
    assert recorder.committed == [1, 2, 3]
