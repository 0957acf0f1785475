"""The benchmark of the feed sends what the feed takes, and counts it."""

from __future__ import annotations

import asyncio

import pytest

from bench import engines, feed
from carerecord.connectors.hl7v2.listener import Listener
from carerecord.connectors.hl7v2.message import read
from carerecord.connectors.hl7v2.replying import reply
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.identity import nhs_number

THEM = engines.people(3)


def test_each_message_is_another_visit_of_somebody_known() -> None:
    sent = [read(one) for one in engines.messages(8, THEM, "RNG02")]
    assert len({one.only("PV1").text(19) for one in sent}) == 8
    numbers = {one.only("PID").text(3, of=one.only("PID").repetitions(3)[1]) for one in sent}
    assert numbers == {one.nhs_number for one in THEM}
    assert all(nhs_number.read(one) for one in numbers)


@pytest.mark.parametrize("way", engines.WAYS)
async def test_every_message_is_sent_and_no_more_ahead_than_is_said(way: engines.Way) -> None:
    taken: list[bytes] = []
    under_way = most = 0

    async def take(raw: bytes) -> tuple[bytes, ...]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        taken.append(raw)
        return (reply(raw, "AA", "", now=engines.BEGAN, own_id="1"),)

    listener = Listener(Settings(listen="127.0.0.1:0"), take, None)
    left = engines.messages(50, THEM, "RNG01")
    async with listener.running():
        await engines._sent([listener.port], way, [list(left)])
    assert sorted(taken) == sorted(left)
    assert most <= way.connections * way.ahead


def test_what_is_below_the_target_is_said() -> None:
    fast = feed.Fed("sqlite, 4 that pipeline", 1, 1500.0, 0.6)
    slow = feed.Fed("postgres, 32 that wait", 1, 900.0, 1.9)
    alone = feed.Fed("sqlite, one that waits", 1, 100.0, 2.5)
    assert list(map(feed.verdicts, (fast, slow, alone))) == [
        ["ok", "ok", "ok"],
        ["missed", "ok", "missed"],
        ["", "missed", ""],
    ]
    assert feed.verdicts(feed.Fed("read by us", 1, 5.0, 0.1)) == ["", "", ""]
