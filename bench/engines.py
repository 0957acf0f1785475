"""Hospitals' engines that send HL7 v2 messages to a feed, in a process of their own: as fast as they are answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from carerecord.connectors.hl7v2.fake import Engine, Stay
from carerecord.connectors.hl7v2.framing import Framing, framed
from carerecord.contract import Person
from carerecord.identity import nhs_number

HOSPITALS = ("RNG01", "RNG02", "RNG03", "RNG04")
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
BORN = "1938-02-11"
STAY = Stay(
    facility="", number="", local_id="", family="Gibson", given="Margery", birth_date=BORN,
    visit="", ward="WARD4", began=BEGAN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """How the engines of all hospitals send."""

    words: str
    connections: int
    ahead: int  # messages that one connection sends before the first of them is answered
    share: float = 1.0  # of the messages: one that waits takes long


WAYS = (
    Way("one that waits", 1, 1, 0.2),
    Way("32 that wait", 32, 1),
    Way("4 that pipeline", 4, 100),
)


def people(number: int) -> list[Person]:
    numbers = (f"999{place:06}" for place in range(10 * number))
    whole = [nine + digit for nine in numbers if (digit := nhs_number.check_digit(nine))]
    return [Person(f"p{n}", whole[n], "Gibson", "M", birth_date=BORN) for n in range(number)]


def messages(number: int, of: Sequence[Person], facility: str) -> list[bytes]:
    """Admissions, each of another visit, of one person after another."""
    return [
        replace(
            STAY,
            facility=facility,
            number=of[n % len(of)].nhs_number,
            local_id=f"N{n % len(of)}",
            visit=f"V{n}",
        ).message("A01", BEGAN + timedelta(seconds=n))
        for n in range(number)
    ]


def send_all(ports: Sequence[int], way: Way, number: int, of: Sequence[Person], tells: Any) -> None:
    """Tells how many seconds it took, and how many of CPU here."""
    hospitals = HOSPITALS[: way.connections]
    sent = [messages(number // len(hospitals), of, one) for one in hospitals]
    spent = time.process_time()
    seconds = asyncio.run(_sent(ports, way, sent))
    tells.send((seconds, time.process_time() - spent))


async def _sent(ports: Sequence[int], way: Way, left: list[list[bytes]]) -> float:
    begun = time.perf_counter()
    places = [place % len(left) for place in range(way.connections)]
    await asyncio.gather(*(_engine(ports[one], left[one], way.ahead) for one in places))
    return time.perf_counter() - begun


async def _engine(port: int, left: list[bytes], ahead: int) -> None:
    """As soon as one is answered another is sent."""
    framing, waiting = Framing(), 0
    async with Engine("127.0.0.1", port) as one:
        while left or waiting:
            more = [framed(left.pop()) for _ in range(min(ahead - waiting, len(left)))]
            if more:
                await one.write(b"".join(more))
            answers = framing.fed(await one.chunk())
            waiting += len(more) - len(answers)
            if not all(b"\rMSA|AA|" in answer for answer in answers):
                raise RuntimeError("a message was refused")
