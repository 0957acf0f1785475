"""A log to be fed from, and a receiver inside the process that keeps what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.audit import Key, Log
from carerecord.audit.events import Recorder
from carerecord.audit.feed import Feed
from carerecord.audit.feed.place import Place
from carerecord.audit.feed.receiver import NotTaken, Receiver
from carerecord.contract import Resource, Viewer
from carerecord.store import Database

VIEWER = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
RECORDER = Recorder("region.example/audit", "Northgate", "https://record.example")
KEY = Key("region.example/audit", bytes(32))


@dataclass
class Kept:
    """Takes everything, or fails as often as it is told to."""

    fails: int = 0
    loses_answers: int = 0  # takes them, and the answer does not come back

    def __post_init__(self) -> None:
        self.ids: list[str] = []
        self.events: list[Resource] = []

    async def deliver(self, events: list[Resource]) -> None:
        if self.fails:
            self.fails -= 1
            raise NotTaken("told to")
        self.events += events
        self.ids += [one["id"] for one in events]
        if self.loses_answers:
            self.loses_answers -= 1
            raise NotTaken("the answer was lost")

    async def close(self) -> None:
        """Nothing is held."""


def feed_of(db: Database, receiver: Receiver, process: str = "one", **more: object) -> Feed:
    given = {"now": lambda: 1000} | more
    return Feed(Place(db, "siem", process), receiver, RECORDER, Log(db, KEY), **given)


async def wrote(db: Database, count: int, *, size: int = 1, **more: object) -> list[str]:
    log = Log(db, KEY, **more)
    entries = [
        ("shown", "p1", {"sha256": "0" * 64, "sections": {"problems": ["x" * size]}})
    ] * count
    return [one.entry_id for one in await log.append_all(VIEWER, entries)]


async def all_in_log(db: Database) -> list[str]:
    return [one.entry_id async for one in Log(db).entries()]


async def drained(feed: Feed) -> None:
    while not await feed.step():
        pass
