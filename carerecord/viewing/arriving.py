"""What comes after a page was drawn is written down and kept for the session, whether or not its reader is still there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from carerecord.contract import Answer
from carerecord.federation import have_come
from carerecord.viewing import written
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import View
from carerecord.viewing.fetching import Fetching
from carerecord.viewing.late import Arrived, Late
from carerecord.viewing.writing import ViewWriting

TOGETHER = 0.1
"""Seconds: what comes within them is told of in one go."""
_Told = asyncio.Queue[Arrived | Exception | None]


@dataclass(frozen=True, slots=True)
class Arriving:
    fetching: Fetching
    views: ViewWriting
    running: set[asyncio.Task[None]] = field(default_factory=set)

    async def since(self, view: View) -> AsyncIterator[Arrived]:
        """Until every source has answered or is waited for no longer. Raises `RecordUnavailable`.

        Whoever stops listening is told of no more; what comes is written down and kept all the same.
        """
        if view.late is None:
            return
        told: _Told = asyncio.Queue()
        task = asyncio.create_task(self._told(view, view.late, told))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        task.add_done_callback(lambda _: told.put_nowait(None))
        while (one := await told.get()) is not None:
            if isinstance(one, Exception):
                raise one
            yield one

    @asynccontextmanager
    async def ending(self) -> AsyncIterator[None]:
        """Beside a server: nothing is waited for once it stops."""
        try:
            yield
        finally:
            for one in self.running:
                one.cancel()
            await asyncio.gather(*self.running, return_exceptions=True)

    async def _told(self, view: View, late: Late, told: _Told) -> None:
        try:
            while late.coming:
                came = await _next(late)
                answers = [came.get(one.source_id, one) for one in late.answers]
                coming = {one: task for one, task in late.coming.items() if one not in came}
                late = replace(late, answers=answers, coming=coming)
                told.put_nowait(await self._arrived(view, late, came))
        except Exception as error:  # whoever listens says so
            told.put_nowait(error)

    async def _arrived(self, view: View, late: Late, came: Mapping[str, Answer]) -> Arrived:
        """Written down, and kept with that; only then may anybody be told of it (I1)."""
        await self.fetching.incidents.answers(view, list(came.values()))
        self.fetching.asking.learn(view, came.values())
        record = await late.again(late.answers, came)
        along = await self.fetching.along_late(view, late, late.answers)
        await self.views.of_view("late", view, written.late(came), Besides(at=view.at), along)
        sources = tuple(one for one in view.sources if one.id in came)
        return Arrived(sources, replace(view, fetched=None), record, not late.coming)


async def _next(late: Late) -> Mapping[str, Answer]:
    await asyncio.wait(late.coming.values(), return_when=asyncio.FIRST_COMPLETED)
    return await have_come(late.coming, time.monotonic() + TOGETHER)
