"""The file: a line is on the disk before its receipt exists. Read whole each time, so that any worker may add to it.

A last line without its end was never finished, by a kill or a power cut: nobody has its receipt, and it is cut off.
Anything else that is not as it was written stops the spool, and is for whoever adds it to the log to tell.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carerecord.audit.spool.contract import Bounds, Held, Spooled, SpoolUnavailable
from carerecord.audit.spool.lines import FIRST, LineBroken, Lines, digest_of
from carerecord.contract import Receipt

_MODE = 0o600


def _now() -> datetime:
    return datetime.now(UTC)


class Spool:
    """Of one node, in a folder that the node's processes share and nobody else reads."""

    def __init__(
        self, folder: Path, lines: Lines, bounds: Bounds, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._path = folder / f"emergency{f'-{lines.node}' if lines.node else ''}.spool"
        self._lines = lines
        self._bounds = bounds
        self._now = now
        self.given: dict[str, Spooled] = {}
        """What this process has given receipts for and not seen in the log: the file is not alone in knowing."""

    async def add(self, row: dict[str, str], besides: dict[str, Any]) -> Receipt:
        """The receipt of an entry that is on the disk. Raises `SpoolUnavailable`."""
        spooled = Spooled(row, besides)
        number = await asyncio.to_thread(self._add, spooled)
        self.given[spooled.id] = spooled
        return Receipt(number, spooled.id, spooled=True)

    async def held(self) -> Held:
        """What is in the file now. Raises `SpoolUnavailable` where it cannot be read."""
        if not self._path.exists():  # nearly always: then no thread is asked
            return Held()
        return await asyncio.to_thread(self._held)

    async def let_go(self, held: Held) -> bool:
        """It is all in the log: remove the file, or set it aside where it was not intact. False: it has grown."""
        return await asyncio.to_thread(self._let_go, held)

    def _add(self, spooled: Spooled) -> int:
        with self._turn():
            held = self._read()
            number = len(held.entries) + 1
            line = self._lines.written(number, held.last or FIRST, spooled)
            self._refuse_used_up(held, len(line))
            self._write(held.size, line)
            return number

    def _held(self) -> Held:
        with self._turn():
            return self._read()

    def _let_go(self, held: Held) -> bool:
        with self._turn():
            if self._read().digest != held.digest:
                return False
            if held.intact:
                self._path.unlink(missing_ok=True)
            elif self._path.exists():
                self._path.rename(self._path.with_suffix(f".altered-{held.digest[:12]}"))
            _sync(self._path.parent)
            return True

    def _read(self) -> Held:
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        entries, before, intact = [], FIRST, True
        for place, line in enumerate(whole.splitlines(keepends=True), 1):
            try:
                number, said, spooled = self._lines.read(line)
                entries.append(spooled)
                intact = intact and (number, said) == (place, before)
            except LineBroken:
                intact = False
            before = digest_of(line)
        digest = hashlib.sha256(whole).hexdigest() if whole else ""
        last = before if whole else ""
        return Held(
            entries=tuple(entries), size=len(whole), last=last, digest=digest, intact=intact
        )

    def _refuse_used_up(self, held: Held, more: int) -> None:
        bounds = self._bounds
        if not held.intact:
            raise SpoolUnavailable("the emergency spool is not as it was written")
        if len(held.entries) >= bounds.entries:
            raise SpoolUnavailable(f"the emergency spool is used up: {bounds.entries} entries")
        if held.size + more > bounds.size:
            raise SpoolUnavailable(f"the emergency spool is used up: {bounds.size} bytes")
        since = self._now() - held.entries[0].at if held.entries else timedelta()
        if not timedelta() <= since <= bounds.time:
            minutes = bounds.time // timedelta(minutes=1)
            raise SpoolUnavailable(f"the emergency spool is used up: {minutes} minutes")

    def _write(self, size: int, line: bytes) -> None:
        """At the end of the last whole line; on a disk that does not take it, as if it had not been tried."""
        new = not self._path.exists()
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
        try:
            os.ftruncate(handle, size)
            if os.write(handle, line) != len(line):
                raise SpoolUnavailable("the emergency spool cannot be written: its disk is full")
            os.fsync(handle)
            if new:
                _sync(self._path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, size)
            raise
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time, of all processes of this machine. Beside the file, which goes when it was drained."""
        try:
            handle = os.open(
                self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE
            )
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)
        except OSError as error:
            words = f"the emergency spool cannot be used: {error.strerror}"
            raise SpoolUnavailable(words) from None


def _sync(folder: Path) -> None:
    """That a file was made, renamed or removed there is on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
