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
    first_seconds: (
        float  # from its start to its first receipt, the store opened and checked in between
    )


def killed_at_random(url: str, processes: int, chance: random.Random) -> list[Killed]:
    """Start so many, kill each with -9 a moment after the first receipt of all; what each had told."""
    begun = time.monotonic()
    started = [_started(url) for _ in range(processes)]
    first = _first_of_each([pipe for _, pipe in started], begun)
    time.sleep(chance.uniform(0, 0.02))
    for pid, _ in started:
        os.kill(pid, signal.SIGKILL)
    return [_rest(pid, pipe, *first[pipe]) for pid, pipe in started]


def as_figures(seconds: list[float]) -> str:
    """Of many starts: the middle one, the slowest in a hundred, the slowest of all."""
    ordered = sorted(seconds)
    middle, slow = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"median {middle:.3f} s, p99 {slow:.3f} s, slowest {ordered[-1]:.3f} s"


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


def _first_of_each(pipes: list[int], begun: float) -> dict[int, tuple[bytes, float]]:
    """By pipe: the first that was told, and after how long."""
    found: dict[int, tuple[bytes, float]] = {}
    while waiting := [pipe for pipe in pipes if pipe not in found]:
        readable, _, _ = select.select(waiting, [], [], LONGEST)
        assert readable, "nothing was appended: the test shows nothing"
        for pipe in readable:
            told = os.read(pipe, 65536)
            assert told, "a process that appends has ended by itself"
            found[pipe] = told, time.monotonic() - begun
    return found


def _rest(pid: int, pipe: int, told: bytes, first_seconds: float) -> Killed:
    while more := os.read(pipe, 65536):
        told += more
    os.close(pipe)
    os.waitpid(pid, 0)
    return Killed(tuple(told.decode().rpartition("\n")[0].splitlines()), first_seconds)
