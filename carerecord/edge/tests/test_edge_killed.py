"""Killed at any moment, a feed has kept every message that it acknowledged, and none of them twice."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.framing import framed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NUMBER, SOURCE, STAY
from carerecord.connectors.pushed import own_id
from carerecord.edge import Edge
from carerecord.edge.tests import edge_process
from carerecord.edge.tests.edge_hospital import MARGERY
from carerecord.fhir import decode_resource
from carerecord.identity import People
from carerecord.store import Database

AT_ONCE = (1, 1, 8, 8)
"""Of four engines, two wait for each answer, and two send eight messages before the first is answered."""


@contextlib.asynccontextmanager
async def process(url: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    command = (sys.executable, "-m", edge_process.__name__, url)
    started = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert started.stdout
    try:
        async with asyncio.timeout(60):
            port = int(await started.stdout.readline())
        yield started, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.kill()
        await started.wait()


def message(visit: str) -> bytes:
    number = int(visit[1:])
    return replace(STAY, visit=visit).message("A01", ADMITTED + timedelta(seconds=number))


async def send(port: int, visits: list[str], acknowledged: list[str], at_once: int) -> None:
    """Until all are answered, or the other end is gone; so many before the first of them is answered."""
    with contextlib.suppress(OSError):
        async with Engine("127.0.0.1", port) as engine:
            while sent := [visits.pop() for _ in range(min(at_once, len(visits)))]:
                await engine.write(b"".join(framed(message(one)) for one in sent))
                while sent:
                    for answer in await engine.answers(1):
                        assert answer.only("MSA").text(1) == "AA"
                        acknowledged.append(sent.pop(0))


async def fed_until(url: str, visits: list[str], kills_after: int | None) -> list[str]:
    acknowledged: list[str] = []
    left = list(visits)
    async with process(url) as (started, port):
        sending = (send(port, left, acknowledged, at_once) for at_once in AT_ONCE)
        engines = [asyncio.ensure_future(one) for one in sending]
        while kills_after is not None and len(acknowledged) < kills_after:
            await asyncio.wait(engines, timeout=0.001)
        if kills_after is not None:
            started.kill()
        await asyncio.gather(*engines)
    return acknowledged


async def kept(db: Database) -> Counter[str]:
    copies = await Edge(db, edge_process.KEY).of_person(SOURCE.id, NUMBER)
    found = [decode_resource(one.raw) for one in copies]
    return Counter(one["id"] for one in found if one["resourceType"] == "Encounter")


async def killed_and_fed_again(url: str, number: int, kills: int) -> None:
    db = Database.open(url)
    try:
        await People(db).add([MARGERY])
        visits = [f"V{n}" for n in range(number)]
        chance = random.Random(7)
        for _ in range(kills):
            told = await fed_until(url, visits, chance.randrange(1, number // 2))
            assert {own_id("visit", one) for one in told} <= set(await kept(db))
        assert len(await fed_until(url, visits, None)) == number
        assert await kept(db) == Counter({own_id("visit", one): 1 for one in visits})
        told = await db.one("SELECT count(*) AS signals FROM access_signal")
        assert told == {"signals": number}
    finally:
        db.close()


async def test_what_was_acknowledged_before_a_kill_is_there_once(db_url: str):
    await killed_and_fed_again(db_url, 40, 1)


@pytest.mark.slow
async def test_what_was_acknowledged_before_any_of_many_kills_is_there_once(db_url: str):
    await killed_and_fed_again(db_url, 600, 25)
