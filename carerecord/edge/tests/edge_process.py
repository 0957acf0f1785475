"""A feed in a process of its own, to be killed: prints its port, and takes messages until it is gone."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from carerecord.access import AccessStore
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE
from carerecord.edge import Aside, Edge, Feeding
from carerecord.identity import People
from carerecord.store import Database

KEY = bytes(32)


async def listen(url: str) -> None:
    db = Database.open(url, [])
    edge = Edge(db, KEY)
    access = AccessStore(db, KEY)
    feeding = Feeding(db, edge, Aside(db, edge), People(db), access.receive_within)
    feed = HospitalFeed(SOURCE, SETTINGS, feeding.keep, Path, now=lambda: NOW)
    async with feed.running():
        print(feed.listener.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1]))
