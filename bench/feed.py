"""HL7 v2 messages a second, each durable before it is acknowledged; beside only reading them, by us and by python-hl7.

The engines that send are a process of their own; so is the feed, as a worker is.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import postgres
from carerecord.access import AccessStore
from carerecord.connectors.hl7v2.fake import Engine, Stay
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.message import read
from carerecord.connectors.hl7v2.settings import settings_of
from carerecord.contract import Person, SourceSettings
from carerecord.edge import Aside, Edge, Feeding
from carerecord.identity import People
from carerecord.store import Database

TARGET, NEEDED = 1000.0, 120.0  # messages a second
WHOLE, SMALL = 5_000, 400
CONNECTIONS = 32
NUMBERS = ("9990000018", "9990000042", "9990000050", "9990000077")
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
SOURCE = SourceSettings(
    id="feed", name="Northgate", short="Northgate", kind="acute", protocol="hl7v2",
    organisation="RNG01", options={"listen": "127.0.0.1:0"},
)  # fmt: skip
STAY = Stay(
    facility="RNG01", number="", local_id="", family="Gibson", given="Margery",
    birth_date="1938-02-11", visit="", ward="WARD4", began=BEGAN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fed:
    what: str
    messages: int
    a_second: float
    cpu_ms: float  # of the process that takes them, a message


def messages(number: int) -> list[bytes]:
    """Admissions, each of another visit."""
    return [
        replace(STAY, number=NUMBERS[n % len(NUMBERS)], local_id=f"N{n % len(NUMBERS)}", visit=f"V{n}")
        .message("A01", BEGAN + timedelta(seconds=n))
        for n in range(number)
    ]  # fmt: skip


def run(number: int, say: Callable[[str], None]) -> list[Fed]:
    sent = messages(number)
    found = [_read("read by us", sent, read)]
    if importlib.util.find_spec("hl7"):  # of the tests alone
        parse = importlib.import_module("hl7").parse
        found.append(_read("read by python-hl7", sent, lambda one: parse(one.decode())))
    for engine in ("sqlite", "postgres"):
        with tempfile.TemporaryDirectory() as folder, _store(engine, Path(folder)) as url:
            if url is None:
                say("PostgreSQL is not installed: measured on SQLite alone")
                continue
            seconds, cpu_seconds = asyncio.run(_fed(url, number))
            found.append(_told(f"durable, {engine}", number, seconds, cpu_seconds))
    return found


def _read(what: str, sent: list[bytes], reader: Callable[[bytes], object]) -> Fed:
    begun, spent = time.perf_counter(), time.process_time()
    for one in sent:
        reader(one)
    return _told(what, len(sent), time.perf_counter() - begun, time.process_time() - spent)


def _told(what: str, number: int, seconds: float, cpu_seconds: float) -> Fed:
    return Fed(what, number, number / seconds, 1000 * cpu_seconds / number)


@contextmanager
def _store(engine: str, folder: Path) -> Iterator[str | None]:
    if engine == "sqlite":
        yield str(folder / "region.db")
    elif not postgres.installed():
        yield None
    else:
        with postgres.running(folder) as url:
            yield url


async def _fed(url: str, number: int) -> tuple[float, float]:
    """Seconds from the first message to the last acknowledgement, and of CPU that the feed took."""
    db = Database.open(url)
    people = [
        Person(f"p{n}", one, "Gibson", "M", birth_date="1938-02-11")
        for n, one in enumerate(NUMBERS)
    ]
    await People(db).add(people)
    edge, access = Edge(db, bytes(32)), AccessStore(db, bytes(32))
    feeding = Feeding(db, edge, Aside(db, edge), People(db), access.receive_within)
    feed = HospitalFeed(SOURCE, settings_of(SOURCE), feeding.keep, Path)
    context = multiprocessing.get_context("spawn")
    told, tells = context.Pipe(duplex=False)
    async with feed.running():
        engines = context.Process(target=_send_all, args=(feed.listener.port, number, tells))
        engines.start()
        spent = time.process_time()
        seconds: float = await asyncio.to_thread(told.recv)
        spent = time.process_time() - spent
        engines.join()
    db.close()
    return seconds, spent


def _send_all(port: int, number: int, tells: Any) -> None:
    tells.send(asyncio.run(_sent(port, messages(number))))


async def _sent(port: int, left: list[bytes]) -> float:
    async def engine() -> None:
        async with Engine("127.0.0.1", port) as one:
            while left:
                answer = await one.send(left.pop())
                if answer.only("MSA").text(1) != "AA":
                    raise RuntimeError("a message was refused")

    begun = time.perf_counter()
    await asyncio.gather(*(engine() for _ in range(CONNECTIONS)))
    return time.perf_counter() - begun


def show(found: list[Fed], console: Console) -> None:
    table = Table(title=f"HL7 v2 messages a second ({CONNECTIONS} connections)")
    table.add_column("what")
    for heading in ("messages", "a second", "CPU ms", "times read by us", f"target ≥ {TARGET:g}", f"needed ≥ {NEEDED:g}"):  # fmt: skip
        table.add_column(heading, justify="right")
    for one in found:
        ratio = f"{one.a_second / found[0].a_second:.2f}"
        verdicts = [_verdict(one, least) for least in (TARGET, NEEDED)]
        table.add_row(
            one.what,
            f"{one.messages:,}",
            f"{one.a_second:,.0f}",
            f"{one.cpu_ms:.2f}",
            ratio,
            *verdicts,
        )
    console.print(table)


def _verdict(one: Fed, least: float) -> str:
    return ("ok" if one.a_second >= least else "below") if one.what.startswith("durable") else ""


def as_json(found: list[Fed]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]
