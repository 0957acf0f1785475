"""Other processes that write to the same database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Reads, then writes what it read plus one: loses counts unless one job runs at a time.
COUNT_UP = """
import asyncio, sys
from carerecord.store import Database

def one_more(tx):
    n = tx.one("SELECT n FROM tally")["n"]
    tx.run("UPDATE tally SET n = :n", n=n + 1)

async def main(url, times):
    db = Database.open(url)
    for _ in range(times // 10):
        await asyncio.gather(*(db.write(one_more) for _ in range(10)))
    db.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.fixture
def worker() -> Iterator[Callable[..., subprocess.Popen[Any]]]:
    started: list[subprocess.Popen[Any]] = []

    def start(url: str, times: int) -> subprocess.Popen[Any]:
        started.append(subprocess.Popen([sys.executable, "-c", COUNT_UP, url, str(times)]))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
