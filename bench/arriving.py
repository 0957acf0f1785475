"""A page that waits: when its first bytes come, when it is drawn, and an ambulance's first paint on a poor line (ux 8, 9, 12)."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import percentile
from bench.process import others_were_running
from bench.region import Measured
from bench.served import arriving, served
from carerecord.demo.sources import SOURCES

WHOLE, SMALL = 20, 3  # openings
SLOW, SLOW_SECONDS = SOURCES[0].id, 2.5
BITS_A_SECOND, ROUND_TRIP_MS = 50_000, 1_000
FIRST_BYTES_MS, FIRST_PAINT_MS = 300.0, 2_000.0
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True, slots=True)
class Arrival:
    what: str
    p50: float  # milliseconds since it was asked for
    p95: float
    target: float = 0.0  # of p95; 0 = none

    @property
    def met(self) -> bool:
        return not self.target or self.p95 <= self.target


def run(times: int, say: Callable[[str], None]) -> list[Arrival]:
    with served(("typical",)) as region:
        (person,) = region.people
        region.sources.slow_alone(SLOW, SLOW_SECONDS)
        say(f"opening a Summary {times} times while one source takes {SLOW_SECONDS:g} s")
        found = list(_opened(region.port, person, times))
        region.sources.slow_alone(SLOW, 0)
        return [*found, *_painted(region.port, person, times, say)]


def _opened(port: int, person: Measured, times: int) -> Iterator[Arrival]:
    request = person.html.encode("latin-1")
    asyncio.run(arriving(port, request))  # warm
    seen = [asyncio.run(arriving(port, request)) for _ in range(times)]
    headings = ("first bytes", "drawn with what has answered", "whole")
    for what, spent, target in zip(
        headings, zip(*seen, strict=True), (FIRST_BYTES_MS, 0.0, 0.0), strict=True
    ):
        yield _arrival(f"Summary, one source in {SLOW_SECONDS:g} s: {what}", spent, target)


def _painted(
    port: int, person: Measured, times: int, say: Callable[[str], None]
) -> Iterator[Arrival]:
    """In a real browser, of the tests alone."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium or not importlib.util.find_spec("playwright"):
        say("Without Chromium and playwright the first paint of an ambulance is not measured")
        return
    say(f"painting the ambulance view {times} times at 50 kbit/s and a round trip of 1 s")
    spent = _first_paints(chromium, port, person, times)
    yield _arrival("ambulance view at 50 kbit/s, 1 s: first paint", spent, FIRST_PAINT_MS)


def _first_paints(chromium: str, port: int, person: Measured, times: int) -> list[float]:
    from playwright.sync_api import sync_playwright

    head, *_ = person.html.split(" HTTP")
    cookie = person.html.partition("cookie: ")[2].split("\r\n")[0]
    name, _, value = cookie.partition("=")
    address = f"http://127.0.0.1:{port}"
    spent = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(times):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            context.add_cookies([{"name": name, "value": value, "url": address}])
            page = context.new_page()
            context.new_cdp_session(page).send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": ROUND_TRIP_MS,
                    "downloadThroughput": BITS_A_SECOND / 8,
                    "uploadThroughput": BITS_A_SECOND / 8,
                },
            )
            page.goto(f"{address}{head.removeprefix('GET ')}/ambulance")
            spent.append(float(page.evaluate(PAINTED)))
            context.close()
        browser.close()
    return spent


def _arrival(what: str, spent: Any, target: float) -> Arrival:
    found = sorted(spent)
    return Arrival(what, percentile(found, 0.5), percentile(found, 0.95), target)


def show(found: list[Arrival], console: Console) -> None:
    table = Table(title="Pages that arrive in parts: milliseconds since they were asked for")
    for heading in ("what", "p50", "p95", "target p95"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for one in found:
        verdict = f"≤ {one.target:g} {'ok' if one.met else 'above'}" if one.target else ""
        table.add_row(one.what, f"{one.p50:.0f}", f"{one.p95:.0f}", verdict)
    console.print(table)
    others_were_running(console)


def as_json(found: list[Arrival]) -> list[dict[str, Any]]:
    return [{**asdict(one), "met": one.met} for one in found]
