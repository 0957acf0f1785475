"""What a source pushed: kept as its copy and told to evidence, or set aside for somebody to look at.

Nothing is filed to a person on a number alone: it must be one we know, and the date of birth that of its person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from prometheus_client import Counter

from carerecord.access.evidence.signals import Signal, SignalRefused
from carerecord.connectors.contract import Happening, NotKept, Pushed, SetAside
from carerecord.contract import Person, Resource, SourceSettings
from carerecord.edge.aside import Aside
from carerecord.edge.contract import EdgeError
from carerecord.edge.documents import keep_documents
from carerecord.edge.store import Edge
from carerecord.fhir import compatible_dates, decode_resource
from carerecord.identity import People, nhs_number
from carerecord.store import Database, StoreError, Transaction

_LOG = structlog.get_logger("carerecord.edge")
MESSAGES = Counter(
    "carerecord_feed_messages", "Messages that a source sent, by what became of them", ["source", "outcome"]
)  # fmt: skip

Receive = Callable[[Transaction, Sequence[Signal]], None]
"""Where evidence is written (`AccessStore.receive_within`)."""
NOT_KNOWN_TO_BE_THEIRS = (
    "it joins a number that is not known to be this person's: a person decides that"
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Feeding:
    db: Database
    edge: Edge
    aside: Aside
    people: People
    receive: Receive
    now: Callable[[], datetime] = _now

    async def keep(self, source: SourceSettings, found: Pushed | SetAside, raw: bytes) -> str:
        """Durable when it returns: why it was set aside, or "". Raises `NotKept`: it must not be acknowledged."""
        try:
            why = found.why if isinstance(found, SetAside) else await self.file(source, found)
            if why:
                await self.aside.keep(source.id, raw, why, self.now())
                _LOG.warning("feed.set-aside", source=source.id, why=why)
        except (StoreError, EdgeError) as error:
            MESSAGES.labels(source.id, "not-kept").inc()
            raise NotKept from error
        MESSAGES.labels(source.id, "set-aside" if why else "filed").inc()
        return why

    async def file(self, source: SourceSettings, pushed: Pushed) -> str:
        """To the one person it is about; else why it cannot be, and nothing was changed."""
        person = await self._person(pushed)
        if isinstance(person, str):
            return person
        if pushed.documents:
            return await self.db.write(
                lambda tx: keep_documents(self.edge, tx, source.id, person, pushed, self.now())
            )
        try:
            signals = [_signal(one, source, person, pushed.said) for one in pushed.happenings]
        except SignalRefused as error:
            return str(error)

        def write(tx: Transaction) -> str:
            now, said = self.now(), pushed.said
            about = source.id, person.nhs_number
            if not all(self.edge.holds(tx, *about, "Patient", id) for id in pushed.joins):
                return NOT_KNOWN_TO_BE_THEIRS
            self.edge.keep(tx, *about, pushed.resources, said=said, now=now, join=_joined)
            for type, id in pushed.removed:
                self.edge.remove(tx, *about, type, id, said=said, now=now)
            if signals:
                self.receive(tx, signals)
            return ""

        return await self.db.write(write)

    async def _person(self, pushed: Pushed) -> Person | str:
        if len(pushed.numbers) != 1:
            return "it has not exactly one NHS number"
        try:
            number = nhs_number.read(pushed.numbers[0])
        except nhs_number.NotAnNHSNumber:
            return "its NHS number is none"
        person = (await self.people.by_number(number)).person
        if person is None:
            return "nobody here has its NHS number"
        if pushed.birth_date and not compatible_dates(pushed.birth_date, person.birth_date):
            return "its date of birth is not that of the person with its NHS number"
        if (pushed.happenings or len(pushed.resources) > 1) and not pushed.birth_date:
            return "it has no date of birth to compare"
        return person


def _signal(one: Happening, source: SourceSettings, person: Person, said: datetime) -> Signal:
    starts = one.event == "started"
    return Signal(
        kind=one.kind,
        event=one.event,
        source=source.id,
        source_id=one.occurrence,
        at=one.at,
        said=said,
        person_id=person.id,
        holder=source.organisation if starts else "",
        team=one.team,
        words=one.words,
    )


_SAID_IN_PARTS = frozenset(
    {"Patient", "Encounter", "Appointment", "DocumentReference", "ServiceRequest"}
)
"""Each message says some of it. Of the others it says all: of a value that was corrected nothing stays."""


def _joined(raw: bytes, said: Resource) -> Resource:
    """What is not said stays; None is known no longer. A visit of which nothing is known has that status."""
    if said["resourceType"] not in _SAID_IN_PARTS:
        return said
    kept = _read(raw)
    joined = {key: value for key, value in {**kept, **said}.items() if value is not None}
    if joined["resourceType"] == "Encounter":
        joined.setdefault("status", "unknown")
        joined["period"] = {**kept.get("period", {}), **said.get("period", {})}
        if not joined["period"]:
            del joined["period"]
    return joined


def _read(raw: bytes) -> Resource:
    """What cannot be opened counts as nothing: what is said now stands alone."""
    try:
        return decode_resource(raw) if raw else {}
    except (ValueError, RecursionError):
        return {}
