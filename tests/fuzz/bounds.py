"""How much reading one input may cost; more is a crash like any other. Measured of this process, whatever else runs."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

MOST_SECONDS = 1.0  # of the processor
MOST_KB = 256 * 1024  # of memory, above what was held before
HANGS_SECONDS = 20  # by the clock, of an input that never ends: the fuzzer itself stops it

Tried = Callable[[bytes], None]


class TooSlow(Exception):
    """One input took more than a second."""


class TooMuch(Exception):
    """One input took more memory than an answer can be worth."""


def most_kb() -> int:
    """The most memory this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def bounded(tried: Tried, most_seconds: float = MOST_SECONDS, most: int = MOST_KB) -> Tried:
    def within(sent: bytes) -> None:
        held, began = most_kb(), time.process_time()
        tried(sent)
        if time.process_time() - began > most_seconds:
            raise TooSlow
        if most_kb() - held > most:
            raise TooMuch

    return within
