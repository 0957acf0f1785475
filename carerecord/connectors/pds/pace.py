"""No more requests in a second than were agreed: a short queue, and after that “busy” rather than waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from carerecord.connectors.contract import SourceFault

PATIENCE_SECONDS = 1.0  # the longest anybody waits for their turn
LONGEST_REST_SECONDS = 60.0  # however long a Retry-After asks for


class IndexBusy(SourceFault):
    """is too busy to answer."""


def seconds_in(retry_after: str) -> float:
    """What a Retry-After asks for; of one that says no number of seconds, nothing (RFC 9110 10.2.3)."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0


class Pace:
    """The turns of one process."""

    def __init__(
        self,
        per_second: float,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._between = 1 / per_second
        self._now = now
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Returns when it is this one's turn. Raises `IndexBusy` where that is too far away."""
        now = self._now()
        start = max(now, self._next)
        if start - now > PATIENCE_SECONDS:
            raise IndexBusy
        self._next = start + self._between
        if start > now:
            await self._sleep(start - now)

    def rest(self, seconds: float) -> None:
        """It is left alone for so long; at least one turn, and at most a minute."""
        resting = self._now() + min(max(seconds, self._between), LONGEST_REST_SECONDS)
        self._next = max(self._next, resting)
