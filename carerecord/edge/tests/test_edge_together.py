"""Messages that come together are one transaction, and what is wrong with one of them is that one's alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carerecord.connectors.contract import NotKept, Pushed
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.framing import framed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import (
    ADMITTED,
    NOW,
    NUMBER,
    SETTINGS,
    SOURCE,
    STAY,
)
from carerecord.edge import Feeding
from carerecord.edge.tests.edge_hospital import Hospital, hospital
from carerecord.edge.together import Together
from carerecord.store import StoreUnavailable

__all__ = ["hospital"]


def admission(visit: str, **changed: Any) -> bytes:
    return replace(STAY, visit=visit, **changed).message("A01", ADMITTED)


async def answered(port: int, *messages: bytes) -> list[str]:
    """The code of each answer, where all are sent before the first is answered."""
    async with Engine("127.0.0.1", port) as engine:
        await engine.write(b"".join(map(framed, messages)))
        answers = await engine.answers(len(messages))
    assert [one.only("MSA").text(2).split("-A01")[0] for one in answers] == [
        message.split(b"|")[9].decode().split("-A01")[0] for message in messages
    ]
    return [one.only("MSA").text(1) for one in answers]


async def visits(hospital: Hospital) -> Counter[str]:
    return Counter(one["identifier"][0]["value"] for one in await hospital.kept("Encounter"))


async def signals(hospital: Hospital) -> int:
    (row,) = await hospital.db.all("SELECT count(*) AS number FROM access_signal")
    return int(row["number"])


async def test_what_is_wrong_with_one_in_the_middle_is_its_own(hospital: Hospital):
    stranger = admission("V-3", number="9990000107")
    foreign = admission("V-4").replace(b"|RNG01|", b"|RXX99|", 1)
    unknown = admission("V-5").replace(b"ADT^A01", b"ADT^Z99")
    messages = (admission("V-1"), stranger, admission("V-2"), foreign, unknown, admission("V-6"))
    async with hospital.feed.running():
        codes = await answered(hospital.feed.listener.port, *messages)
    assert codes == ["AA", "AA", "AA", "AR", "AE", "AA"]
    assert await visits(hospital) == Counter(["V-1", "V-2", "V-6"])
    assert {why.split(":")[0] for why in await hospital.why_aside()} == {
        "nobody here has its NHS number", "refused (AR)", "refused (AE)"
    }  # fmt: skip


async def test_one_that_cannot_be_kept_loses_no_other(hospital: Hospital):
    def told(*resources: dict[str, Any]) -> Pushed:
        return Pushed(
            said=ADMITTED, numbers=(NUMBER,), birth_date="1938-02-11", resources=resources
        )

    good = told({"resourceType": "Encounter", "id": "e1", "identifier": [{"value": "V-1"}]})
    bad = told({"resourceType": "Encounter", "identifier": [{"value": "V-2"}]})
    last = told({"resourceType": "Encounter", "id": "e3", "identifier": [{"value": "V-3"}]})
    kept = (hospital.feeding.keep(SOURCE, one, b"MSH") for one in (good, bad, last))
    outcomes = await asyncio.gather(*kept, return_exceptions=True)
    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == ("", NotKept, "")
    assert await visits(hospital) == Counter(["V-1", "V-3"])


async def test_a_message_that_two_connections_send_at_once_is_filed_once(hospital: Hospital):
    async with hospital.feed.running():
        port = hospital.feed.listener.port
        messages = [admission(f"V-{n}") for n in range(5)]
        both = await asyncio.gather(*(answered(port, *messages) for _ in range(2)))
    assert both == [["AA"] * 5] * 2
    assert await visits(hospital) == Counter(f"V-{n}" for n in range(5))
    assert await signals(hospital) == 5


async def test_a_later_message_of_the_same_group_meets_the_one_before(hospital: Hospital):
    later, ended = ADMITTED + timedelta(hours=1), ADMITTED + timedelta(hours=2)
    moved = STAY.message("A02", later, ward="WARD9")
    messages = (STAY.message("A01", ADMITTED), moved, STAY.message("A03", ended, ended=ended))
    await asyncio.gather(*map(hospital.say, messages))
    (stay,) = await hospital.kept("Encounter")
    assert stay["period"] == {"start": "2026-11-21T09:12:00Z", "end": "2026-11-21T11:12:00Z"}
    assert (stay["status"], stay["location"][0]["location"]["display"]) == ("finished", "WARD4")


@dataclass
class Counting:
    """The store; how often it was written to."""

    db: Any
    writes: int = 0

    async def write(self, job: Any) -> Any:
        self.writes += 1
        return await self.db.write(job)


async def test_forty_at_once_are_few_transactions(hospital: Hospital):
    counting: Any = Counting(hospital.db)
    given = hospital.feeding
    feeding = Feeding(counting, given.edge, given.aside, given.people, given.receive, given.now)
    feed = HospitalFeed(SOURCE, SETTINGS, feeding.keep, Path, now=lambda: NOW)
    messages = [admission(f"V-{n}") for n in range(40)]
    async with feed.running():
        assert await answered(feed.listener.port, *messages) == ["AA"] * 40
    assert counting.writes <= 6
    assert await visits(hospital) == Counter(f"V-{n}" for n in range(40))


@pytest.mark.parametrize("fault", [StoreUnavailable("it is away"), KeyError("Gibson")])
async def test_a_store_that_fails_in_the_middle_acknowledges_none_of_them(
    hospital: Hospital, fault: Exception
):
    given = hospital.feeding
    fails = True

    def receive(tx: Any, said: Any) -> None:
        given.receive(tx, said)
        if fails:
            raise fault

    feeding = Feeding(given.db, given.edge, given.aside, given.people, receive, given.now)
    feed = HospitalFeed(SOURCE, SETTINGS, feeding.keep, Path, now=lambda: NOW)
    messages = [admission(f"V-{n}") for n in range(5)]
    async with feed.running():
        port = feed.listener.port
        assert await answered(port, *messages) == ["AE"] * 5
        assert (await visits(hospital), await signals(hospital)) == (Counter(), 0)
        fails = False
        assert await answered(port, *messages) == ["AA"] * 5
    assert await visits(hospital) == Counter(f"V-{n}" for n in range(5))
    assert await signals(hospital) == 5


async def test_where_writing_itself_fails_everybody_hears_of_it_and_the_next_is_written():
    failing = [True]

    async def write(group: Sequence[str]) -> Sequence[str]:
        if failing.pop():
            failing.append(False)
            raise ZeroDivisionError
        return group

    together: Together[str, str] = Together(write, len, most=2, heaviest=100)
    told = await asyncio.gather(*map(together.put, "abc"), return_exceptions=True)
    assert [type(one) for one in told] == [ZeroDivisionError, ZeroDivisionError, str]
