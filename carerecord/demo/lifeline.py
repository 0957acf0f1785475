"""Tie a process to its parent, so that none is left behind however the parent ends."""

from __future__ import annotations

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(how: signal.Signals, parent: int) -> None:
    """Have the kernel send `how` when `parent` ends; end now if it already has (Linux only)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:
        os.kill(os.getpid(), how)
