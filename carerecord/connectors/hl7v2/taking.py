"""Several messages that have come: each is read in its turn, and all are kept together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Take = Callable[[bytes], Coroutine[Any, Any, Sequence[bytes]]]
"""What is done with a message: its acknowledgements, given when what it said is durable."""
_AT_ONCE = 8  # messages read before others have their turn: some two milliseconds


async def taken(take: Take, messages: Sequence[bytes]) -> list[bytes]:
    """The answers, in the order of the messages."""
    taking: list[asyncio.Task[Sequence[bytes]]] = []
    for place, message in enumerate(messages, 1):
        taking.append(asyncio.create_task(take(message)))
        if place % _AT_ONCE == 0:
            await asyncio.sleep(0)
    return [one for answers in await asyncio.gather(*taking) for one in answers]
