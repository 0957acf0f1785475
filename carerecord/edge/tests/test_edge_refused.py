"""What was refused waits apart, within limits, and never makes its source look alive."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from hashlib import shake_256
from pathlib import Path

import pytest

from carerecord.connectors.contract import SetAside
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE, STAY
from carerecord.edge import aside
from carerecord.edge.aside import NothingWaits
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

UNKNOWN = SetAside("refused (AE): no", was_refused=True)
A01 = STAY.message("A01", NOW - timedelta(hours=1))
NOT_TAKEN = A01.replace(b"ADT^A01", b"ZZZ^Z99")
NOBODYS = A01.replace(b"19380211", b"19380212")


async def test_only_so_many_wait_and_each_once(hospital: Hospital, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(aside, "MOST_REFUSED", 3)
    for place in (1, 1, 2, 3, 4, 5, 1):
        await hospital.feeding.keep(SOURCE, UNKNOWN, b"message %d" % place)
    waiting = await hospital.aside.waiting(SOURCE.id)
    messages = [await hospital.aside.message(SOURCE.id, one.id) for one in waiting]
    assert sorted(messages) == [b"message 1", b"message 2", b"message 3"]
    await hospital.aside.done(SOURCE.id, waiting[0].id, NOW)
    await hospital.feeding.keep(SOURCE, UNKNOWN, b"message 6")
    assert len(await hospital.aside.waiting(SOURCE.id)) == 3


async def test_what_comes_together_keeps_to_the_limit_too(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aside, "MOST_REFUSED", 3)
    sent = [b"message %d" % place for place in range(40)]
    await asyncio.gather(*(hospital.feeding.keep(SOURCE, UNKNOWN, one) for one in sent))
    assert len(await hospital.aside.waiting(SOURCE.id)) == 3


async def test_only_so_many_bytes_wait(hospital: Hospital, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(aside, "MOST_REFUSED_BYTES", 50_000)
    for place in range(5):
        await hospital.feeding.keep(SOURCE, UNKNOWN, shake_256(b"%d" % place).digest(12_000))
    assert 1 < len(await hospital.aside.waiting(SOURCE.id)) < 5


async def test_what_was_acknowledged_is_kept_however_much_was_refused(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aside, "MOST_REFUSED", 0)
    assert await hospital.say(NOT_TAKEN, NOBODYS) == ["AE", "AA"]
    (waits,) = await hospital.aside.waiting(SOURCE.id)
    assert await hospital.aside.message(SOURCE.id, waits.id) == NOBODYS


async def test_who_sends_only_what_is_refused_was_not_heard_of(hospital: Hospital):
    assert await hospital.say(NOT_TAKEN) == ["AE"]
    (waits,) = await hospital.aside.waiting(SOURCE.id)
    assert await hospital.edge.heard(SOURCE.id) is None
    await hospital.aside.done(SOURCE.id, waits.id, NOW + timedelta(days=3))
    assert await hospital.edge.heard(SOURCE.id) is None
    with pytest.raises(NothingWaits):
        await hospital.aside.message(SOURCE.id, waits.id)
    assert await hospital.say(NOT_TAKEN) == ["AE"]


async def test_why_it_waits_is_plain_whatever_its_sender_wrote(hospital: Hospital):
    kind = rb"\X1B5B33316D\\X00\\X0A\%s" % (b"A" * 5000)
    feed = HospitalFeed(SOURCE, SETTINGS, hospital.feeding.keep, Path, now=lambda: NOW)
    await feed.take(A01.replace(b"ADT^A01", kind + b"^A01"))
    (why,) = await hospital.why_aside()
    assert why.isprintable()
    assert len(why) < 500
    await hospital.feeding.keep(SOURCE, SetAside("one\x00two\x1b[31m"), b"raw")
    assert "one�two�[31m" in await hospital.why_aside()
