"""The steps as they are kept, with who took each, why and when; no step is ever changed or taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.identity.links.steps import (
    NOWHERE,
    LinkRefused,
    Standing,
    Step,
    Taken,
    step_back,
)
from carerecord.identity.putting import SQL as PEOPLE
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
LONGEST_CHAIN = 50  # of joined or replaced numbers; more is a fault in the table, not a history


@dataclass(frozen=True, slots=True)
class LinkStep:
    taken: Taken
    undoes: int  # the place of the step that was taken back; 0 where none was
    why: str
    said_by: str
    at: datetime
    said: str = ""  # when the source said so, in UTC; empty where a person took the step


@dataclass(frozen=True, slots=True)
class SaidOfTwo:
    """What a message of a source says of two of its own numbers: `gone` leads, or led, where `stays` does."""

    gone: str
    stays: str
    because: str  # the kind of message
    said: datetime

    @property
    def at(self) -> str:
        return self.said.astimezone(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class _Said:
    why: str
    by: str  # empty where a source's message said so
    at: str = ""  # by the source's clock, in UTC


def _now() -> datetime:
    return datetime.now(UTC)


class Links:
    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def steps(self, source: str, local_id: str) -> list[LinkStep]:
        """All there ever were, the first first."""
        rows = await self._db.all(SQL.steps, source=source, local_id=local_id)
        return [_link_step(row) for row in rows]

    def whose(self, tx: Transaction, source: str, local_id: str) -> str:
        """The id of the person it leads to now, through what it was joined to and every replaced number; else ""."""
        found = self._followed(tx, source, local_id)
        row = _current(tx, found.person) if found.person else None
        return str(row["id"]) if row and not row["invalidated"] else ""

    def among(
        self, tx: Transaction, asked: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], str]:
        """Of these numbers, each with its source, those that lead to somebody, and to whom."""
        rows = tx.over(SQL.any_of, list(dict.fromkeys(asked)))
        found = {
            (row["source"], row["local_id"]): self.whose(tx, row["source"], row["local_id"])
            for row in rows
        }
        return {number: person for number, person in found.items() if person}

    async def whose_now(self, source: str, local_id: str) -> str:
        """The same, in a transaction of its own."""
        return await self._db.write(lambda tx: self.whose(tx, source, local_id))

    async def link(self, source: str, local_id: str, person: str, why: str, by: str) -> None:
        """It is this person's. One that is another's is unlinked first. Raises `LinkRefused`."""
        to = Standing(person)
        await self._db.write(lambda tx: self._take(tx, source, local_id, "linked", to, _Said(why, by)))  # fmt: skip

    async def unlink(self, source: str, local_id: str, why: str, by: str) -> None:
        """It leads to nobody from now on, and no message of a source joins it to anything. Raises `LinkRefused`."""
        await self._db.write(lambda tx: self._take(tx, source, local_id, "unlinked", NOWHERE, _Said(why, by)))  # fmt: skip

    async def join(self, source: str, gone: str, stays: str, why: str, by: str = "") -> None:
        """Two numbers of one source are one person's: `gone` leads where `stays` does. Raises `LinkRefused`."""
        to = Standing(leads_to=stays)
        await self._db.write(lambda tx: self._take(tx, source, gone, "joined", to, _Said(why, by)))

    def join_within(self, tx: Transaction, source: str, said: SaidOfTwo) -> bool:
        """A message of the source joins them: whether that is news. In the caller's transaction.

        One that was overtaken, or came before, is none; nor is what a person has decided likewise. Raises `LinkRefused`.
        """
        last = tx.one(SQL.last, source=source, local_id=said.gone)
        if last and (last["leads_to"] == said.stays or _heard(tx, source, said.gone) >= said.at):
            return False
        if last and last["said_by"]:
            own = self.whose(tx, source, said.gone)
            if own and own == self.whose(tx, source, said.stays):
                return False
        to = Standing(leads_to=said.stays)
        self._take(tx, source, said.gone, "joined", to, _Said(said.because, "", said.at))
        return True

    def part_within(self, tx: Transaction, source: str, said: SaidOfTwo) -> bool:
        """A message takes back what one of the same source had joined, and nobody had decided: whether there was such a step.

        In the caller's transaction.
        """
        last = tx.one(SQL.last, source=source, local_id=said.gone)
        theirs = last and not last["said_by"] and last["leads_to"] == said.stays
        if not theirs or _heard(tx, source, said.gone) >= said.at:
            return False
        place, before = step_back(_taken(tx, source, said.gone))
        self._refuse(tx, source, said.gone, before)
        because = _Said(said.because, "", said.at)
        self._put(tx, source, said.gone, "undone", before, because, place)
        return True

    async def undo(self, source: str, local_id: str, why: str, by: str) -> None:
        """What held before the last step that still counts holds again, exactly. Raises `LinkRefused`."""

        def write(tx: Transaction) -> None:
            place, before = step_back(_taken(tx, source, local_id))
            self._refuse(tx, source, local_id, before)
            self._put(tx, source, local_id, "undone", before, _Said(why, by), place)

        await self._db.write(write)

    def _take(
        self, tx: Transaction, source: str, local_id: str, step: Step, to: Standing, said: _Said
    ) -> None:
        last = tx.one(SQL.last, source=source, local_id=local_id)
        held = Standing(last["person"], last["leads_to"]) if last else NOWHERE
        if last and last["said_by"] and not said.by:
            raise LinkRefused("a person decided whose this number is, and no message changes that")
        if step == "linked" and held != NOWHERE:
            raise LinkRefused("this number leads to somebody already: undo or unlink that first")
        if step == "unlinked" and held == NOWHERE:
            raise LinkRefused("this number leads to nobody")
        self._refuse(tx, source, local_id, to)
        own = self.whose(tx, source, local_id)
        if to.leads_to and own and own != self.whose(tx, source, to.leads_to):
            raise LinkRefused("the two numbers do not lead to one person: unlink or link one first")
        self._put(tx, source, local_id, step, to, said)

    def _refuse(self, tx: Transaction, source: str, local_id: str, to: Standing) -> None:
        """A loop, or a person whom the index has not."""
        if to.person and _current(tx, to.person) is None:
            raise LinkRefused("nobody in the index has this id")
        if to.leads_to and local_id in self._chain(tx, source, to.leads_to):
            raise LinkRefused("a number cannot be joined to itself, directly or through others")

    def _followed(self, tx: Transaction, source: str, local_id: str) -> Standing:
        last = self._chain(tx, source, local_id)[-1]
        row = tx.one(SQL.last, source=source, local_id=last)
        return Standing(row["person"], row["leads_to"]) if row else NOWHERE

    def _chain(self, tx: Transaction, source: str, local_id: str) -> list[str]:
        found = [local_id]
        while len(found) < LONGEST_CHAIN:
            row = tx.one(SQL.last, source=source, local_id=found[-1])
            if row is None or not row["leads_to"]:
                return found
            found.append(row["leads_to"])
        raise LinkRefused("these numbers were joined too often")

    def _put(
        self, tx: Transaction, source: str, local_id: str, step: Step, to: Standing, said: _Said, undoes: int = 0
    ) -> None:  # fmt: skip
        taken = _taken(tx, source, local_id)
        tx.run(
            SQL.put,
            source=source,
            local_id=local_id,
            place=taken[-1].place + 1 if taken else 1,
            step=step,
            person=to.person,
            leads_to=to.leads_to,
            undoes=undoes,
            why=said.why,
            said_by=said.by,
            said=said.at,
            at=self._now().isoformat(timespec="seconds"),
        )


def _taken(tx: Transaction, source: str, local_id: str) -> list[Taken]:
    return [_step(row) for row in tx.all(SQL.steps, source=source, local_id=local_id)]


def _step(row: Row) -> Taken:
    return Taken(row["place"], row["step"], Standing(row["person"], row["leads_to"]))


def _link_step(row: Row) -> LinkStep:
    at = datetime.fromisoformat(row["at"])
    return LinkStep(_step(row), row["undoes"], row["why"], row["said_by"], at, row["said"])


def _heard(tx: Transaction, source: str, local_id: str) -> str:
    """When the source last said anything of this number."""
    row = tx.one(SQL.heard, source=source, local_id=local_id)
    return row["said"] if row and row["said"] else ""


def _current(tx: Transaction, person: str) -> Row | None:
    """Who they are now that their number was replaced, however often; loops are refused where they would arise."""
    row = tx.one(PEOPLE.by_id, id=person)
    while row is not None and row["replaced_by"] is not None:
        number = row["replaced_by"]
        row = tx.one(PEOPLE.by_number, nhs_number=number)
        if row is None and (further := tx.one(PEOPLE.replaced_by, old=number)):
            row = {
                "replaced_by": further["new"]
            }  # the index never had anybody under the one between
    return row
