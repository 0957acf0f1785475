"""One thread that writes: all jobs waiting together share one durable transaction (group commit).

A commit costs the same whether it carries one job or two hundred, so under load waiting together
is worth eight to twelve times. Nobody is told “written” before the commit returned.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from carerecord.store.database import Transaction
from carerecord.store.errors import StoreUnavailable

MOST_JOBS = 256  # in one transaction

T = TypeVar("T")


class WriteConnection(Protocol):
    """What the writer needs of an engine. Its errors are already of the `StoreError` tree."""

    @property
    def transaction(self) -> Transaction: ...

    def begin(self) -> None:
        """Become the only writer; `StoreUnavailable` if that is not possible in time."""

    def commit(self) -> None: ...

    def rollback(self) -> None:
        """Undo everything since `begin`; never raises."""

    def savepoint(self) -> None: ...

    def release(self) -> None:
        """The job is done; raises what was refused of it."""

    def undo(self) -> None:
        """Back to the savepoint; raises when the whole transaction is already gone."""

    def plain(self, error: Exception) -> Exception:
        """The same error in the words of `StoreError`, if it came from the database."""

    def close(self) -> None: ...


@dataclass(slots=True, eq=False)
class _Job:
    run: Callable[[Transaction], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    value: Any = None
    error: Exception | None = None


class Writer:
    """Owns one connection and the only thread that touches it."""

    def __init__(self, connection: WriteConnection) -> None:
        self._connection = connection
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self.failed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, run: Callable[[Transaction], T], *, within: float) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        with self._closing:  # so that no job can be queued behind the end of the queue
            if self._closed:
                raise StoreUnavailable("the database is closed")
            self._waiting.put(_Job(run, loop, future))
        try:
            async with asyncio.timeout(within):
                return await future
        except TimeoutError:
            raise StoreUnavailable(f"nothing was written within {within:g} seconds") from None

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            running = self._write_together(batch)
            _tell(batch)
            if not running:
                break
        self._connection.close()

    def _write_together(self, batch: list[_Job]) -> bool:
        """In one transaction; false at the end of the queue."""
        running = True
        try:
            try:
                self._connection.begin()
            finally:  # those too that came while this process waited for its turn
                running = self._joined(batch)
            self._written(batch)
        except Exception as error:  # the transaction is lost, so nobody's job was written
            self._connection.rollback()
            plain = self._connection.plain(error)
            for job in batch:
                job.error = job.error or plain
        if any(isinstance(job.error, StoreUnavailable) for job in batch):
            self.failed.set()
        return running

    def _joined(self, batch: list[_Job]) -> bool:
        """Everything that waits goes into the batch, up to `MOST_JOBS`; false at the end of the queue."""
        while len(batch) < MOST_JOBS:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return True
            if job is None:
                return False
            batch.append(job)
        return True

    def _written(self, batch: list[_Job]) -> None:
        self._connection.transaction.ends = {}
        if len(batch) == 1:  # what fails is undone with all of the transaction
            batch[0].value = batch[0].run(self._connection.transaction)
        else:
            for job in batch:
                self._run(job)
        self._end()
        self._connection.commit()

    def _end(self) -> None:
        transaction = self._connection.transaction
        for end in transaction.ends.values():
            end(transaction)

    def _run(self, job: _Job) -> None:
        self._connection.savepoint()
        ends = dict(self._connection.transaction.ends)
        try:
            job.value = job.run(self._connection.transaction)
            self._connection.release()
        except Exception as error:
            job.error = self._connection.plain(error)
            self._connection.undo()
            self._connection.transaction.ends = ends


def _tell(batch: Iterable[_Job]) -> None:
    """Wake each event loop once, not once a job."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = defaultdict(list)
    for job in batch:
        by_loop[job.loop].append(job)
    for loop, jobs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: Iterable[_Job]) -> None:
    for job in jobs:
        if job.future.done():  # its caller stopped waiting
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.value)
