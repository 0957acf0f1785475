"""Over a real socket: each message is answered in its turn, and what is not whole is nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from carerecord.config import SettingsError
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.framing import LONGEST, framed
from carerecord.connectors.hl7v2.listener import Listener
from carerecord.connectors.hl7v2.replying import reply
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NOW, SETTINGS, SOURCE, STAY


class Kept:
    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.fails = False

    async def take(self, raw: bytes) -> tuple[bytes, ...]:
        await asyncio.sleep(0)
        if self.fails:
            raise ConnectionError
        self.messages.append(raw)
        return (reply(raw, "AA", "", now=NOW, own_id=str(len(self.messages))),)


@contextlib.asynccontextmanager
async def listening(kept: Kept, **changed: object) -> AsyncIterator[int]:
    listener = Listener(replace(SETTINGS, **changed), kept.take, None)
    async with listener.running():
        yield listener.port


async def test_messages_are_answered_in_their_order():
    kept = Kept()
    async with listening(kept) as port, Engine("127.0.0.1", port) as engine:
        first, second = STAY.message("A01", ADMITTED), STAY.message("A03", ADMITTED)
        await engine.write(framed(first) + framed(second))
        answers = await engine.answers(2)
    assert kept.messages == [first, second]
    assert [one.only("MSA").text(2)[:10] for one in answers] == ["V-1001-A01", "V-1001-A03"]


async def test_in_enhanced_mode_a_message_has_two_answers_or_none_and_the_next_has_its_own():
    async def keep(*_: object) -> str:
        return ""

    modes = (b"|||AL|AL", b"|||ER|NE", b"|||NE|AL")
    sent = [
        STAY.message("A01", ADMITTED).replace(b"|P|2.4", b"|P|2.4" + one).replace(b"|V-1001-A01-", b"|M%d-" % place)
        for place, one in enumerate(modes)
    ]  # fmt: skip
    feed = HospitalFeed(SOURCE, SETTINGS, keep, Path, now=lambda: NOW)
    async with feed.running(), Engine("127.0.0.1", feed.listener.port) as engine:
        await engine.write(b"".join(map(framed, sent)))
        answers = [one.only("MSA") for one in await engine.answers(3)]
    assert [(one.text(1), one.text(2)[:2]) for one in answers] == [("CA", "M0"), ("AA", "M0"), ("AA", "M2")]  # fmt: skip


async def test_a_message_without_an_end_is_never_taken():
    kept = Kept()
    async with listening(kept, idle_seconds=0.05) as port, Engine("127.0.0.1", port) as engine:
        await engine.write(framed(STAY.message("A01", ADMITTED))[:-2])
        with pytest.raises(ConnectionError):
            await engine.answers(1)
    assert kept.messages == []


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"\x0bMSH|half", "a message had begun, and did not end"),
        (b"\x0b" + b"A" * (LONGEST + 1), f"more than {LONGEST} bytes came without an end"),
    ],
)
async def test_a_connection_that_is_cut_off_is_told_of(sent: bytes, why: str):
    with structlog.testing.capture_logs() as logs:
        async with listening(Kept(), idle_seconds=0.5) as port, Engine("127.0.0.1", port) as engine:
            await engine.write(sent)
            with pytest.raises(ConnectionError):
                await engine.answers(1)
    assert [(one["event"], one["why"]) for one in logs] == [("feed.cut-off", why)]


async def test_what_could_not_be_kept_is_not_acknowledged():
    kept = Kept()
    kept.fails = True
    async with listening(kept) as port, Engine("127.0.0.1", port) as engine:
        with pytest.raises(ConnectionError):
            await engine.send(STAY.message("A01", ADMITTED))


async def test_a_port_that_is_taken_is_said():
    async with listening(Kept()) as port:
        blocked = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        taken = blocked.sockets[0].getsockname()[1]
        assert taken != port
        with pytest.raises(SettingsError, match="listened"):
            async with listening(Kept(), listen=f"127.0.0.1:{taken}"):
                pass
        blocked.close()
