"""A child forked from the demo before it has a loop or a thread.

It shares what the demo has imported and invented; only what it changes costs memory. It says through a pipe that it is
ready, and where it listens.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from carerecord.config import SettingsError
from carerecord.demo.lifeline import end_with_parent

_READY_SECONDS = 20.0

Serve = Callable[[int], Coroutine[None, None, None]]
"""What the child does until it is killed; it writes its words into the pipe once, and closes it."""


@dataclass(frozen=True, slots=True)
class Forked:
    pid: int
    _pipe: int
    _log: Path

    def said(self, words: int) -> list[str]:
        """So many words; raises `SettingsError` where it ended, or took too long."""
        try:
            found, _, _ = select.select([self._pipe], [], [], _READY_SECONDS)
            said = os.read(self._pipe, 4096).decode().split() if found else []
        finally:
            os.close(self._pipe)
        if len(said) != words:
            raise SettingsError(f"{self._log.stem} did not start; see {self._log}")
        return said


def forked(serve: Serve, log: Path) -> Forked:
    reading, writing = os.pipe()
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    if (pid := os.fork()) == 0:
        _be(serve, log, writing, parent)
    os.close(writing)
    return Forked(pid, reading, log)


def say(pipe: int, *words: str) -> None:
    os.write(pipe, " ".join(words).encode())
    os.close(pipe)


def _be(serve: Serve, log: Path, pipe: int, parent: int) -> NoReturn:
    """The child: serve until killed, and never return into what the parent was doing."""
    try:
        end_with_parent(signal.SIGKILL, parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the demo, which stops us
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _write_to(log)
        asyncio.run(serve(pipe))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)


def _write_to(log: Path) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
