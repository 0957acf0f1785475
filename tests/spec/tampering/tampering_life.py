"""The life of a region's logs, played by chance through the product itself, and a witness that hears of every step."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from tampering_tables import NAME, Tables

from carerecord.audit import Key, Log
from carerecord.audit.boundaries import Boundaries
from carerecord.audit.notes import Checkpoint, Note, PublicKey, Submission
from carerecord.audit.proving import Proving
from carerecord.audit.removing import KEPT, Order, Removing
from carerecord.contract import Viewer
from carerecord.store import Database
from carerecord.witness.contract import Known
from carerecord.witness.deciding import Verdict, decide

ORDER = Order(("C Guardian", "L Ward"), "court order 7", "erasure ordered")
START = datetime(2026, 10, 29, 8, tzinfo=UTC)
NODE = "north"


class Life:
    """Of two machines that write to one database. Everything that is done here is allowed."""

    def __init__(self, db: Database, chance: random.Random) -> None:
        self.db, self.chance, self.at = db, chance, START
        self.keys = (Key(NAME, chance.randbytes(32)),)
        self.witness = Outsider()
        self.refused: list[str] = []  # what the witness would not take
        self.notes: list[Note] = []  # all that it was shown
        self.done: Counter[str] = Counter()
        self._restarted()

    @property
    def public(self) -> list[PublicKey]:
        return [key.public for key in self.keys]

    async def lived(self, steps: int, *, rare: bool = True) -> None:
        """So many things happen; without the rare ones, only entries are written."""
        usual: list[Callable[[], Awaitable[object]]] = [self.one, self.several, self.north]
        seldom = [
            self.month, self.back, self.restart, self.rotate,
            self.close_north, self.gap, self.erase, self.prune,
        ]  # fmt: skip
        for _ in range(steps):
            happens = self.chance.choice(seldom if rare and self.chance.random() < 0.3 else usual)
            if happens in seldom:  # a log that takes over is named by its second
                self.at += timedelta(seconds=1)
            self.done[happens.__name__] += 1
            await happens()
            self.at += timedelta(milliseconds=self.chance.choice((0, 400, 3_000, 90_000)))
            await self.heard()

    async def tables(self) -> Tables:
        return await Tables.read(self.db, self.keys, self.at)

    async def one(self) -> None:
        kind = self.chance.choice(("open", "shown", "search", "refused"))
        await self.log.append(kind, _staff(self.chance), person_id="p-1", body=_body(self.chance))

    async def several(self, log: Log | None = None) -> None:
        """In one transaction: one checkpoint stands for all of them."""
        many = self.chance.randint(2, 12)
        entries = [("shown", f"p-{n}", _body(self.chance)) for n in range(many)]
        await (log or self.log).append_all(_staff(self.chance), entries)

    async def north(self) -> None:
        await self.several(Log(self.db, self.keys[-1], node=NODE, now=self._now))

    async def month(self) -> None:
        self.at = (self.at.replace(day=1) + timedelta(days=32)).replace(day=1)
        await self.one()
        if self.chance.random() < 0.5:
            await self.north()

    async def back(self) -> None:
        """A clock that is set two days back."""
        self.at -= timedelta(days=2)
        await self.one()

    async def restart(self) -> None:
        self._restarted()
        await self.one()

    async def rotate(self) -> None:
        """Both machines take the new key."""
        key = Key(NAME, self.chance.randbytes(32))
        await Boundaries(self.db, self.keys[-1], now=self._now).rotate(key)
        await Boundaries(self.db, self.keys[-1], node=NODE, now=self._now).rotate(key)
        self.keys = (*self.keys, key)
        self._restarted()
        await self.one()

    async def close_north(self) -> None:
        await Boundaries(self.db, self.keys[-1], node=NODE, now=self._now).close()

    async def gap(self) -> None:
        """Two people have said that entries are missing: another log goes on."""
        said = {"by": ["a", "b"], "why": "a backup", "missing": []}
        boundaries = Boundaries(self.db, self.keys[-1], now=self._now)
        await boundaries.resume(said, lambda tx, log: None)
        self._restarted()

    async def erase(self) -> None:
        entries = [entry async for entry in self.log.entries()]
        there = [one.entry_id for one in entries if one.body and one.kind not in KEPT]
        if there:
            await Removing(self.log).erase(self.chance.choice(there), ORDER)

    async def prune(self) -> None:
        """Any log that is closed, in any order."""
        written = {entry.log async for entry in self.log.entries()}
        heads = [one for one in await Proving(self.db).heads() if one.closed and one.log in written]
        if len(heads) > 2:
            await Removing(self.log).prune(self.chance.choice(heads).log, ORDER)

    async def heard(self) -> None:
        """The witness is shown the end of every log, with the proof that it asks for."""
        for head in await Proving(self.db).heads():
            note = Note.read(head.checkpoint)
            self.notes.append(note)
            verdict = await self.witness.shown(self.db, head.log, note, self.public, self.at)
            if verdict.status != 200 or verdict.alarm:
                self.refused.append(f"{head.log}: {verdict.status} {verdict.words}")

    def _restarted(self) -> None:
        self.log = Log(self.db, self.keys[-1], now=self._now)

    def _now(self) -> datetime:
        return self.at


class Outsider:
    """What one witness remembers; it decides by the product's own rule."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def copy(self) -> Outsider:
        other = Outsider()
        other.known = dict(self.known)
        return other

    async def shown(
        self, db: Database, log: str, note: Note, keys: list[PublicKey], at: datetime
    ) -> Verdict:
        """With the best proof that the store can give."""
        point = Checkpoint.of(note)
        known = self.known.get(point.origin)
        old = known.size if known else 0
        grows = 0 < old < point.size
        proof = await Proving(db).consistency(log, old, point.size) if grows else ()
        asked = Submission(min(old, point.size), proof, note, point)
        return self.taken(asked, keys, at)

    def taken(self, asked: Submission, keys: list[PublicKey], at: datetime) -> Verdict:
        origin = asked.checkpoint.origin
        verdict = decide(asked, self.known.get(origin), keys, at)
        if verdict.becomes:
            self.known[origin] = verdict.becomes
        return verdict


def _staff(chance: random.Random) -> Viewer:
    number = chance.randint(1, 9)
    return Viewer(f"s.{number}", f"Staff {number}", "doctor", "Doctor", "RNG01", "Northgate")


def _body(chance: random.Random) -> dict[str, object]:
    return {
        "purpose": "care",
        "n": chance.randint(0, 10**6),
        "filling": "x" * chance.randint(0, 99),
    }
