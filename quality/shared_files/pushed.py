"""Files as what sources send: over MLLP, posted, or put into a folder, and kept in a real store by the edge."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from carerecord.access import AccessStore
from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_vaccinations.rows import rows
from carerecord.connectors.documents.tests.documents_given import Region
from carerecord.connectors.documents.tests.documents_published import (
    NO_DOCUMENT,
    Sent,
    certain,
    documents_in,
    expected,
    next_number,
)
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.folder_feed import FolderFeed
from carerecord.connectors.folder_feed import Read as ReadFile
from carerecord.connectors.hl7v2.batch import batch_of
from carerecord.connectors.hl7v2.message import MessageError
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER, SETTINGS, SOURCE
from carerecord.contract import Person, Resource, SourceSettings
from carerecord.edge import Aside, Edge, Feeding
from carerecord.edge.names import named_in
from carerecord.edge.tests.edge_files import as_ours, sent
from carerecord.fhir import decode_resource
from carerecord.identity import People
from carerecord.identity.nhs_number import NotAnNHSNumber
from carerecord.store import Database
from quality.shared_files.contract import Read, Row, files_of

LONDON = ZoneInfo("Europe/London")
MARGERY = Person("p1", NUMBER, "Gibson", "Margery", birth_date="1938-02-11")
LABORATORY = SourceSettings("lab", "L", "L", "laboratory", "edifact", organisation="RNG01", options={"folder": "drop"})  # fmt: skip
VACCINATOR = replace(LABORATORY, id="vaccinator", protocol="csv_vaccinations", organisation="VAC01")
LOOKED_AT = "kept for a person to look at: "

Name = tuple[str, str]
"""Type and id."""


class Place:
    """The edge of a region that has just begun."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.edge = Edge(db, bytes(32))
        self.aside = Aside(db, self.edge)
        self._known: set[str] = set()
        access = AccessStore(db, bytes(32), now=lambda: NOW)
        receive_within = access.receive_within
        self.feeding = Feeding(db, self.edge, self.aside, People(db), receive_within, lambda: NOW)

    async def knows(self, person: Person) -> None:
        """Nobody has a number that is none."""
        if person.nhs_number not in self._known:
            self._known.add(person.nhs_number)
            with contextlib.suppress(NotAnNHSNumber):
                await People(self.db).add([person])

    async def forget(self, source_id: str) -> None:
        if certificate := await self.edge.certificate(source_id, NOW):
            await self.db.write(lambda tx: self.edge.purge(tx, certificate))

    async def waiting(self, source_id: str) -> dict[str, str]:
        """Why each message waits for somebody, by its id."""
        return {one.id: one.why for one in await self.aside.waiting(source_id)}

    async def held(self, source_id: str, numbers: Iterable[str]) -> list[Resource]:
        copies = [one for n in dict.fromkeys(numbers) for one in await self.edge.of_person(source_id, n)]  # fmt: skip
        return [decode_resource(one.raw) for one in copies]


async def of_hl7v2(folder: Path, db: Database) -> Row:
    """Each message made one of our hospital's, about somebody known here."""
    row, place = Row(), Place(db)
    await place.knows(MARGERY)
    for _, body in files_of(folder, ".hl7"):
        await place.forget(SOURCE.id)
        raw = as_ours(body, "MSH", "PID")
        became = await sent(place.feeding.keep, raw)
        row.files, row.came = row.files + 1, row.came + became.messages
        row.made += became.filed
        row.aside[became.why.removeprefix(LOOKED_AT)] += became.aside + became.refused
        held = await place.held(SOURCE.id, [NUMBER])
        _stands(row, held, _read_of(raw) if became.filed else [])
    return row


def _read_of(raw: bytes) -> list[Name]:
    """All that the messages of a file say, by a reader without a store."""
    batch = batch_of(raw)
    found: list[Name] = []
    for one in batch.messages if batch else (raw,):
        try:
            said = receive(one, SOURCE, SETTINGS, NOW)
        except MessageError:
            continue
        found += _named(said) if isinstance(said, Pushed) else []
    return found


def _named(said: Pushed) -> list[Name]:
    documents = (one for each in said.documents for one in (each.own, *each.items))
    whole = [(one["resourceType"], one["id"]) for one in (*said.resources, *documents)]
    return [one for one in whole if one not in said.removed]


