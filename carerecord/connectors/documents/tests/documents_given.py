"""An organisation that sends documents, over a real store and a real port; and what has come of it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from carerecord.access import AccessStore
from carerecord.connectors.documents.fake import Answer, Sender
from carerecord.connectors.documents.feed import DocumentFeed
from carerecord.connectors.documents.settings import settings_of
from carerecord.contract import Person, Resource, SourceSettings
from carerecord.edge import Aside, Edge, Feeding
from carerecord.fhir import decode_resource
from carerecord.fhir.cda.tests.cda_written import NUMBER
from carerecord.identity import People
from carerecord.store import Database

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ADA = Person("p1", NUMBER, "Hope", "Ada", birth_date="1948-11-08")
SOURCE = SourceSettings(
    "northgate-letters", "Northgate", "Northgate", "acute", "documents",
    organisation="RNG01", options={"listen": "127.0.0.1:0"},
)  # fmt: skip


class Region:
    """One feed, and the copies it has made."""

    def __init__(self, db: Database, source: SourceSettings = SOURCE) -> None:
        self.db = db
        self.source = source
        self.edge = Edge(db, bytes(32))
        self.aside = Aside(db, self.edge)
        access = AccessStore(db, bytes(32), now=lambda: NOW)
        receive = access.receive_within
        self.feeding = Feeding(db, self.edge, self.aside, People(db), receive, lambda: NOW)
        settings = settings_of(source)
        self.feed = DocumentFeed(source, settings, self.feeding.keep, Path, lambda: NOW)

    @classmethod
    async def of(cls, db: Database, *people: Person, **options: object) -> Region:
        await People(db).add([ADA, *people])
        return cls.speaking(db, **options)

    @classmethod
    def speaking(cls, db: Database, **options: object) -> Region:
        return cls(db, replace(SOURCE, options={**SOURCE.options, **options}))

    @contextlib.asynccontextmanager
    async def sender(self) -> AsyncIterator[Sender]:
        async with self.feed.running(), Sender("127.0.0.1", self.feed.port.number) as sender:
            yield sender

    async def post(self, path: str, *bodies: bytes, kind: str = "application/xml") -> list[Answer]:
        async with self.sender() as sender:
            return [await sender.post(path, one, kind) for one in bodies]

    async def held(self, number: str = NUMBER) -> list[Resource]:
        copies = await self.edge.of_person(self.source.id, number)
        return [decode_resource(one.raw) for one in copies]

    async def types(self) -> list[str]:
        return sorted(one["resourceType"] for one in await self.held())

    async def waiting(self) -> list[str]:
        return [one.why for one in await self.aside.waiting(self.source.id)]
