"""Every page of the person with 10,000 resources and 700 encounters, beside the budgets of any other (ux 12).

Asked for over sockets, everything fetched anew for each page. Its bytes are as a browser gets them: compressed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.arriving import FIRST_BYTES_MS
from bench.figures import percentile
from bench.process import others_were_running
from bench.served import arriving, served
from bench.wire import Connection
from carerecord.web.frame import PAGES

WHOLE, SMALL = 20, 1  # openings of each page
USEFUL_MS = 1_500.0  # p95
SUMMARY_BYTES, LIST_BYTES = 15 * 1024, 40 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    page: str
    bytes: int
    most_bytes: int
    first_p95: float  # milliseconds since it was asked for, as are the next
    drawn_p50: float
    drawn_p95: float

    @property
    def met(self) -> bool:
        in_time = self.first_p95 <= FIRST_BYTES_MS and self.drawn_p95 <= USEFUL_MS
        return in_time and self.bytes <= self.most_bytes


@dataclass(frozen=True, slots=True)
class Longest:
    resources: int
    pages: list[Opened]


def run(times: int, say: Callable[[str], None]) -> Longest:
    with served(("huge",)) as region:
        (person,) = region.people
        say(f"opening each page of {person.resources:,} resources {times} times")
        summary = person.html.partition(" HTTP/1.1")[0]
        asyncio.run(arriving(region.port, person.html.encode("latin-1")))  # warm
        pages = [
            _opened(region.port, slug, person.html.replace(summary, f"{summary}/{slug}".rstrip("/")), times)
            for slug in ("", *PAGES)
        ]  # fmt: skip
        return Longest(person.resources, pages)


def _opened(port: int, slug: str, request: str, times: int) -> Opened:
    seen = [asyncio.run(arriving(port, request.encode("latin-1"))) for _ in range(times)]
    first, drawn, _ = (sorted(each) for each in zip(*seen, strict=True))
    return Opened(
        slug or "summary",
        asyncio.run(_compressed(port, request)),
        LIST_BYTES if slug else SUMMARY_BYTES,
        percentile(first, 0.95),
        percentile(drawn, 0.5),
        percentile(drawn, 0.95),
    )


async def _compressed(port: int, request: str) -> int:
    connection = await Connection.to("127.0.0.1", port)
    try:
        asked = request.replace("\r\n\r\n", "\r\naccept-encoding: gzip\r\n\r\n")
        reply = await connection.ask(asked.encode("latin-1"))
    finally:
        connection.close()
    if b"gzip" not in reply.head:
        raise SystemExit("A page came uncompressed.")
    return len(reply.body)


def show(found: Longest, console: Console) -> None:
    table = Table(
        title=f"Pages of {found.resources:,} resources: milliseconds since they were asked for"
    )
    for heading in ("page", "bytes", "at most", f"first bytes p95, ≤ {FIRST_BYTES_MS:g}", "drawn p50", f"drawn p95, ≤ {USEFUL_MS:g}", ""):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for one in found.pages:
        table.add_row(
            one.page, f"{one.bytes:,}", f"{one.most_bytes:,}", f"{one.first_p95:.0f}",
            f"{one.drawn_p50:.0f}", f"{one.drawn_p95:.0f}", "ok" if one.met else "above",
        )  # fmt: skip
    console.print(table)
    others_were_running(console)


def as_json(found: Longest) -> dict[str, Any]:
    return {
        "resources": found.resources,
        "pages": [{**asdict(one), "met": one.met} for one in found.pages],
    }
