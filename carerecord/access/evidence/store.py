"""Evidence as it is kept: signals as they came, and what is worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import TypeVar

from carerecord.access.contract import Evidence, HolderKind
from carerecord.access.evidence.kinds import Kinds, package_kinds
from carerecord.access.evidence.reconciling import close_items
from carerecord.access.evidence.rows import (
    Values,
    evidence_of,
    or_none,
    row_of,
    signal_of,
    signal_row,
    worked_row,
)
from carerecord.access.evidence.shifts import Shift
from carerecord.access.evidence.signals import Signal
from carerecord.access.evidence.windows import worked_out
from carerecord.access.times import micros, moment
from carerecord.store import Database, Row, StoreUnavailable, Transaction, sql

SQL = sql(__file__, "queries.sql")
AT_ONCE = 1000  # rows in one write of many
SIGNALS_AT_ONCE = 250  # in one transaction, so that others can write in between
TOGETHER_SECONDS = 120.0  # a whole list in one transaction
TRIES = 3  # of a list, when its source says something else meanwhile
ASKED_AT_ONCE = 12  # people in one read
SHIFT, MONTH = timedelta(hours=12), timedelta(days=30)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of evidence as those who administer see it."""

    evidence: Evidence
    source_id: str
    recorded: datetime
    ended: datetime | None  # before it would have run out


@dataclass(frozen=True, slots=True)
class ThereNow:
    """A stay or an emergency visit that goes on."""

    person_id: str
    kind: str  # of the evidence it is: LR-2, LR-3
    words: str  # “admitted to Northgate, ward 4”
    source: str  # id
    since: datetime


@dataclass(frozen=True, slots=True)
class ToAttest:
    """What an organisation says of itself and has to say again (LR-7)."""

    person_id: str
    evidence_id: str
    attested: datetime
    suspended_from: datetime | None


def _now() -> datetime:
    return datetime.now(UTC)