def _stands(row: Row, held: list[Resource], read: list[Name]) -> None:
    """What the store holds of a file, beside what was read of it."""
    row.resources += len(held)
    row.in_words += sum("valueString" in one or one["resourceType"] == "Basic" for one in held)
    row.missing += len({*read} - {(one["resourceType"], one["id"]) for one in held})


async def of_edifact(folder: Path, db: Database) -> Row:
    """Each about somebody of a number of the test range: those that stand there are mostly none."""
    row, place = Row(), Place(db)
    for name, body in files_of(folder, ".txt"):
        own = b"PNA+PAT+%b:OPI" % next_number().encode()
        raw = re.sub(rb"PNA\+PAT\+[^:]*:OPI", own, body)
        row.came += max(1, raw.count(b"UNH+"))
        await _dropped(row, place, name, raw, reports, LABORATORY)
    return row


async def of_vaccinations(folder: Path, db: Database) -> Row:
    """What providers write for the national record: a line for each, under the one that names them."""
    row, place = Row(), Place(db)
    for name, raw in files_of(folder, ".csv"):
        row.came += raw.strip().count(b"\n")
        await _dropped(row, place, name, raw, rows, VACCINATOR)
    return row


async def _dropped(
    row: Row, place: Place, name: str, raw: bytes, read: ReadFile, source: SourceSettings
) -> None:
    """Put into the folder that is looked into, about people who are known here."""
    said = [one.said for one in read(raw, source, LONDON) if isinstance(one.said, Pushed)]
    for one in said:
        for number in one.numbers:
            await place.knows(_person_of(number, one))
    with tempfile.TemporaryDirectory() as beside:
        wrong = await _looked_at(Path(beside), name, raw, place, read, source)
    waits = await place.waiting(source.id)  # of this file alone: what was before is forgotten
    row.files += 1
    row.made += len(said) - len(waits)
    row.aside.update(wrong)
    row.aside.update(waits.values())
    held = await place.held(source.id, [n for one in said for n in one.numbers])
    _stands(row, held, [] if waits else [name for one in said for name in _named(one)])
    await place.forget(source.id)


async def _looked_at(
    beside: Path, name: str, raw: bytes, place: Place, read: ReadFile, source: SourceSettings
) -> list[str]:
    """Why some of it could not be read."""
    feed = FolderFeed(source, place.feeding.keep, beside.joinpath, read, lambda: NOW)
    (beside / "drop").mkdir()
    await asyncio.to_thread((beside / "drop" / name).write_bytes, raw)
    for _ in range(2):  # whole when it has not changed between two looks
        await feed.folder.look()
    whys = (beside / "drop").glob("refused/*.why.txt")
    return [line for why in whys for line in why.read_text("utf-8").splitlines()]


def _person_of(number: str, said: Pushed) -> Person:
    whole = (*said.resources, *(one for each in said.documents for one in (each.own, *each.items)))
    called = next((name for one in whole for name in named_in(one)), Person("", "", "", ""))
    return Person(f"p{number}", number, called.family, called.given, birth_date=said.birth_date)


def of_documents(name: str) -> Read:
    """Of a folder of that name: each about somebody of a number of the test range, whom the region knows."""

    async def of(folder: Path, db: Database) -> Row:
        row = Row()
        for one in documents_in(folder.parents[name.count("/")], name):
            row.add(await _posted(one, db))
        return row

    return of


async def _posted(one: Sent, db: Database) -> Row:
    region = Region.speaking(db, release=one.release)
    body, number = one.body, ""
    if one.name not in NO_DOCUMENT:
        body, person = certain(one)
        number = person.nhs_number
        await People(db).add([person])
    before = len(await region.waiting())
    (answer,) = await region.post(one.path, body)
    row = Row(files=1, came=1)
    if len(await region.waiting()) > before:
        row.aside["waits for somebody to look at it"] += 1
    elif answer.status >= 400:
        row.aside[_said(answer.body)] += 1
    else:
        row.made += 1
        held = await region.held(number)
        _stands(row, held, [])
        row.missing = expected(body) - len(held)
    return row


def _said(body: bytes) -> str:
    """Of an OperationOutcome."""
    issues = decode_resource(body).get("issue", [{}])
    return str(issues[0].get("diagnostics") or issues[0].get("details", {}).get("text", ""))
