"""Group commit against a connection that can be told to fail at any step."""

from __future__ import annotations

import asyncio
import threading

import pytest

from carerecord.store import StoreUnavailable
from carerecord.store.writer import MOST_JOBS, Writer


class Recorder:
    """Keeps what it was asked; fails where it is told to."""

    def __init__(self, *failing: str) -> None:
        self.failing = set(failing)
        self.steps: list[str] = []
        self.committed: list[int] = []
        self.transaction = self.pending = []

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

    def release(self) -> None:
        self._step("release")

    def undo(self) -> None:
        self._step("undo")

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
    connection = Recorder(step)
    writer = Writer(connection)
    with pytest.raises(StoreUnavailable, match=f"{step} failed"):
        await writer.write(put(1), within=5)
    connection.failing.clear()
    await writer.write(put(2), within=5)
    writer.close()
    assert connection.committed == [2]


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
