"""One source that is asked, in a process of its own: a port for its protocol, and one on which it is told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carerecord.connectors.fake_port import FakePort
from carerecord.demo.forking import Forked, forked, say
from carerecord.demo.ports import free_port
from carerecord.demo.records import Records
from carerecord.demo.sources import DemoSource
from carerecord.demo.spoken import SPOKEN


@dataclass(frozen=True, slots=True)
class SourceProcess:
    source: DemoSource
    pid: int
    url: str
    control_url: str

    @property
    def described(self) -> dict[str, object]:
        return {
            "id": self.source.id,
            "name": self.source.name,
            "protocol": self.source.protocol,
            "url": self.url,
            "control_url": self.control_url,
            "sections": list(self.source.sections),
        }


@dataclass(frozen=True, slots=True)
class StartingSource:
    """A child that has not yet said where it listens."""

    source: DemoSource
    child: Forked

    @property
    def pid(self) -> int:
        return self.child.pid

    def ready(self) -> SourceProcess:
        return SourceProcess(self.source, self.pid, *self.child.said(2))


def start_source(
    source: DemoSource, records: Callable[[], Records], *, port: int, log: Path
) -> StartingSource:
    """Fork it, on this port if it is free. `records` is called in the child."""
    return StartingSource(source, forked(lambda pipe: _serve(source, records, port, pipe), log))


async def _serve(source: DemoSource, records: Callable[[], Records], port: int, pipe: int) -> None:
    fake = await opened(source, records(), port)
    say(pipe, fake.url, fake.control_url)
    await asyncio.Event().wait()


async def opened(source: DemoSource, held: Records, port: int) -> FakePort:
    """It answers: on this port if it is free."""
    fake = SPOKEN[source.protocol].fake(held)
    await fake.start(free_port(port))
    return fake
