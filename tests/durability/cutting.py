"""A file system layer that remembers every write and every synchronisation, and what a power cut would leave.

What a file was told to synchronise is on the disk. Of what was written since, any part may be there or not:
whole writes, none, or the first sectors of one, whatever the order they were made in.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """A write (`data` at `offset`), a cut to `offset` bytes (`data` None), or a synchronisation (`offset` -1)."""

    file: str
    offset: int
    data: bytes | None = None


@dataclass(slots=True)
class Recording:
    """Everything that was done to the files of one database, in order; and what was promised when."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    promised: list[tuple[int, str]] = field(default_factory=list)  # event count, entry id

    def promise(self, entry_id: str) -> None:
        """Somebody was told that this entry is durable."""
        self.promised.append((len(self.events), entry_id))

    @contextmanager
    def running(self) -> Iterator[None]:
        layer = _Layer(self)
        try:
            yield
        finally:
            layer.unregister()


class _Layer(apsw.VFS):
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._base = apsw.vfs_names()[0]
        super().__init__("power-cut", base=self._base, makedefault=True)

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:  # noqa: N802 - SQLite's word
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        return _File(self._base, name, flags, self._recording.events, path.name)


class _File(apsw.VFSFile):
    def __init__(self, base: str, name: Any, flags: Any, events: list[Event], file: str) -> None:
        super().__init__(base, name, flags)
        self._events, self._file = events, file

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's word
        super().xWrite(data, offset)
        self._events.append(Event(self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's word
        super().xTruncate(newsize)
        self._events.append(Event(self._file, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's word
        super().xSync(flags)
        self._events.append(Event(self._file, -1))


Files = dict[str, bytearray]


def cuts(
    recording: Recording, points: list[int], chance: random.Random
) -> Iterator[tuple[int, Files]]:
    """What is on the disk when the power goes after each of so many events, in order of the points."""
    durable: Files = {}
    pending: dict[str, list[Event]] = {}
    wanted = iter(sorted(points))
    point = next(wanted, -1)
    for number, event in enumerate(recording.events):
        while point == number:
            yield point, _left(durable, pending, chance)
            point = next(wanted, -1)
        _done(event, durable, pending)
    while point >= 0:
        yield point, _left(durable, pending, chance)
        point = next(wanted, -1)


def _done(event: Event, durable: Files, pending: dict[str, list[Event]]) -> None:
    if event.offset >= 0:
        pending.setdefault(event.file, []).append(event)
        return
    for each in pending.pop(event.file, []):
        _apply(each, durable.setdefault(event.file, bytearray()))


def _left(durable: Files, pending: dict[str, list[Event]], chance: random.Random) -> Files:
    left = {name: bytearray(content) for name, content in durable.items()}
    fate = chance.choice((_kept, _lost, _some, _torn))
    for name, events in pending.items():
        content = left.setdefault(name, bytearray())
        for event in fate(events, chance):
            _apply(event, content)
    return left


def _kept(events: list[Event], chance: random.Random) -> list[Event]:
    return events


def _lost(events: list[Event], chance: random.Random) -> list[Event]:
    return []


def _some(events: list[Event], chance: random.Random) -> list[Event]:
    return [event for event in events if chance.random() < 0.5]


def _torn(events: list[Event], chance: random.Random) -> list[Event]:
    """Some of them, and of each that was a write perhaps only its first sectors."""
    torn = []
    for event in _some(events, chance):
        if event.data and chance.random() < 0.5:
            sectors = chance.randrange(len(event.data) // SECTOR + 1)
            event = Event(event.file, event.offset, event.data[: sectors * SECTOR])
        torn.append(event)
    return torn


def _apply(event: Event, content: bytearray) -> None:
    if event.data is None:
        del content[event.offset :]
        return
    end = event.offset + len(event.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[event.offset : end] = event.data


Check = Callable[[Path, set[str]], str]


def first_loss(
    recording: Recording, name: str, points: list[int], chance: random.Random, check: Check
) -> str:
    """What the first cut that loses or spoils something did; "" when none of them does."""
    promised = sorted(recording.promised)
    for point, files in cuts(recording, points, chance):
        for path in recording.folder.iterdir():
            path.unlink()
        for file in (name, f"{name}-wal"):
            if file in files:
                (recording.folder / file).write_bytes(files[file])
        told = {entry for at, entry in promised if at <= point}
        if lost := check(recording.folder / name, told):
            return f"a cut after event {point}: {lost}"
    return ""
