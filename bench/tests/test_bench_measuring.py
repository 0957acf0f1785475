"""A benchmark is believed, so its own arithmetic is tested: due times, incomplete answers, ratios."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bench.figures import Cell, percentile, ratios
from bench.load import run
from bench.wire import Connection, Serving, ok

CELL = Cell("carerecord", "JSON", "typical", 500, "0 ms", "20/s", 10.0, 20.0, 30.0, 100, 20.0, 9.0, 90.0, 1, {})  # fmt: skip
FLOOR = replace(CELL, server="floor", face="bytes", p50=4.0)


class OneAtATime(Serving):
    """Answers each request 50 ms after the one before, whatever connection it came on."""

    def answer(self, head: bytes, body: bytes) -> None:
        loop = asyncio.get_running_loop()
        free_at = max(loop.time(), getattr(loop, "free_at", 0.0)) + 0.05
        loop.free_at = free_at
        loop.call_at(free_at, self.write, ok(b"x" * 100))


async def serve(protocol: type[Serving]) -> int:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1])


def asked(**plan: float) -> dict[str, object]:
    async def measured() -> dict[str, object]:
        port = await serve(OneAtATime)
        request = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"
        return await run({"port": port, "request": request, **plan})

    return asyncio.run(measured())


def test_a_server_that_falls_behind_is_charged_for_the_queue_it_made() -> None:
    found = asked(rate=40, seconds=0.5)
    milliseconds = found["milliseconds"]
    assert isinstance(milliseconds, list)
    assert len(milliseconds) == 20
    assert max(milliseconds) > 400  # 20 views of 50 ms each, the last due after 475 ms


def test_an_answer_that_is_too_short_is_not_a_view() -> None:
    found = asked(rate=10, seconds=0.3, least_bytes=101)
    assert found["milliseconds"] == []
    assert found["failures"] == {"incomplete": 3}


def test_at_saturation_each_connection_asks_again_when_answered() -> None:
    found = asked(connections=2, seconds=0.5)
    milliseconds = found["milliseconds"]
    assert isinstance(milliseconds, list)
    assert 8 <= len(milliseconds) <= 12


def test_a_chunked_answer_is_read_to_its_end() -> None:
    class Chunks(Serving):
        def answer(self, head: bytes, body: bytes) -> None:
            self.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r")
            asyncio.get_running_loop().call_later(0.05, self.write, b"\n\r\n")

    async def read() -> bytes:
        connection = await Connection.to("127.0.0.1", await serve(Chunks))
        return (await connection.ask(b"GET / HTTP/1.1\r\n\r\n")).body

    assert asyncio.run(read()) == b"3\r\nabc\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 51.0), (0.95, 96.0), (0.99, 100.0), (1.0, 100.0)]
)
def test_percentiles(share: float, value: float) -> None:
    assert percentile([float(one) for one in range(1, 101)], share) == value


@pytest.mark.parametrize(
    ("cells", "name", "figure", "met"),
    [
        pytest.param([CELL, FLOOR], "p50, times the floor", 2.5, True, id="floor"),
        pytest.param([CELL], "p50 above the slowest source", 10.0, True, id="p50"),
        pytest.param(
            [replace(CELL, p99=41.0)], "p99 above the slowest source", 41.0, False, id="p99"
        ),
        pytest.param([replace(CELL, cpu_ms=15.1)], "CPU a view", 15.1, False, id="cpu"),
        pytest.param(
            [
                replace(CELL, mode="8 at once"),
                replace(CELL, mode="8 at once", person="large", resources=2500, cpu_ms=54.0),
            ],
            "CPU of a person ten times larger",
            12.0,
            False,
            id="growth",
        ),
    ],
)
def test_ratios(cells: list[Cell], name: str, figure: float, met: bool) -> None:
    found = next(one for one in ratios(cells, "20/s") if one.name.startswith(name))
    assert found.figure == pytest.approx(figure)
    assert found.met is met
