"""Start the invented region, keep it running, and stop it so that nothing of it is left behind."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType

from carerecord.config import read
from carerecord.demo import launching
from carerecord.demo.announcing import Ready, announce, write_ready_file
from carerecord.demo.configuration import ports_before, source_block, write_configuration
from carerecord.demo.contents import Contents
from carerecord.demo.fill import fill
from carerecord.demo.folder import Made, RegionFolder, Wish
from carerecord.demo.making import contents_of, make
from carerecord.demo.national import national
from carerecord.demo.ports import LOOPBACK, free_port, require_free
from carerecord.demo.processes import has_ended, ignore_signals, stopped_at_the_end
from carerecord.demo.records import answers_of
from carerecord.demo.server_process import ServerProcess
from carerecord.demo.source_process import SourceProcess, StartingSource, start_source
from carerecord.demo.sources import IN_R4, SOURCES
from carerecord.demo.telling import Telling
from carerecord.demo.westmere import WESTMERE, westmere

_LOOK_EVERY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Options:
    folder: Path
    port: int
    workers: int
    wish: Wish
    neighbour: bool = False  # with Westmere beside it
    whole: bool = False  # pages are drawn once every source has answered


def run(options: Options, telling: Telling) -> int:
    """Returns when it is stopped (0), or when the server ended by itself (1)."""
    folder = RegionFolder(options.folder)
    port = options.port or free_port()
    require_free(LOOPBACK, port)
    with ExitStack() as stack:
        stack.enter_context(_told_to_stop())
        stack.enter_context(folder.alone())
        made = folder.made(options.wish, date.today())
        contents = contents_of(made, folder) if made.filled else make(made, folder, telling)
        base_url = f"http://{LOOPBACK}:{port}"
        record_system = stack.enter_context(_record_system(contents, folder, base_url))
        sources = stack.enter_context(_sources(contents, made, folder))
        index = stack.enter_context(national(contents, made.seed, folder))
        beyond = (
            stack.enter_context(westmere(contents, made, folder)) if options.neighbour else None
        )
        waiting = ["draw_seconds = 0\n"] if options.whole else []  # of the last table of its head
        blocks = [source_block(one.source, one.url) for one in sources]
        blocks.append(index.block)
        blocks.append(launching.block(record_system.url, contents))
        blocks += [beyond.block] if beyond else []
        write_configuration(folder.configuration, port, options.workers, [*waiting, *blocks])
        if not made.filled:
            telling.line("Filling the store …")
            fill(read(folder.configuration), contents, SOURCES, WESTMERE)
            folder.finished(made)
        server = stack.enter_context(_server(folder, port))
        if beyond:
            beyond.server.wait_until_ready()
        ready = Ready(base_url, contents, sources, index, server.pid, record_system, beyond)
        write_ready_file(folder.ready_file, ready)
        stack.callback(folder.ready_file.unlink, missing_ok=True)
        announce(telling, options.folder, ready)
        return _watch(server, sources, telling)
    return 0


class _Stop(BaseException):
    """Somebody asked the demo to stop."""


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP leave this block early, wherever it is."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stop

    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in asked}
    try:
        yield
    except _Stop:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _record_system(
    contents: Contents, folder: RegionFolder, base_url: str
) -> Iterator[launching.RecordSystem]:
    folder.logs.mkdir(exist_ok=True)
    port = ports_before(folder.configuration).get(launching.ID, 0)
    log = folder.logs / f"{launching.ID}.log"
    bound = launching.listening(port)
    running = launching.start_record_system(bound, contents, base_url, folder.path, log)
    with stopped_at_the_end([running.pid]):
        yield running


@contextmanager
def _sources(contents: Contents, made: Made, folder: RegionFolder) -> Iterator[list[SourceProcess]]:
    folder.logs.mkdir(exist_ok=True)
    ports = ports_before(folder.configuration)
    by_number = {one.person.nhs_number: one for one in contents.invented}
    gc.collect()
    gc.freeze()  # else the collector of each child would copy what they all share
    started: list[StartingSource] = []
    pids: list[int] = []
    with stopped_at_the_end(pids):
        for source in IN_R4 if made.bundles else SOURCES:
            records = partial(answers_of, source.id, by_number, made, folder)
            log = folder.logs / f"{source.id}.log"
            one = start_source(source, records, port=ports.get(source.id, 0), log=log)
            started.append(one)
            pids.append(one.pid)
        yield [one.ready() for one in started]


@contextmanager
def _server(folder: RegionFolder, port: int) -> Iterator[ServerProcess]:
    server = ServerProcess(folder.configuration, port, folder.logs / "server.log")
    try:
        server.wait_until_ready()
        yield server
    finally:
        ignore_signals()
        server.stop()


def _watch(server: ServerProcess, sources: list[SourceProcess], telling: Telling) -> int:
    """A source that ends is named, and the demo goes on without it; the server is needed."""
    running = list(sources)
    while not (ended := server.ended()):
        for one in [one for one in running if has_ended(one.pid)]:
            running.remove(one)
            telling.line(f"{one.source.name} has stopped; the region goes on without it.")
        time.sleep(_LOOK_EVERY_SECONDS)
    telling.line(f"Stopped: {ended}")
    return 1
