"""Processes the demo forked: whether one has ended, and stopping them so that nothing is left."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_STOP_SECONDS = 2.0


@contextmanager
def stopped_at_the_end(pids: Sequence[int]) -> Iterator[None]:
    """Those that are in `pids` by then."""
    try:
        yield
    finally:
        ignore_signals()
        _stop(pids)


def has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def ignore_signals() -> None:
    """A second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _stop(pids: Sequence[int]) -> None:
    pids = [pid for pid in pids if not has_ended(pid)]  # a number given back may be anybody's now
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + _STOP_SECONDS
    while (pids := [pid for pid in pids if not has_ended(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
