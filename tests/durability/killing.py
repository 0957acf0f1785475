"""Processes that append to one log until they are killed, and every receipt that they gave before.

They are forked from one that has imported everything, so that a thousand of them take a minute or two.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import time
from dataclasses import dataclass

from carerecord.audit import Key, Log
from carerecord.store import Database

KEY = Key("region.example/audit", bytes(32))
AT_ONCE = 4  # appends in flight in one process
LONGEST = 60.0  # seconds until a first receipt


@dataclass(frozen=True, slots=True)
class Killed:
    """One process that is gone: what it had told, whole lines only."""

    receipts: tuple[str, ...]


def killed_at_random(url: str, processes: int, chance: random.Random) -> list[Killed]:
    """Start so many, kill each with -9 a moment after the first receipt of all; what each had told."""
    started = [_started(url) for _ in range(processes)]
    told = [_until_first(pipe) for _, pipe in started]
    time.sleep(chance.uniform(0, 0.02))
    for pid, _ in started:
        os.kill(pid, signal.SIGKILL)
    return [_rest(pid, pipe, begun) for (pid, pipe), begun in zip(started, told, strict=True)]


def _started(url: str) -> tuple[int, int]:
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    try:  # the child: nothing of the test's own clean-up may run here
        os.close(out)
        asyncio.run(_append_for_ever(url, into))
    finally:
        os._exit(1)


async def _append_for_ever(url: str, into: int) -> None:
    log = Log(Database.open(url, []), KEY)

    async def one() -> None:
        while True:
            receipt = await log.append("open", None, person_id="p-1", body={})
            os.write(into, f"{receipt.entry_id}\n".encode())

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))


def _until_first(pipe: int) -> bytes:
    readable, _, _ = select.select([pipe], [], [], LONGEST)
    assert readable, "nothing was appended: the test shows nothing"
    begun = os.read(pipe, 65536)
    assert begun, "a process that appends has ended by itself"
    return begun


def _rest(pid: int, pipe: int, told: bytes) -> Killed:
    while more := os.read(pipe, 65536):
        told += more
    os.close(pipe)
    os.waitpid(pid, 0)
    return Killed(tuple(told.decode().rpartition("\n")[0].splitlines()))
