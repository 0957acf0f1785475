"""What every fake over HTTP is: a port that answers, and a port of its own on which it is told to fail."""

from __future__ import annotations

from collections.abc import Callable

from carerecord.connectors.fake_faults import Control, Faults
from carerecord.connectors.fake_http import Connection, Request, Server


class FakePort:
    """`await start()` opens its port and its control port; `url` and `control_url` say where."""

    def __init__(self, base: str, answer: Callable[[Request, Connection], None]) -> None:
        self.faults = Faults()
        self._base = base
        self._server = Server(answer)
        self._control = Control(self.faults, self._server)

    @property
    def url(self) -> str:
        return self._server.address + self._base

    @property
    def control_url(self) -> str:
        return self._control.url

    @property
    def open_connections(self) -> int:
        return len(self._server.connections)

    async def start(self, port: int = 0, control_port: int = 0) -> None:
        await self._server.open(port)
        await self._control.open(control_port)

    async def stop(self) -> None:
        await self._server.close()
        await self._control.close()

    def break_off(self) -> None:
        """Close every open connection, as a server does with idle ones."""
        self._server.break_off()
