"""Each sender says all it has again and again, until it is told to fail: then it is silent, and heals when told to."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

from carerecord.connectors.documents.fake import Sender
from carerecord.connectors.fake_faults import Control, Faults
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.demo.ports import LOOPBACK

AGAIN_SECONDS = 60.0
_LOOK_SECONDS = 0.5

Send = Callable[[], Coroutine[None, None, None]]
"""Everything once; an `OSError` or a `TimeoutError` where nobody takes it now."""


def to_port(port: int, messages: list[bytes]) -> Send:
    """HL7 v2: one message after another, each when the last was acknowledged."""

    async def send() -> None:
        async with Engine(LOOPBACK, port) as engine:
            for message in messages:
                await engine.send(message)

    return send


def posted(port: int, documents: list[bytes]) -> Send:
    async def send() -> None:
        async with Sender(LOOPBACK, port) as sender:
            for document in documents:
                await sender.post("/fhir", document, "application/fhir+json")

    return send


def put_into(folder: Path, files: Mapping[str, bytes]) -> Send:
    """Under a name that is looked over while it is being written."""

    def put() -> None:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        for name, content in files.items():
            part = folder / f"{name}.part"
            part.write_bytes(content)
            os.replace(part, folder / name)

    return lambda: asyncio.to_thread(put)


class Repeating:
    """One sender, and the port on which it is told to be silent: any fault will do."""

    def __init__(self, send: Send) -> None:
        self.faults = Faults()
        self.control = Control(self.faults)
        self._send = send
        self._due = 0.0

    async def for_ever(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Whether it is time again; at once after it was healed."""
        clock = asyncio.get_running_loop().time
        if self.faults.now is not None:
            self._due = 0.0
        elif clock() >= self._due and await self._sent():
            self._due = clock() + AGAIN_SECONDS

    async def _sent(self) -> bool:
        """Whether it was taken: a region that is not there yet is tried again."""
        try:
            await self._send()
        except (OSError, TimeoutError):
            return False
        return True
