"""The load, in a process of its own: the same request at a fixed rate, or as fast as it is answered.

    python -m bench.load '{"port": …, "request": …, "rate": 20, "seconds": 10}'

At a fixed rate a latency counts from the moment the request was due, so a server that falls behind is charged for the
queue it made. At saturation a few connections each ask again as soon as they are answered.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from dataclasses import dataclass, field

from bench.wire import Connection, Reply

MOST_CONNECTIONS = 256


@dataclass
class Tally:
    least_bytes: int
    milliseconds: list[float] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)
    bytes: int = 0

    def count(self, reply: Reply, seconds: float) -> None:
        if reply.status != 200:
            self.fail(f"status {reply.status}")
        elif len(reply.body) < self.least_bytes:
            self.fail("incomplete")
        else:
            self.milliseconds.append(seconds * 1000)
            self.bytes = len(reply.body)

    def fail(self, why: str) -> None:
        self.failures[why] = self.failures.get(why, 0) + 1


class Load:
    def __init__(self, port: int, request: bytes, tally: Tally) -> None:
        self._port = port
        self._request = request
        self._tally = tally
        self._idle: list[Connection] = []
        self._open = 0

    async def _ask_once(self, since: float) -> None:
        try:
            connection = self._idle.pop() if self._idle else await self._connect()
            reply = await connection.ask(self._request)
        except OSError as error:
            self._tally.fail(type(error).__name__)
            return
        self._tally.count(reply, time.perf_counter() - since)
        self._idle.append(connection)

    async def _connect(self) -> Connection:
        self._open += 1
        if self._open > MOST_CONNECTIONS:
            raise ConnectionRefusedError("too many requests wait: the server does not keep up")
        return await Connection.to("127.0.0.1", self._port)

    async def at_rate(self, rate: float, seconds: float) -> None:
        start = time.perf_counter()
        asked = []
        for number in range(int(rate * seconds)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked.append(asyncio.create_task(self._ask_once(due)))
        await asyncio.wait_for(asyncio.gather(*asked), 60)

    async def at_saturation(self, connections: int, seconds: float) -> None:
        end = time.perf_counter() + seconds

        async def keep_asking() -> None:
            while (now := time.perf_counter()) < end:
                await self._ask_once(now)

        await asyncio.gather(*(keep_asking() for _ in range(connections)))


async def run(plan: dict[str, float | str]) -> dict[str, object]:
    tally = Tally(int(plan.get("least_bytes", 0)))
    load = Load(int(plan["port"]), str(plan["request"]).encode("latin-1"), tally)
    gc.disable()
    start = time.perf_counter()
    if "rate" in plan:
        await load.at_rate(float(plan["rate"]), float(plan["seconds"]))
    else:
        await load.at_saturation(int(plan["connections"]), float(plan["seconds"]))
    took = time.perf_counter() - start
    return {
        "milliseconds": tally.milliseconds,
        "failures": tally.failures,
        "bytes": tally.bytes,
        "seconds": took,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.loads(sys.argv[1])))))
