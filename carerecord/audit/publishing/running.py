"""While the server runs: every log's newest checkpoint to whoever should have it, a second after it changed.

One process of a machine does it. Nobody waits for a witness, and no witness for another.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import structlog
from prometheus_client import Gauge

from carerecord.audit.head import LogAltered
from carerecord.audit.notes import PublicKey
from carerecord.audit.proving import NoSuchEntry, Proving
from carerecord.audit.publishing import store
from carerecord.audit.publishing.folder import Folder
from carerecord.audit.publishing.kept import Kept
from carerecord.audit.publishing.store import Due, Witnessed
from carerecord.audit.publishing.submitting import UNANSWERED, Ahead, Refused, Submitting
from carerecord.config import SettingsError
from carerecord.store import Database, StoreError

_log = structlog.get_logger("carerecord.audit")
TICK = 0.5  # seconds between looks at the ends of the logs
AGAIN = 5.0  # seconds after a witness did not answer
IDLE = timedelta(seconds=60)  # a log that does not change is shown again after so long
COSIGNED = Gauge(
    "carerecord_witness_cosigned_seconds", "When a witness last cosigned (Unix time)", ["witness"]
)


def _now() -> datetime:
    return datetime.now(UTC)


class Publishing:
    """What one machine does for the logs of its node."""

    def __init__(
        self,
        db: Database,
        kept: Kept,
        witnesses: tuple[Submitting, ...],
        *,
        keys: tuple[PublicKey, ...],
        node: str = "",
        folder: Path | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._db = db
        self._proving = Proving(db)
        self._kept = kept
        self._witnesses = witnesses
        self._keys = keys
        self._node = node
        self._folder = Folder(folder, self._proving) if folder else None
        self._now = now
        self._sizes: dict[str, int] = {}
        self._sent: dict[tuple[str, str], datetime] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Publishing, until the block is left."""
        task = asyncio.create_task(self._run())
        task.add_done_callback(_said_why)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        """Where another process of this machine does it, wait to take over."""
        with _first(self._kept.lock) as is_first:
            await _until(is_first)
            async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_always())
                for witness in self._witnesses:
                    tasks.create_task(self._submit_always(session, witness))

    async def keep(self) -> None:
        """Write down, outside the database, what has changed since."""
        found = [one for one in await self._dues() if self._sizes.get(one.log) != one.size]
        if not found:
            return
        self._kept.write({one.log: one.note for one in found})
        for one in found:
            if self._folder:
                await self._folder.publish(one, self._keys)
            self._sizes[one.log] = one.size

    async def submit(self, session: aiohttp.ClientSession, witness: Submitting) -> datetime | None:
        """Everything that is due to one witness; when it cosigned the last of it. `Refused`, or `UNANSWERED`.

        What it refuses of one log keeps it from no other.
        """
        name, newest, refused = str(witness.key), None, None
        had = {one.log: one for one in await store.witnessed(self._db) if one.witness == name}
        found = await self._dues()
        done = set[str]()
        for due in found:
            last = had.get(due.log)
            if due.log in done or (last is not None and not self._is_due(due, last)):
                continue
            try:
                newest = await self._submit(session, witness, due, last.size if last else 0)
                done.add(due.log)
            except Refused as error:
                refused = refused or (None if _has(found, due, error) else error)
        if refused:
            raise refused
        return newest

    async def _submit(
        self, session: aiohttp.ClientSession, witness: Submitting, due: Due, old: int
    ) -> datetime:
        try:
            cosigned = await witness.submit(session, self._proving, due, old)
        except LogAltered as error:  # as where the log was pruned before this witness had it whole
            raise Refused(str(error)) from None
        await store.keep(self._db, str(witness.key), due, cosigned)
        self._sent[str(witness.key), due.log] = self._now()
        COSIGNED.labels(witness.name).set(cosigned.at.timestamp())
        return cosigned.at

    async def _dues(self) -> list[Due]:
        return [one for one in await store.dues(self._db) if one.lost or one.node == self._node]

    def _is_due(self, due: Due, last: Witnessed) -> bool:
        if last.closed:
            return False
        grown = (due.size, due.closed) != (last.size, last.closed)
        sent = self._sent.get((last.witness, last.log))
        return grown or sent is None or self._now() - sent >= IDLE

    async def _keep_always(self) -> None:
        while True:
            try:
                await self.keep()
            except (StoreError, LogAltered, NoSuchEntry, SettingsError, OSError) as error:
                _log.error("audit.unpublished", error=type(error).__name__)
            await asyncio.sleep(TICK)

    async def _submit_always(self, session: aiohttp.ClientSession, witness: Submitting) -> None:
        said = ""
        while True:
            words, wait = "", TICK
            try:
                await self.submit(session, witness)
            except Refused as error:
                words, wait = str(error), AGAIN
            except UNANSWERED as error:
                words, wait = type(error).__name__, AGAIN
            except (StoreError, LogAltered) as error:
                words = type(error).__name__
            if words and words != said:
                _log.error("audit.unwitnessed", witness=witness.name, why=words)
            said = words
            await asyncio.sleep(wait)


def _said_why(task: asyncio.Task[None]) -> None:
    """It ends when it is cancelled; anything else is a fault of ours."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("audit.unpublished", error=type(error).__name__)


def _has(found: list[Due], due: Due, error: Refused) -> bool:
    """Whether a lost log is there in the size that the witness knows it by."""
    return isinstance(error, Ahead) and any(
        one.lost and (one.log, one.size) == (due.log, error.size) for one in found
    )


async def _until(is_first: Callable[[], bool]) -> None:
    while True:
        if is_first():
            return
        await asyncio.sleep(AGAIN)


@contextlib.contextmanager
def _first(lock: Path) -> Iterator[Callable[[], bool]]:
    """Whether this process holds the lock, which goes with the process."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def taken() -> bool:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    try:
        yield taken
    finally:
        os.close(handle)
