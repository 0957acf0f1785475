"""After a backup was restored and no newer one is to be had: say what is missing, and go on without a fork."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from carerecord.audit.boundaries import Boundaries
from carerecord.audit.head import Head, origin
from carerecord.audit.notes import Checkpoint, Closing, Key, Note, PublicKey
from carerecord.audit.proving import Proving
from carerecord.audit.publishing import Kept, Submitting
from carerecord.audit.publishing.store import SQL
from carerecord.audit.publishing.submitting import UNANSWERED
from carerecord.audit.starting import root_at
from carerecord.store import Database, Transaction


class NothingMissing(Exception):
    """This database has every entry that was published: there is nothing to acknowledge."""


class TwoPeople(Exception):
    """Two different people have to say so."""


def refuse_one_person(by: Sequence[str]) -> None:
    """Raises `TwoPeople` unless they are two."""
    if len({one.strip().casefold() for one in by if one.strip()}) != 2:
        raise TwoPeople("Two different people have to say so: --by and --by.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries that others have seen and this database does not have."""

    log: str
    first: int
    last: int
    root: str  # of the log up to the last, in hexadecimal
    notes: tuple[Note, ...]  # every size at which somebody knows the log


class Restoring:
    """Of one node. The server is not running."""

    def __init__(
        self,
        db: Database,
        boundaries: Boundaries,
        kept: Kept,
        *,
        key: Key,
        keys: Sequence[PublicKey],
        node: str = "",
    ) -> None:
        self._db = db
        self._boundaries = boundaries
        self._kept = kept
        self._key = key
        self._keys = keys
        self._node = node

    async def acknowledge(
        self, by: Sequence[str], why: str, witnesses: Iterable[Submitting]
    ) -> tuple[str, list[Gap]]:
        """The new log's name, and what is missing. `TwoPeople`, `NothingMissing`."""
        refuse_one_person(by)
        gaps = await self.gaps(await self._told(witnesses))
        if not gaps:
            raise NothingMissing("Nothing that was published is missing from this database.")
        body = {"by": sorted(by), "why": why, "missing": [_described(gap) for gap in gaps]}
        name = await self._boundaries.resume(body, lambda tx, log: self._lose(tx, gaps, log))
        return name, gaps

    async def gaps(self, outside: Iterable[Note]) -> list[Gap]:
        heads = {head.log: head for head in await Proving(self._db).heads()}
        lost = {row["log"] for row in await self._db.all(SQL.lost)}
        found = self._by_log(outside)
        gone = [
            await self._gap(log, notes, heads.get(log))
            for log, notes in sorted(found.items())
            if log not in lost
        ]
        return [gap for gap in gone if gap]

    async def _gap(self, log: str, notes: list[Note], head: Head | None) -> Gap | None:
        newest = Checkpoint.of(notes[-1])
        have = head.size if head else 0
        if head and have >= newest.size:
            if await root_at(Proving(self._db), head, newest.size) == newest.root:
                return None
            have = 0  # the same number of entries, and others
        return Gap(log, have + 1, newest.size, newest.root.hex(), tuple(notes))

    def _by_log(self, outside: Iterable[Note]) -> Mapping[str, list[Note]]:
        """Those of our keys, the shortest first."""
        found: dict[str, list[Note]] = defaultdict(list)
        for note in sorted(outside, key=lambda one: Checkpoint.of(one).size):
            name = Checkpoint.of(note).origin
            if any(name.startswith(origin(key, "")) and key.signed(note) for key in self._keys):
                found[name.removeprefix(origin(self._key.public, ""))].append(note)
        return found

    async def _told(self, witnesses: Iterable[Submitting]) -> list[Note]:
        """By the file beside the key, and by every witness that shows what it knows."""
        notes = self._kept.read()
        logs = {*notes, *(h.log for h in await Proving(self._db).heads() if h.node == self._node)}
        found = list(notes.values())
        async with aiohttp.ClientSession() as session:
            for witness in witnesses:
                for log in sorted(logs):
                    try:
                        told = await witness.newest(session, origin(self._key.public, log))
                    except UNANSWERED:
                        break
                    found += [told] if told else []
        return found

    def _lose(self, tx: Transaction, gaps: Iterable[Gap], following: str) -> None:
        """Sign each as closed, in every size that somebody knows it by."""
        named = origin(self._key.public, following)
        for gap in gaps:
            for size, note in {Checkpoint.of(one).size: one for one in gap.notes}.items():
                closed = note
                if Closing.of(note) is None:
                    closed = self._key.sign(Checkpoint.of(note).closing(named))
                tx.run(SQL.unlose, log=gap.log, size=size)
                tx.run(SQL.lose, log=gap.log, size=size, note=str(closed))


def _described(gap: Gap) -> dict[str, object]:
    return {"log": gap.log, "first": gap.first, "last": gap.last, "root": gap.root}
