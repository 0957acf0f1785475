"""A region's log and its witnesses, on real sockets and one clock, for tests."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from carerecord.audit import Log, log_key
from carerecord.audit.boundaries import Boundaries
from carerecord.audit.key import log_keys
from carerecord.audit.publishing import Kept, Publishing, kept_file, witnesses_of
from carerecord.audit.restoring import Restoring
from carerecord.audit.starting import refuse_unsafe, refuse_unwitnessed
from carerecord.audit.verifying import Verified, Verifying
from carerecord.config import Audit, Settings, Witness
from carerecord.store import Database
from carerecord.witness import Telling, listening, new_key, read_settings
from carerecord.witness.store import open_store
from carerecord.witness.witnessing import Witnessing

START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, **how: float) -> None:
        self.at += timedelta(**how)


@dataclass
class Outsider:
    """One witness, and where it is."""

    name: str
    url: str
    witnessing: Witnessing

    @property
    def settings(self) -> Witness:
        return Witness(self.name, self.url, self.witnessing.verifier_key)

    async def sizes(self) -> dict[str, tuple[int, bool]]:
        logs = await self.witnessing.logs()
        return {one.origin.rpartition("/")[2]: (one.size, one.closed) for one in logs}

    async def alarms(self) -> list[str]:
        await self.witnessing.watch()
        return [one.kind for one in await self.witnessing.alarms() if one.over_at is None]

    async def add(self, body: bytes) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/add-checkpoint", data=body) as answer,
        ):
            return answer.status


@dataclass
class Region:
    """`folder` holds its database and key; a copy of the database is a backup."""

    folder: Path
    clock: Clock
    node: str = ""
    outsiders: list[Outsider] = field(default_factory=list)
    given: Database | None = None  # another database than a file of its own

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.db = self.given or Database.open(self.folder / "region.db")
        self.began()

    def began(self) -> None:
        """As after a start: nothing is remembered."""
        self.log = Log(self.db, log_key(self.settings), node=self.node, now=self.clock)
        self.publishing = Publishing(
            self.db,
            Kept(kept_file(self.settings)),
            witnesses_of(self.settings),
            keys=log_keys(self.settings),
            node=self.node,
            now=self.clock,
        )

    @property
    def settings(self) -> Settings:
        return Settings(
            folder=self.folder,
            audit=Audit(origin="region.example/audit", node=self.node),
            witness=tuple(one.settings for one in self.outsiders),
        )

    @property
    def boundaries(self) -> Boundaries:
        return Boundaries(self.db, log_key(self.settings), node=self.node, now=self.clock)

    @property
    def restoring(self) -> Restoring:
        return Restoring(
            self.db,
            self.boundaries,
            Kept(kept_file(self.settings)),
            key=log_key(self.settings),
            keys=log_keys(self.settings),
            node=self.node,
        )

    async def write(self, entries: int) -> None:
        for n in range(entries):
            await self.log.append("open", None, person_id="p-1", body={"n": n})

    async def publish(self, *to: Outsider) -> None:
        """To these, or to all."""
        await self.publishing.keep()
        async with aiohttp.ClientSession() as session:
            for one in witnesses_of(replace(self.settings, witness=tuple(
                outsider.settings for outsider in to or self.outsiders))):  # fmt: skip
                await self.publishing.submit(session, one)

    async def start(self) -> list[str]:
        """What a start checks; the witnesses that did not answer."""
        self.began()
        keys, kept = log_keys(self.settings), Kept(kept_file(self.settings))
        await refuse_unsafe(self.db, kept, keys, node=self.node, now=self.clock())
        witnesses = witnesses_of(self.settings)
        return await refuse_unwitnessed(self.publishing, witnesses, now=self.clock())

    async def verified(self) -> list[Verified]:
        return [one async for one in Verifying(self.db, log_keys(self.settings)).all()]

    def backup(self) -> Path:
        """The database as it is, without closing it: as a snapshot of the disk would."""
        self.db.close()
        path = self.folder / "backup.db"
        shutil.copy(self.folder / "region.db", path)
        self.db = Database.open(self.folder / "region.db")
        self.began()
        return path

    def restore(self, path: Path) -> None:
        self.db.close()
        for one in self.folder.glob("region.db*"):
            one.unlink()
        shutil.copy(path, self.folder / "region.db")
        self.db = Database.open(self.folder / "region.db")
        self.began()


async def until(well: Callable[[], Awaitable[bool]]) -> None:
    """Looks again and again, for as long as its caller lets it."""
    while True:
        if await well():
            return
        await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def outside(region: Region, name: str, *keys: str) -> AsyncIterator[Outsider]:
    """A witness that knows the region's key, or these; on a free port."""
    folder = region.folder / name
    folder.mkdir(exist_ok=True)
    if not (folder / "witness.key").exists():
        new_key(folder / "witness.key")
    known = ", ".join(f'"{key}"' for key in keys or map(str, log_keys(region.settings)))
    (folder / "witness.toml").write_text(
        f'[witness]\nname = "{name}.example/w"\n[[region]]\nkeys = [{known}]\n', "utf-8"
    )
    settings = read_settings(folder / "witness.toml")
    witnessing = Witnessing(open_store(folder / "witness.db"), settings, now=region.clock)
    try:
        async with listening(witnessing, Telling(settings), "127.0.0.1", 0) as url:
            yield Outsider(name, url, witnessing)
    finally:
        witnessing.close()
