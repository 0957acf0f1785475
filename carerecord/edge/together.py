"""Whoever comes while one group is being written is of the next group.

A group costs little more than one alone: one transaction, one question for all that is held, one reach for the disk.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """In the order they came. `write` gives an outcome for each of a group; an exception is that one's alone."""

    def __init__(
        self,
        write: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        weight: Callable[[T], int],
        *,
        most: int,
        heaviest: int,
    ) -> None:
        """A group holds at most `most`, and begins no other once it weighs `heaviest`."""
        self._write = write
        self._weight = weight
        self._most = most
        self._heaviest = heaviest
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def put(self, one: T) -> R:
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, future))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                group = self._next()
                for (_, future), outcome in zip(group, await self._written(group), strict=True):
                    _tell(future, outcome)
        finally:
            self._working = None

    async def _written(
        self, group: Sequence[tuple[T, asyncio.Future[R]]]
    ) -> Sequence[R | Exception]:
        """What `write` raises is told to everyone of the group: nobody waits for ever."""
        try:
            return await self._write([one for one, _ in group])
        except Exception as error:
            return [error] * len(group)

    def _next(self) -> list[tuple[T, asyncio.Future[R]]]:
        group = [self._waiting.popleft()]
        weight = self._weight(group[0][0])
        while self._waiting and len(group) < self._most and weight < self._heaviest:
            group.append(self._waiting.popleft())
            weight += self._weight(group[-1][0])
        return group


def _tell(future: asyncio.Future[R], outcome: R | Exception) -> None:
    if future.done():  # its caller stopped waiting
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
