"""The run: set everything up once, then each person with each kind of sources, on each face and on the floor."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Cell
from bench.measuring import Asked, at_rate, at_saturation, load
from bench.process import Process
from bench.region import Measured, fill, invented, pack
from bench.sources import DELAY, NO_DELAY, Plan, Sources
from bench.wire import Connection, Reply
from carerecord.demo.ports import free_port

CONNECTIONS = 8
RATES = {"typical": 20.0, "large": 2.0}
STARTED_WITHIN_SECONDS = 30.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    seconds: float
    people: tuple[str, ...]
    delays: tuple[str, ...]


WHOLE = Size(10, ("typical", "large"), (NO_DELAY, DELAY))
SMALL = Size(4, ("typical",), (NO_DELAY,))


class Run:
    def __init__(self, size: Size, folder: Path, stack: ExitStack, say: Say) -> None:
        self._size, self._folder, self._stack, self._say = size, folder, stack, say
        people = invented()
        counts = pack(people, folder / "sources")
        say("starting twelve sources and the server")
        self._sources = Sources(folder, stack)
        self._port = free_port()
        configuration, everyone = fill(folder, self._port, self._sources.addresses, people, counts)
        self._people = [one for one in everyone if one.case in size.people]
        command = ("-m", "carerecord.cli", "serve", "--config", str(configuration))
        self._server = self._started(*command, heard=False)
        asyncio.run(until_open(self._port))

    def cells(self) -> Iterator[Cell]:
        for one in self._people:
            for delay in self._size.delays:
                self._sources.slow(delay)
                yield from self._of(one, delay)

    def _of(self, one: Measured, delay: str) -> Iterator[Cell]:
        plan = self._planned(one)
        floor = self._started(
            "-m", "bench.floor", str(plan.write(self._folder / "plan.json")), str(self._folder / "floor.db")
        )  # fmt: skip
        floor_port = int(floor.line())
        asked = [
            self._asked(one, delay, plan, "carerecord", "JSON", self._port, one.json, self._server),
            self._asked(one, delay, plan, "carerecord", "HTML", self._port, one.html, self._server),
            self._asked(one, delay, plan, "floor", "bytes", floor_port, FLOOR_REQUEST, floor),
        ]
        for each in asked:
            self._say(f"{each.server}, {each.face}, {one.case} person, sources at {delay}")
            load(each.port, each.request, each.least_bytes, {"connections": 2, "seconds": 1})
            yield at_rate(each, RATES[one.case], self._size.seconds)
            yield at_saturation(each, CONNECTIONS, self._size.seconds)
        floor.stop()

    def _planned(self, one: Measured) -> Plan:
        """What carerecord asks of the sources for one view, once every answer is kept."""
        for _ in range(3):
            asyncio.run(_ask(self._port, one.json))
        self._sources.record()
        asyncio.run(_ask(self._port, one.json))
        return self._sources.recorded()

    def _asked(
        self, one: Measured, delay: str, plan: Plan,
        server: str, face: str, port: int, request: str, process: Process,
    ) -> Asked:  # fmt: skip
        whole = asyncio.run(_ask(port, request))
        _require_whole(whole, face)
        least = int(len(whole.body) * 0.98)
        return Asked(
            server, face, one.case, one.resources, delay,
            port, request, process, plan.slowest_ms, least,
        )  # fmt: skip

    def _started(self, *command: str, heard: bool = True) -> Process:
        process = Process(*command, log=self._folder / "log", heard=heard)
        self._stack.callback(process.stop)
        return process


FLOOR_REQUEST = "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"


def run(size: Size, say: Say) -> list[Cell]:
    with ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(prefix="carerecord-bench-")
        path = Path(stack.enter_context(folder))
        return list(Run(size, path, stack, say).cells())


async def _ask(port: int, request: str) -> Reply:
    connection = await Connection.to("127.0.0.1", port)
    try:
        return await connection.ask(request.encode("latin-1"))
    finally:
        connection.close()


def _require_whole(reply: Reply, face: str) -> None:
    """A view with a source missing is cheaper than a whole one, and not what is to be measured."""
    if reply.status != 200:
        raise SystemExit(
            f"The {face} view answered {reply.status}, so there is nothing to measure."
        )
    for sign in (b"state=failed", b"state=partial"):
        if sign in reply.body:
            raise SystemExit(f"A source did not fully answer in the {face} view.")


async def until_open(port: int) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    ready = "GET /health/ready HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
    while time.monotonic() < deadline:
        try:
            if (await _ask(port, ready)).status == 200:
                return
        except OSError:
            await asyncio.sleep(0.1)
    raise SystemExit("The server did not become ready.")
