"""A disk that takes as long to make something durable as a server's does: 2 ms, whatever this machine's takes."""

from __future__ import annotations

import time
from typing import Any

import apsw

SYNC_SECONDS = 0.002
POSTGRES = "-c commit_delay=2000 -c commit_siblings=0"
"""The same of PostgreSQL: microseconds it waits before it makes a commit durable, also for one alone."""


class SlowDisk(apsw.VFS):
    """SQLite's own files, but each synchronisation takes at least `SYNC_SECONDS`."""

    def __init__(self) -> None:
        self._base = apsw.vfs_names()[0]
        super().__init__("slow-disk", base=self._base, makedefault=True)

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:  # noqa: N802 - SQLite's word
        return _SlowFile(self._base, name, flags)


class _SlowFile(apsw.VFSFile):
    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's word
        until = time.monotonic() + SYNC_SECONDS
        super().xSync(flags)
        time.sleep(max(0.0, until - time.monotonic()))
