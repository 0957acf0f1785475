"""A feed over a real store, and what has come of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from carerecord.access import AccessStore
from carerecord.audit import Log
from carerecord.audit.key import Key
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER, SETTINGS, SOURCE
from carerecord.contract import Person
from carerecord.edge import Edge
from carerecord.edge.aside import Aside
from carerecord.edge.feeding import Feeding
from carerecord.fhir import decode_resource
from carerecord.identity import People
from carerecord.store import Database

MARGERY = Person("p1", NUMBER, "Gibson", "Margery", birth_date="1938-02-11")


class Hospital:
    def __init__(self, db: Database) -> None:
        edge = Edge(db, bytes(32))
        self.db = db
        self.edge = edge
        self.aside = Aside(db, edge)
        self.access = AccessStore(db, bytes(32), now=lambda: NOW)
        self.people = People(db, now=lambda: NOW)
        self.log = Log(db, Key("test/audit", bytes(32)), now=lambda: NOW)
        self.feeding = Feeding(
            db, edge, self.aside, self.people, self.access.receive_within, lambda: NOW, log=self.log
        )
        self.feed = HospitalFeed(SOURCE, SETTINGS, self.feeding.keep, Path, now=lambda: NOW)

    async def say(self, *messages: bytes) -> list[str]:
        """The first two fields of each MSA, as one word."""
        answers = [b"".join(await self.feed.take(one)).decode() for one in messages]
        return [one.split("\rMSA|")[1].split("|")[0] for one in answers]

    async def kept(self, type: str) -> list[dict]:
        return [one for one in await self.all_kept() if one["resourceType"] == type]

    async def all_kept(self) -> list[dict]:
        copies = await self.edge.of_person(SOURCE.id, NUMBER)
        return [decode_resource(one.raw) for one in copies]

    async def may_look(self) -> list[tuple[str, str]]:
        """(holder, words) of the evidence in force."""
        found = await self.access.evidence.about("p1", NOW + timedelta(minutes=1))
        return [(one.holder, one.words) for one in found]

    async def why_aside(self) -> list[str]:
        return [one.why for one in await self.aside.waiting(SOURCE.id)]


@pytest.fixture
async def hospital(db: Database) -> Hospital:
    await People(db).add([MARGERY])
    return Hospital(db)
