"""One server and twelve sources on ports, for benchmarks that open pages as a browser does: each page fetches anew."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.process import Process
from bench.region import Measured, fill, invented, pack
from bench.run import until_open
from bench.sources import Sources
from carerecord.demo.ports import free_port

EACH_FETCHES = "reuse_minutes = 0\n"
SIGNS = (b"<!doctype", b'<main id="main"')  # of the first bytes, and of a page that is drawn
ENDED = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    sources: Sources
    people: list[Measured]


@contextmanager
def served(cases: Sequence[str]) -> Iterator[Served]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="carerecord-bench-")))
        people = invented(cases)
        counts = pack(people, folder / "sources")
        sources, port = Sources(folder, stack), free_port()
        configuration, everyone = fill(
            folder, port, sources.addresses, people, counts, EACH_FETCHES
        )
        command = ("-m", "carerecord.cli", "serve", "--config", str(configuration))
        server = Process(*command, log=folder / "log", heard=False)
        stack.callback(server.stop)
        asyncio.run(until_open(port))
        yield Served(port, sources, everyone)


async def arriving(port: int, request: bytes) -> tuple[float, float, float]:
    """Milliseconds to the first bytes, to a page that is drawn, and to its end.

    Raises `SystemExit` where the page is not one that comes in parts.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    started, came, at = time.perf_counter(), b"", list[float]()
    writer.write(request)
    while not came.endswith(ENDED):
        piece = await reader.read(65536)
        if not piece:
            raise SystemExit(f"The page broke off: {came[:80]!r}")
        came += piece
        while len(at) < len(SIGNS) and SIGNS[len(at)] in came:
            at.append(1000 * (time.perf_counter() - started))
    writer.close()
    if len(at) != len(SIGNS):
        raise SystemExit("No page was drawn.")
    return at[0], at[1], 1000 * (time.perf_counter() - started)
