"""One person at twelve sources behind the door: over real sockets, or whatever else is given to be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import Source
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Person, Resource, SourceSettings
from carerecord.store import Database
from carerecord.viewing import Records
from carerecord.viewing.contract import View
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion

SOURCES = 12
PLACES = (0, SOURCES // 2, SOURCES - 1)
"""The first, one in the middle, and the last."""
PERSON = Person("p1", "9992282967", "NGUYEN", "Minh", birth_date="1964-10-17")
SHARED = ("problems", "results")
HELD = 4
"""Entries of each source, no two alike."""


def record(own: str) -> list[Resource]:
    """What one source holds: the person, and problems of that source's alone."""
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": PERSON.nhs_number}
    patient = {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [number],
        "birthDate": PERSON.birth_date,
    }
    return [patient, *(problem(own, n) for n in range(HELD))]


def problem(own: str, number: int) -> Resource:
    return {
        "resourceType": "Condition",
        "id": f"{own}-{number}",
        "subject": {"reference": "Patient/1"},
        "code": {"text": f"Problem {number} known to {own}"},
    }


def settings(number: int, url: str = "", within: float = 0.5) -> SourceSettings:
    own = f"s{number:02}"
    return SourceSettings(
        own,
        f"Source {own}",
        own,
        "gp",
        "fhir_r4",
        "RP001",
        sections=SHARED,
        within_seconds=within,
        options={"url": url} if url else {},
    )


@dataclass
class SourcesRegion(DoorRegion):
    """A door over these sources; the doctor is involved in the person's care."""

    db: Database
    asked: Sequence[Source] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        super().__init__(self.db)
        self.records = self.door()
        shares = {"RP001": frozenset({"*"})}
        self.standings.now = replace(self.standings.now, shares=shares)

    def door(self, **changes: Any) -> Records:
        return super().door(**{"sources": tuple(self.asked)} | changes)

    async def begin(self) -> SourcesRegion:
        await self.people.add([PERSON])
        await self.relate()
        return self

    async def newest(self) -> str:
        """Id of the newest entry of the log."""
        [entry] = await self.log.recent(1)
        return entry.entry_id

    async def open(self) -> View:
        return await self.records.open(DOCTOR, PERSON.id)


@asynccontextmanager
async def twelve(
    db: Database, ill: dict[int, str] | None = None, within: float = 0.5
) -> AsyncIterator[tuple[SourcesRegion, list[FakeSource]]]:
    """Over sockets. `ill`: addresses that are asked instead of a well source, by place."""
    ill = ill or {}
    async with AsyncExitStack() as stack:
        fakes, sources, http = [], [], Http()
        stack.push_async_callback(http.close)
        for number in range(SOURCES):
            held = record(f"s{number:02}")
            fake = FakeSource(lambda _, held=held: held)
            await fake.start()
            stack.push_async_callback(fake.stop)
            fakes.append(fake)
            url = ill.get(number, fake.url)
            sources.append(open_source(settings(number, url, within), http))
        yield await SourcesRegion(db, sources).begin(), fakes


def complete(view: View, place: int) -> bool:
    """Whether all that a source holds is in the record, each entry once."""
    source = view.sources[place]
    answer, state = view.answers[source.id], view.states["problems"]
    return answer.state == "answered" and state.counts.get(source.id) == HELD
