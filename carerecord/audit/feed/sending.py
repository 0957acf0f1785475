"""One feed: what is durable and not yet delivered goes out in order, at least once; failing, it waits and tries again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from prometheus_client import Counter, Gauge

from carerecord.audit.entry import Entry
from carerecord.audit.events import Recorder, audit_event
from carerecord.audit.feed.person import without_person
from carerecord.audit.feed.place import Place
from carerecord.audit.feed.receiver import NotTaken, Receiver
from carerecord.audit.log import Log
from carerecord.contract import Resource

AT_ONCE = 50  # entries in one delivery
IDLE_SECONDS = 1.0
LONGEST_SECONDS = 300.0  # between two tries

_log = structlog.get_logger("carerecord.audit")
_WAITING = Gauge(
    "carerecord_audit_feed_waiting", "Entries that a feed has not delivered yet", ["feed"]
)
_SENT = Counter("carerecord_audit_feed_sent", "Entries that a feed has delivered", ["feed"])
_NOT_TAKEN = Counter("carerecord_audit_feed_not_taken", "Deliveries that failed", ["feed"])

Pause = Callable[[float], Awaitable[None]]


def _seconds() -> int:
    return int(time.time())


@dataclass(slots=True)
class Feed:
    place: Place
    receiver: Receiver
    recorder: Recorder
    log: Log
    without_person: bool = False
    now: Callable[[], int] = _seconds
    pause: Pause = asyncio.sleep
    failures: int = 0  # in a row
    begun: bool = False  # it is written down that this process takes the log out (AUD-10)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.pause(await self.step())

    async def step(self) -> float:
        """One delivery at most; how many seconds to wait before the next."""
        try:
            sent = await self._send_some()
        except (
            Exception
        ) as error:  # whatever it is, a feed that stops for good would not be noticed
            self.failures += 1
            _NOT_TAKEN.labels(self.place.feed).inc()
            _log.warning(
                "audit_feed.not-taken",
                feed=self.place.feed,
                why=str(error) if isinstance(error, NotTaken) else type(error).__name__,
                times=self.failures,
            )
            return backed_off(self.failures)
        self.failures = 0
        return 0 if sent else IDLE_SECONDS

    async def close(self) -> None:
        await self.receiver.close()
        await self.place.let_go()

    async def _send_some(self) -> bool:
        unsent = await self.place.unsent()
        waiting = sum(one.waiting for one in unsent)
        _WAITING.labels(self.place.feed).set(waiting)
        if not waiting or not await self.place.hold(self.now()):
            return False
        await self._say_so()
        batch = await self.place.next(unsent, AT_ONCE)
        if batch.entries:
            await self.receiver.deliver(self._events(batch.entries))
        if await self.place.reach(batch.reached):
            _SENT.labels(self.place.feed).inc(len(batch.entries))
            _WAITING.labels(self.place.feed).set(waiting - len(batch.entries))
        return True

    def _events(self, entries: tuple[Entry, ...]) -> list[Resource]:
        told = map(without_person, entries) if self.without_person else entries
        return [audit_event(entry, self.recorder) for entry in told]

    async def _say_so(self) -> None:
        if not self.begun:
            body = {
                "what": "feed",
                "feed": self.place.feed,
                "without_person": self.without_person,
            }
            await self.log.append("export", None, body=body)
            self.begun = True


def backed_off(failures: int) -> float:
    """1, 2, 4 … seconds, and never more than five minutes."""
    return min(LONGEST_SECONDS, 2.0 ** (min(failures, 16) - 1))
