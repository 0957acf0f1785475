"""A sender repeats what it has, is silent while it is told to fail, and speaks at once when it is healed."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest

from carerecord.connectors.fake_faults import FAULTS, Fault
from carerecord.demo.westmere.senders import sending
from carerecord.demo.westmere.senders.sending import Repeating, put_into


class Counted:
    def __init__(self, *errors: Exception) -> None:
        self.times = 0
        self._errors = list(errors)

    async def __call__(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.times += 1


async def test_it_sends_again_only_when_it_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Counted()
    one = Repeating(sent)
    await one.look()
    await one.look()
    assert sent.times == 1
    monkeypatch.setattr(sending, "AGAIN_SECONDS", -1.0)
    other = Counted()
    one = Repeating(other)
    await one.look()
    await one.look()
    assert other.times == 2


@pytest.mark.parametrize("fault", FAULTS)
async def test_any_fault_silences_it_until_it_is_healed(fault: str) -> None:
    sent = Counted()
    one = Repeating(sent)
    await one.look()
    one.faults.set(Fault(fault))
    await one.look()
    assert sent.times == 1
    one.faults.set(None)
    await one.look()
    assert sent.times == 2


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError()])
async def test_a_region_that_is_not_there_yet_is_tried_again(error: Exception) -> None:
    sent = Counted(error)
    one = Repeating(sent)
    await one.look()
    await one.look()
    assert sent.times == 1


async def test_it_is_told_so_on_a_port_of_its_own() -> None:
    one = Repeating(Counted())
    await one.control.open()

    def told(method: str, body: object = None) -> object:
        data = json.dumps(body).encode() if body else None
        asked = urllib.request.Request(one.control.url, data, method=method)
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return json.load(answer)["fault"]

    try:
        for fault in ("refuse", "hang"):
            assert await asyncio.to_thread(told, "PUT", {"fault": fault}) == fault
            assert one.faults.now == Fault(fault)
            assert await asyncio.to_thread(told, "DELETE") is None
    finally:
        await one.control.close()


async def test_a_file_is_whole_when_it_has_its_name(tmp_path) -> None:
    folder = tmp_path / "drops" / "lab"
    send = put_into(folder, {"a.edi": b"one"})
    await send()
    await send()
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [("a.edi", b"one")]
