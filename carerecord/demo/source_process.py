"""One source in a process of its own, forked from the demo before it has a loop or a thread.

The child shares what the demo has imported and invented; only what it changes costs memory. It says
where it listens through a pipe, which also tells that it is ready.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from carerecord.config import SettingsError
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.demo.lifeline import end_with_parent
from carerecord.demo.records import Records
from carerecord.demo.sources import DemoSource

_READY_SECONDS = 20.0
_PAGE = 500  # resources, the most that is asked for at once


@dataclass(frozen=True, slots=True)
class SourceProcess:
    source: DemoSource
    pid: int
    url: str
    control_url: str


@dataclass(frozen=True, slots=True)
class StartingSource:
    """A child that has not yet said where it listens."""

    source: DemoSource
    pid: int
    pipe: int
    log: Path

    def ready(self) -> SourceProcess:
        try:
            found, _, _ = select.select([self.pipe], [], [], _READY_SECONDS)
            said = os.read(self.pipe, 4096).decode().split() if found else []
        finally:
            os.close(self.pipe)
        if len(said) != 2:
            raise SettingsError(f"the source {self.source.id} did not start; see {self.log}")
        return SourceProcess(self.source, self.pid, *said)


def start_source(
    source: DemoSource, records: Callable[[], Records], *, port: int, log: Path
) -> StartingSource:
    """Fork it, on this port if it is free. `records` is called in the child."""
    reading, writing = os.pipe()
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    if (pid := os.fork()) == 0:
        _be(source, records, port, log, writing, parent)
    os.close(writing)
    return StartingSource(source, pid, reading, log)


def _be(
    source: DemoSource,
    records: Callable[[], Records],
    port: int,
    log: Path,
    pipe: int,
    parent: int,
) -> NoReturn:
    """The child: serve until killed, and never return into what the parent was doing."""
    try:
        end_with_parent(signal.SIGKILL, parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the demo, which stops us
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _write_to(log)
        asyncio.run(_serve(records(), port, pipe))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)


async def _serve(records: Records, port: int, pipe: int) -> None:
    fake = FakeSource(records, page_size=_PAGE)
    try:
        await fake.start(port)
    except OSError:  # somebody took its port since the last time
        fake = FakeSource(records, page_size=_PAGE)
        await fake.start(0)
    os.write(pipe, f"{fake.url} {fake.control_url}".encode())
    os.close(pipe)
    await asyncio.Event().wait()


def _write_to(log: Path) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