class EvidenceStore:
    """The only code that names the tables of evidence and of signals."""

    def __init__(
        self, db: Database, kinds: Kinds | None = None, now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._kinds = package_kinds() if kinds is None else kinds
        self._now = now  # only for when a row was recorded, never for a decision

    @property
    def kinds(self) -> Kinds:
        return self._kinds

    async def about(self, person_id: str, at: datetime) -> list[Evidence]:
        """One person's evidence in force at that time, whoever holds it."""
        rows = await self._db.all(SQL.about_person, person_id=person_id, at=micros(at))
        return [evidence_of(row) for row in rows]

    async def about_any(self, person_ids: Sequence[str], at: datetime) -> list[Evidence]:
        """The same for several people; one read for each twelve."""
        return [
            evidence_of(row) for row in await self._of_several(SQL.about_people, person_ids, at)
        ]

    async def there_now(self, person_ids: Sequence[str], at: datetime) -> list[ThereNow]:
        """Who of them is in a hospital at this moment, as its feed says: newest first of each."""
        found = []
        for row in await self._of_several(SQL.there_now, person_ids, at):
            since = moment(row["starts"]) + (self._kinds[row["kind"]].before or timedelta(0))
            if since <= at:
                found.append(
                    ThereNow(row["person_id"], row["kind"], row["words"], row["source"], since)
                )
        return found

    async def _of_several(self, query: str, person_ids: Sequence[str], at: datetime) -> list[Row]:
        found: list[Row] = []
        for chunk in _chunks(iter(dict.fromkeys(person_ids)), ASKED_AT_ONCE):
            asked = [*chunk, *[chunk[0]] * (ASKED_AT_ONCE - len(chunk))]
            named = {f"p{n}": person_id for n, person_id in enumerate(asked)}
            found += await self._db.all(query, at=micros(at), **named)
        return found

    async def shifts(self, viewer_id: str, at: datetime) -> list[Shift]:
        rows = await self._db.all(SQL.shifts_of, viewer_id=viewer_id, at=micros(at))
        return [_shift(row) for row in rows]

    async def emergencies(self, viewer_id: str, at: datetime) -> tuple[int, int]:
        """How many this viewer declared in the last 12 hours, and in the last 30 days (BTG-8)."""
        row = await self._db.one(
            SQL.emergencies_of,
            viewer_id=viewer_id,
            at=micros(at),
            shift_from=micros(at - SHIFT),
            month_from=micros(at - MONTH),
        )
        return (int(row["in_shift"]), int(row["in_month"])) if row else (0, 0)

    async def people_of(
        self, kind: HolderKind, name: str, at: datetime, limit: int
    ) -> list[tuple[str, str, str]]:
        """(person id, kind, why in words) of one holder's evidence in force, newest first."""
        rows = await self._db.all(
            SQL.people_of_holder, holder_kind=kind, holder=name, at=micros(at), limit=limit
        )
        return [(row["person_id"], row["kind"], row["words"]) for row in rows]

    async def of_person(self, person_id: str) -> list[Kept]:
        """All there ever was about one person, newest first."""
        return [_kept(row) for row in await self._db.all(SQL.of_person, person_id=person_id)]

    async def signals_of_source(self, source: str, kind: str) -> list[Signal]:
        """All that one file or register ever said of one kind."""
        rows = await self._db.all(SQL.signals_of_source, source=source, kind=kind)
        return [signal_of(row) for row in rows]

    async def to_attest(self, organisation: str, kind: str = "LR-7") -> list[ToAttest]:
        """What the organisation has to say again, the longest unattested first."""
        rows = await self._db.all(SQL.attested_by, organisation=organisation, kind=kind)
        after = self._kinds[kind].suspend_after
        return [_to_attest(row, after) for row in rows]

    async def add(self, evidence: Iterable[Evidence]) -> None:
        """Record what is not worked out from signals; one that is already there stays as it is."""
        recorded = micros(self._now())
        for rows in _chunks((row_of(one, recorded) for one in evidence), AT_ONCE):
            await self._db.write(partial(_add, rows=rows, recorded=recorded))

    def declare(self, tx: Transaction, declared: Evidence, note: str) -> None:
        """Record what a viewer said for themselves, with their own words, in a transaction begun elsewhere."""
        tx.run(SQL.add_evidence, **row_of(declared, micros(self._now()), note=note))

    async def end(self, person_id: str, evidence_id: str, at: datetime) -> None:
        """It ended at `at`, whatever window it had. Said again, an end can only come earlier."""
        await self._db.write(lambda tx: self.end_within(tx, person_id, evidence_id, at))

    def end_within(self, tx: Transaction, person_id: str, evidence_id: str, at: datetime) -> None:
        """The same in a transaction that another part has begun."""
        values = {"person_id": person_id, "evidence_id": evidence_id, "ended": micros(at)}
        tx.run(SQL.end_evidence, recorded=micros(self._now()), **values)

    async def receive(self, signals: Iterable[Signal]) -> None:
        """Keep what was said and work out what follows; a signal that comes twice changes nothing."""
        recorded = micros(self._now())
        for chunk in _chunks(iter(signals), SIGNALS_AT_ONCE):
            await self._db.write(partial(self._receive, signals=chunk, recorded=recorded))

    def receive_within(self, tx: Transaction, signals: Sequence[Signal]) -> None:
        """The same in a transaction that another part has begun; a few at a time."""
        self._receive(tx, signals, micros(self._now()))

    async def receive_together(self, signals: Sequence[Signal]) -> None:
        """A whole list of one source and kind in one transaction: all of it or nothing.

        What follows from it is worked out before the transaction, which keeps everybody else waiting, and
        again when the source said something more meanwhile. Raises StoreUnavailable when it goes on to.
        """
        if not signals:
            return
        for _ in range(TRIES):
            prepared = await self._prepared(signals)
            if await self._db.write(partial(_put_list, prepared=prepared), within=TOGETHER_SECONDS):
                return
        raise StoreUnavailable("another list of this source is being taken; try again")

    async def attest(self, organisation: str, at: datetime, kind: str = "LR-7") -> int:
        """The organisation says that all of it still holds; of how many people."""
        rows = await self._db.all(SQL.attested_by, organisation=organisation, kind=kind)
        await self.receive(
            Signal(
                kind=kind,
                event="attested",
                source=row["source"],
                source_id=row["source_id"],
                at=at,
                said=at,
                person_id=row["person_id"],
                holder=organisation,
            )
            for row in rows
        )
        return len({row["person_id"] for row in rows})

    def _receive(self, tx: Transaction, signals: Sequence[Signal], recorded: int) -> None:
        tx.put(SQL.add_signal, [signal_row(one, recorded) for one in signals])
        about: dict[str, list[Signal]] = {one.occurrence: [] for one in signals}
        given = {one.id: one for one in signals}
        for row in tx.over(SQL.signals_of_occurrences, [(one,) for one in about]):
            known = given.get(row.pop("id")) or signal_of(row)
            about[known.occurrence].append(known)
        tx.put(SQL.put_worked_out, self._worked_rows(about.values(), recorded))
        close_items(tx, {one.person_id for one in signals}, recorded)

    async def _prepared(self, signals: Sequence[Signal]) -> _Prepared:
        source, kind = signals[0].source, signals[0].kind
        before = await self.signals_of_source(source, kind)
        about: dict[str, list[Signal]] = {one.occurrence: [] for one in signals}
        for one in (*before, *signals):
            if one.occurrence in about:
                about[one.occurrence].append(one)
        recorded = micros(self._now())
        return _Prepared(
            of_source={"source": source, "kind": kind},
            known=len(before),
            people={one.person_id for one in signals},
            signals=[signal_row(one, recorded) for one in signals],
            evidence=self._worked_rows(about.values(), recorded),
            recorded=recorded,
        )

    def _worked_rows(
        self, about: Iterable[Iterable[Signal]], recorded: int
    ) -> list[tuple[Values, ...]]:
        """`about`: all that was said, occurrence by occurrence."""
        return [
            worked_row(worked, recorded)
            for each in about
            for worked in worked_out(each, self._kinds)
        ]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything a list comes to, if its source had said no more than `known` signals before."""

    of_source: Row
    known: int
    people: set[str]
    signals: list[tuple[Values, ...]]
    evidence: list[tuple[Values, ...]]
    recorded: int


def _put_list(tx: Transaction, prepared: _Prepared) -> bool:
    """False, and nothing written, when the source said more since it was prepared."""
    counted = tx.one(SQL.count_of_source, **prepared.of_source)
    if counted is None or counted["number"] != prepared.known:
        return False
    tx.put(SQL.add_signal, prepared.signals)
    tx.put(SQL.put_worked_out, prepared.evidence)
    close_items(tx, prepared.people, prepared.recorded)
    return True


def _add(tx: Transaction, rows: list[dict[str, Values]], recorded: int) -> None:
    tx.many(SQL.add_evidence, rows)
    close_items(tx, {str(row["person_id"]) for row in rows}, recorded)


def _shift(row: Row) -> Shift:
    return Shift(
        id=row["id"],
        covers=(row["covers_kind"], row["covers"]),
        words=row["words"],
        starts=moment(row["starts"]),
        ends=or_none(row["ends"]),
        source=row["source"],
    )


def _kept(row: Row) -> Kept:
    ended, recorded = row.pop("ended"), row.pop("recorded")
    source_id = row.pop("source_id")
    return Kept(
        evidence_of(row), source_id, moment(recorded), None if ended is None else moment(ended)
    )


def _to_attest(row: Row, after: timedelta | None) -> ToAttest:
    attested = moment(row["attested"])
    return ToAttest(
        row["person_id"], row["id"], attested, None if after is None else attested + after
    )


def _chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(rows, size)):
        yield chunk
