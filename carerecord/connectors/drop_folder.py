"""A folder that a source puts files into: each is taken when it is whole, kept, and then moved.

`done/` holds what was taken whole. `refused/` holds the rest, each with a text beside it that says why and where; what was
well in it is kept all the same, so the file can be mended and put there again. What is in a file is durable before it moves.
Files are as they came, so both are for their owner alone, and are removed after some days: in `refused/` after more of them,
for somebody has to mend what is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from hashlib import sha256
from pathlib import Path

import structlog

from carerecord.config import SettingsError
from carerecord.connectors.contract import NotKept

Take = Callable[[bytes], Awaitable[list[str]]]
"""Keeps what a file holds; every reason why some of it could not be read. Raises `NotKept`: it is tried again."""

LARGEST = 50 * 1024 * 1024  # bytes of one file
_DAY_SECONDS = 24 * 3600.0
_UNFINISHED = (".part", ".tmp", ".filepart")
_LOG = structlog.get_logger()

Seen = dict[str, tuple[int, int]]
"""Size and time of change of each file when it was last looked at."""


class DropFolder:
    def __init__(
        self,
        source_id: str,
        folder: Path,
        take: Take,
        look_seconds: float,
        done_days: float = 30.0,
        refused_days: float = 90.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._source_id = source_id
        self._folder = folder
        self._take = take
        self._look_seconds = look_seconds
        self._kept_seconds = {
            "done": done_days * _DAY_SECONDS,
            "refused": refused_days * _DAY_SECONDS,
        }
        self._now = now
        self._seen: Seen = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looking until the block is left. Of several workers one looks: the others would take a file twice."""
        with self._lock() as is_ours:
            task = asyncio.create_task(self._look_for_ever()) if is_ours else None
            try:
                yield
            finally:
                if task:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)

    async def look(self) -> None:
        """Take every file that has not changed since the last look; remove what has been done with for long."""
        now = await asyncio.to_thread(self._there)
        whole = [name for name, seen in now.items() if self._seen.get(name) == seen]
        self._seen = now
        for name in sorted(whole):
            try:
                await self._taken(self._folder / name)
            except (NotKept, OSError) as error:
                _LOG.warning("feed.waits", source=self._source_id, why=type(error).__name__)
        with contextlib.suppress(OSError):  # at the next look, then
            await asyncio.to_thread(self._forget)

    async def _look_for_ever(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(self._look_seconds)

    async def _taken(self, file: Path) -> None:
        raw = await asyncio.to_thread(file.read_bytes)
        wrong = await self._take(raw) if len(raw) <= LARGEST else ["it is too large"]
        await asyncio.to_thread(self._move, file, raw, wrong)
        if wrong:
            _LOG.warning("feed.refused", source=self._source_id, reasons=len(wrong))

    def _there(self) -> Seen:
        found: Seen = {}
        with os.scandir(self._folder) as entries:
            for one in entries:
                hidden = one.name.startswith(".") or one.name.endswith(_UNFINISHED)
                if not hidden and one.is_file(follow_symlinks=False):
                    stat = one.stat(follow_symlinks=False)
                    found[one.name] = stat.st_size, stat.st_mtime_ns
        return found

    def _move(self, file: Path, raw: bytes, wrong: list[str]) -> None:
        """Under a name that has its digest: two files of one name stay two, and one that comes again is one."""
        folder = self._folder / ("refused" if wrong else "done")
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        name = f"{sha256(raw).hexdigest()[:12]}-{file.name}"
        if wrong:
            why = folder / f"{name}.why.txt"
            why.write_text("\n".join([*wrong, ""]), "utf-8")
            self._as_ours(why)
        self._as_ours(file)
        os.replace(file, folder / name)

    def _as_ours(self, file: Path) -> None:
        """Nobody else reads it, and its time is when it was taken."""
        file.chmod(0o600)
        os.utime(file, (self._now(),) * 2)

    def _forget(self) -> None:
        for name, seconds in self._kept_seconds.items():
            for file in self._folder.glob(f"{name}/*"):
                if file.stat(follow_symlinks=False).st_mtime < self._now() - seconds:
                    file.unlink()

    @contextlib.contextmanager
    def _lock(self) -> Iterator[bool]:
        try:
            self._folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            held = os.open(self._folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise SettingsError(f"options.folder: {self._folder}: {error.strerror}") from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(held)
