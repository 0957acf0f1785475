"""The port a hospital's engine connects to: each message answered in its turn, when it is safe (MLLP)."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator

import structlog

from carerecord.config import SettingsError
from carerecord.connectors.hl7v2.framing import LONGEST, Framing, TooLong, framed
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.connectors.hl7v2.taking import Take, taken
from carerecord.connectors.listening import where

_LOG = structlog.get_logger()
_CHUNK = 64 * 1024
_BETWEEN_SECONDS = (
    24 * 3600.0
)  # engines keep their connection; one that says nothing for a day is gone
_LEAVING_SECONDS = 5.0


class Listener:
    def __init__(self, settings: Settings, take: Take, tls: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._take = take
        self._tls = tls
        self._talking: set[asyncio.Task[None]] = set()
        self.port = 0  # what is listened on, once it runs

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listening until the block is left. Every worker listens: the system deals out the connections."""
        host, port = where(self._settings.listen)
        try:
            server = await asyncio.start_server(
                self._talk, host, port, ssl=self._tls, reuse_port=True
            )
        except OSError as error:
            raise SettingsError(f"options.listen: {host}:{port} cannot be listened on") from error
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for task in self._talking:
                task.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LEAVING_SECONDS):
                    await asyncio.gather(*self._talking, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering = asyncio.create_task(self._answer(reader, writer))
        self._talking.add(answering)
        try:
            await answering
        except TooLong:
            self._cut_off(f"more than {LONGEST} bytes came without an end")
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # nothing was acknowledged that was not kept; the sender sends it again
        finally:
            self._talking.discard(answering)
            writer.close()

    def _cut_off(self, why: str) -> None:
        """What had come of it is of no use: its sender, which has heard nothing, sends it again."""
        _LOG.warning("feed.cut-off", listen=self._settings.listen, why=why)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framing = Framing()
        while True:
            patience = self._settings.idle_seconds if framing.is_open else _BETWEEN_SECONDS
            try:
                async with asyncio.timeout(patience):
                    chunk = await reader.read(_CHUNK)
            except TimeoutError:
                chunk = b""
            if not chunk:
                if framing.is_open:
                    self._cut_off("a message had begun, and did not end")
                return
            answers = await taken(self._take, framing.fed(chunk))
            writer.write(b"".join(map(framed, answers)))
            await writer.drain()
