"""A source with a second address: the same question goes there when the first is slow, fails or is paused.

The first whole answer is taken and the other is let go; never is one record made of both. A second question is asked
only while the budget lasts.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial

from carerecord.connectors.contract import Replicated
from carerecord.contract import Failure, Query, Receipt
from carerecord.federation import measures
from carerecord.federation.breakers import COUNTED, Lane
from carerecord.federation.gathering import Gathered, gather


@dataclass(frozen=True, slots=True)
class Hedge:
    """One question to either address of one source."""

    pair: Replicated
    first: Lane
    second: Lane

    async def ask(self, query: Query, receipt: Receipt, seconds: float) -> Gathered:
        if self.first.begin():
            return await self._first(query, receipt, seconds)
        replica = Gathered(self.pair.replica)
        if self.second.begin():  # instead of the first, not besides it: the budget is not touched
            await _gathered(replica, query, receipt, seconds, self.second)
        else:
            replica.failure = Failure("paused", self.first.words)
        return replica

    async def _first(self, query: Query, receipt: Receipt, seconds: float) -> Gathered:
        started, first = time.monotonic(), Gathered(self.pair.first)
        asking = asyncio.create_task(_gathered(first, query, receipt, seconds, self.first))
        alone = self.pair.after_seconds or self.first.usual_seconds
        also: asyncio.Task[None] | None = None
        replica = Gathered(self.pair.replica)
        try:
            await asyncio.wait({asking}, timeout=min(alone, seconds))
            if (asking.done() and not _may_be_mended(first)) or not self._may_ask_second():
                await asking
                return first
            left = max(0.0, seconds - (time.monotonic() - started))
            also = asyncio.create_task(_gathered(replica, query, receipt, left, self.second))
            return _told(await _taken((asking, first), (also, replica)), first, replica)
        finally:
            await _let_go(asking, also)

    def _may_ask_second(self) -> bool:
        if not self.second.begin():
            return False
        if self.first.budget.take():
            return True
        self.second.given_up()
        return False


async def _gathered(
    into: Gathered, query: Query, receipt: Receipt, seconds: float, lane: Lane
) -> None:
    await gather(into, query, partial(into.source.pages, query, receipt), seconds, lane)


def _may_be_mended(first: Gathered) -> bool:
    return isinstance(first.failure, Failure) and first.failure.kind in COUNTED


async def _taken(*asked: tuple[asyncio.Task[None], Gathered]) -> Gathered:
    """The first that is whole; where none is, the one with more, and of equals the first."""
    waiting = {task for task, _ in asked}
    while waiting:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task, gathered in asked:
            if task in done and gathered.whole:
                return gathered
    return max((gathered for _, gathered in asked), key=lambda gathered: len(gathered.items))


def _told(taken: Gathered, first: Gathered, replica: Gathered) -> Gathered:
    """Every question that went out is written down with the answer, also the one that was let go."""
    other = first if taken is replica else replica
    taken.request_ids += other.request_ids
    measures.hedged(taken.source.settings.id, "replica" if taken is replica else "first")
    return taken


async def _let_go(*tasks: asyncio.Task[None] | None) -> None:
    going = [task for task in tasks if task is not None]
    for task in going:
        task.cancel()
    await asyncio.gather(*going, return_exceptions=True)
