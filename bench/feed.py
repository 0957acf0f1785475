"""HL7 v2 messages a second, each durable before it is acknowledged; beside only reading them, by us and by python-hl7.

The engines that send are a process of their own; so is the feed, as a worker is.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import postgres
from bench.engines import HOSPITALS, WAYS, Way, messages, people, send_all
from bench.process import cpu_seconds_of, others_were_running
from carerecord.access import AccessStore
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.message import read
from carerecord.connectors.hl7v2.settings import settings_of
from carerecord.contract import SourceSettings
from carerecord.edge import Aside, Edge, Feeding
from carerecord.identity import People
from carerecord.store import Database

TARGET, NEEDED = 1000.0, 120.0  # messages a second
TARGET_CPU_MS = 1.8  # of the feed and the store, a message: two processors then take 1,000 a second, and send them
WHOLE, SMALL = 6_000, 400
PEOPLE = 500
SOURCE = SourceSettings(
    id="", name="Northgate", short="Northgate", kind="acute", protocol="hl7v2",
    options={"listen": "127.0.0.1:0"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fed:
    what: str
    messages: int
    a_second: float
    cpu_ms: float  # of the feed and of the server of the store, a message
    sender_ms: float = 0.0  # of CPU, a message


def run(number: int, say: Callable[[str], None]) -> list[Fed]:
    sent = messages(number, people(PEOPLE), HOSPITALS[0])
    found = [_read("read by us", sent, read)]
    if importlib.util.find_spec("hl7"):  # of the tests alone
        parse = importlib.import_module("hl7").parse
        found.append(_read("read by python-hl7", sent, lambda one: parse(one.decode())))
    for engine in ("sqlite", "postgres"):
        if engine == "postgres" and not postgres.installed():
            say("PostgreSQL is not installed: measured on SQLite alone")
            continue
        for way in WAYS:
            with tempfile.TemporaryDirectory() as folder, _store(engine, Path(folder)) as store:
                fed = asyncio.run(_fed(store, way, int(number * way.share)))
                found.append(replace(fed, what=f"{engine}, {way.words}"))
    return found


def _read(what: str, sent: list[bytes], reader: Callable[[bytes], object]) -> Fed:
    begun, spent = time.perf_counter(), time.process_time()
    for one in sent:
        reader(one)
    spent = time.process_time() - spent
    return Fed(what, len(sent), len(sent) / (time.perf_counter() - begun), 1000 * spent / len(sent))


@dataclass(frozen=True, slots=True)
class _Store:
    url: str
    server: Callable[
        [], float
    ]  # seconds of CPU it has taken so far, where it is a process of its own


@contextmanager
def _store(engine: str, folder: Path) -> Iterator[_Store]:
    if engine == "sqlite":
        yield _Store(str(folder / "region.db"), lambda: 0.0)
    else:
        with postgres.running(folder) as url:
            yield _Store(url, lambda: cpu_seconds_of(postgres.process_of(folder)))


async def _fed(store: _Store, way: Way, number: int) -> Fed:
    """From the first message to the last acknowledgement."""
    db = Database.open(store.url)
    them = people(PEOPLE)
    await People(db).add(them)
    edge, access = Edge(db, bytes(32)), AccessStore(db, bytes(32))
    feeding = Feeding(db, edge, Aside(db, edge), People(db), access.receive_within)
    context = multiprocessing.get_context("spawn")
    told, tells = context.Pipe(duplex=False)
    async with contextlib.AsyncExitStack() as running:
        ports = []
        for facility in HOSPITALS:
            source = replace(SOURCE, id=facility, organisation=facility)
            feed = HospitalFeed(source, settings_of(source), feeding.keep, Path)
            await running.enter_async_context(feed.running())
            ports.append(feed.listener.port)
        engines = context.Process(target=send_all, args=(ports, way, number, them, tells))
        engines.start()
        tells.close()  # so that engines that fail are not waited for
        spent = time.process_time() + store.server()
        seconds, sender = await asyncio.to_thread(told.recv)
        spent = time.process_time() + store.server() - spent
        engines.join()
    db.close()
    return Fed("", number, number / seconds, 1000 * spent / number, 1000 * sender / number)


def show(found: list[Fed], console: Console) -> None:
    table = Table(title=f"HL7 v2 messages a second, to {len(HOSPITALS)} ports")
    table.add_column("what")
    headings = ("messages", "a second", "CPU ms", "sender ms", "times read by us",
                "by python-hl7", f"≥ {TARGET:,g}", f"≥ {NEEDED:g}", f"≤ {TARGET_CPU_MS:g} ms")  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="right")
    others = [one for one in found if one.what == "read by python-hl7"]
    for one in found:
        table.add_row(
            one.what, f"{one.messages:,}", f"{one.a_second:,.0f}", f"{one.cpu_ms:.2f}",
            f"{one.sender_ms:.2f}", f"{one.a_second / found[0].a_second:.2f}",
            f"{one.a_second / others[0].a_second:.2f}" if others else "", *verdicts(one),
        )  # fmt: skip
    console.print(table)
    others_were_running(console)


def verdicts(one: Fed) -> list[str]:
    """Of a second, needed and of CPU. One that waits is held to what is needed: it has all the time of the disk."""
    if one.what.startswith("read"):
        return ["", "", ""]
    waits = one.what.endswith(WAYS[0].words)
    held = [one.a_second >= TARGET, one.a_second >= NEEDED, one.cpu_ms <= TARGET_CPU_MS]
    words = ["ok" if met else "missed" for met in held]
    return ["", words[1], ""] if waits else words


def as_json(found: list[Fed]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]
