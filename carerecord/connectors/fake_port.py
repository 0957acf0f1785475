"""What every fake over HTTP is: a port that answers, and a port of its own on which it is told to fail.

Each says what it answers; how it fails is the same for all of them and written here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from carerecord.connectors.fake_faults import Control, Fault, Faults, misbehave
from carerecord.connectors.fake_http import Connection, Request, Server

_OF_ITS_CONTENT = ("wrong_person", "duplicate")


class FakePort(ABC):
    """`await start()` opens its port and its control port; `url` and `control_url` say where."""

    def __init__(self, base: str) -> None:
        self.faults = Faults()
        self._base = base
        self._server = Server(self._answer)
        self._control = Control(self.faults, self._server)

    @abstractmethod
    def answer(self, request: Request, fault: Fault | None) -> bytes:
        """The whole response. `fault` is one that changes what is in it (wrong person, duplicate) or None."""

    def asked_at(self, request: Request) -> str:
        """The path, as it is told to whoever counts what was served: it names nobody."""
        return request.path

    def sent(self, request: Request, whole: bytes, connection: Connection) -> None:
        connection.send(whole)

    def _answer(self, request: Request, connection: Connection) -> None:
        self.faults.note(request, self.asked_at(request))
        fault = self.faults.take()
        if fault is None or fault.kind in _OF_ITS_CONTENT:
            self.sent(request, self.answer(request, fault), connection)
        else:
            misbehave(fault, connection, lambda: self.answer(request, None))

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
