"""An event loop whose clock goes on only when nobody has anything to do: hours pass in no time, and the same each time.

While another thread is writing to the store the clock stands still, so that how quick a disk is changes nothing.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

from carerecord.store import Database

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    loop: Loop

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.loop.writing or timeout is None:
            return super().select(None)
        self.loop.now += timeout
        return []


class Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.now, self.writing = 0.0, 0
        super().__init__(selector)

    def time(self) -> float:
        return self.now


class Watched:
    """The store, telling the loop when something is being written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def write(self, *arguments: Any, **options: Any) -> Any:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        loop.writing += 1
        try:
            return await self._db.write(*arguments, **options)
        finally:
            loop.writing -= 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(work)
