"""A door with a spool, over a store that can refuse every write; and the process started again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from carerecord.audit import Key
from carerecord.audit.spool import Bounds, Spool
from carerecord.audit.spool.lines import Lines
from carerecord.audit.verifying import Verifying
from carerecord.store import Database
from carerecord.store.tests.refusing import Refusing
from carerecord.viewing import View
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion

KEY = Key("test/audit", bytes(32))
BOUNDS = Bounds(entries=20, size=1 << 20, time=timedelta(minutes=30))
HTML = "text/html; charset=utf-8"


class Outage(DoorRegion):
    """A door with a spool, over a store that can refuse every write."""

    def __init__(self, db: Database, folder: Path, bounds: Bounds = BOUNDS) -> None:
        self.store = Refusing(db)
        super().__init__(self.store)
        self.folder, self.bounds = folder, bounds
        self.restart()

    def restart(self) -> None:
        """Another process: it knows what is on the disk and nothing else."""
        lines = Lines("", bytes(32), KEY, (KEY.public,))
        self.spool = Spool(self.folder, lines, self.bounds, now=lambda: self.at)
        self.records = self.door(spool=self.spool)

    @property
    def file(self) -> Path:
        return self.folder / "emergency.spool"

    async def incident(self) -> None:
        await self.relate(kind="LR-8")

    async def drain(self) -> None:
        assert self.records.views.spooling
        await self.records.views.spooling.drain()

    async def waiting(self) -> list[str]:
        return [one.row["kind"] for one in (await self.spool.held()).entries]

    async def emergency(self) -> None:
        assert (await self.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")).allowed

    async def show(self) -> View:
        view = await self.records.open(DOCTOR, "p1")
        assert view.decision.allowed
        await self.records.release(view, b"<p>the page</p>", ["problems"], content_type=HTML)
        return view

    async def is_whole(self) -> bool:
        return not any([one.fault async for one in Verifying(self.store, [KEY.public]).all()])
