"""R10: whatever is done to the log by hand is found and the place is named; a log left alone is never accused.

The place is held to a simple comparison with what was there before. With `-s` the figures are printed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from tampering_attacks import SEEN_INSIDE, SEEN_OUTSIDE, Try
from tampering_life import START, Life, Outsider
from tampering_oracle import first_wrong
from tampering_tables import Tables

from carerecord.audit import Log
from carerecord.audit.agreeing import Fault
from carerecord.audit.notes import Checkpoint, Note, Submission
from carerecord.audit.verifying import Verifying
from carerecord.store import Database

SEED = 20261121
LIVES = 4  # that attacks are tried on
TRIES = [pytest.param(1, id="1"), pytest.param(100, id="100", marks=pytest.mark.slow)]
EXACT = {
    "a salt is changed",
    "an entry is deleted",
    "a range is deleted",
    "two entries are swapped",
}


@dataclass
class Lived:
    """One region's logs as they are, as they once were, and what a witness knows."""

    now: Tables
    earlier: Tables
    witness: Outsider
    earlier_witness: Outsider

    @property
    def forked(self) -> tuple[str, int]:
        """A log that was open then, and its size now."""
        row = next(
            row
            for row in self.earlier.rows["audit_head"]
            if row["node"] == "" and not row["closed"]
        )
        return row["log"], int((self.now.head(row["log"]) or {})["size"])


@dataclass
class Found:
    """What became of one kind of attack."""

    tries: int = 0
    found: int = 0
    inside: int = 0  # without a checkpoint from outside
    exact: int = 0
    widths: list[int] = field(default_factory=list)
    """Entries among which the first wrong one is."""

    def __str__(self) -> str:
        widths = sorted(self.widths)
        return (
            f"{self.found}/{self.tries} found, {self.inside} from inside; {self.exact} name the entry itself; "
            f"the first wrong one is among {widths[len(widths) // 2]} (median), {widths[-1]} (most)"
        )


_LIVES: dict[str, list[Lived]] = {}


async def lives(db: Database) -> list[Lived]:
    """Played once for each store; the attacks only put tables back."""
    if db.engine not in _LIVES:
        empty = await Tables.read(db, (), START)
        _LIVES[db.engine] = [await one_life(db, empty, number) for number in range(LIVES)]
    return _LIVES[db.engine]


async def one_life(db: Database, empty: Tables, number: int) -> Lived:
    await empty.put(db)
    life = Life(db, random.Random(SEED + number))
    await life.lived(6 + 4 * number)
    await life.lived(3, rare=False)
    earlier, earlier_witness = await life.tables(), life.witness.copy()
    await life.several()
    await life.heard()
    await life.lived(3, rare=number % 2 == 0)
    return Lived(await life.tables(), earlier, life.witness, earlier_witness)


async def faults(db: Database, tables: Tables, outside: list[Note]) -> list[Fault]:
    keys = [key.public for key in reversed(tables.keys)]
    return [one.fault async for one in Verifying(db, keys, outside).all() if one.fault]


async def tried(db: Database, lived: Lived, attack, chance: random.Random) -> Try:
    on = Try(lived.now.copy(), lived.earlier, chance)
    attack(on)
    await on.now.put(db)
    if on.goes_on:
        log = Log(db, lived.earlier.keys[-1], now=lambda: lived.now.at)
        for _ in range(chance.randint(1, 3)):
            many = chance.randint(1, 40)
            await log.append_all(None, [("open", "", {"n": n}) for n in range(many)])
        on.now = await Tables.read(db, lived.now.keys, lived.now.at)
    return on


def placed(name: str, on: Try, lived: Lived, found: list[Fault]) -> list[Fault]:
    """The finding of each log that was attacked, held to the truth; no other log may be accused."""
    truth = on.accused or first_wrong(lived.now, on.now)
    assert truth, "the attack has changed nothing: the test shows nothing"
    accused = {fault.log: fault for fault in reversed(found)}
    assert set(accused) == set(truth), f"{name}: {truth} became {[*map(str, found)]}"
    for log, first in truth.items():
        fault = accused[log]
        assert fault.after < first <= fault.first, f"{name}: {log} {first} was called {fault}"
        assert name not in EXACT or fault.first == first, f"{name}: {first} was called {fault}"
    return [accused[log] for log in truth]


@pytest.mark.parametrize("tries", TRIES)
async def test_every_attack_is_found_and_its_place_is_named(db, tries):
    known = await lives(db)
    figures = {name: Found() for name in (*SEEN_INSIDE, *SEEN_OUTSIDE)}
    for number in range(tries):
        for name, attack in (SEEN_INSIDE | SEEN_OUTSIDE).items():
            chance = random.Random(f"{SEED} {number} {name}")
            lived = chance.choice(known)
            on = await tried(db, lived, attack, chance)
            inside = await faults(db, lived.now, [])
            outside = await faults(db, lived.now, [*lived.now.notes().values()])
            found = placed(name, on, lived, inside if name in SEEN_INSIDE else outside)
            one = figures[name]
            one.tries, one.found, one.inside = (
                one.tries + 1,
                one.found + 1,
                one.inside + bool(inside),
            )
            one.exact += all(fault.first == fault.after + 1 or fault.itself for fault in found)
            one.widths += [fault.first - fault.after for fault in found]
    for name, one in figures.items():
        print(f"\n{db.engine}: {name}: {one}", end="")
    assert figures["an old backup is restored"].inside == 0, "the log as it was then is a right log"


@pytest.mark.parametrize("tries", TRIES)
async def test_a_witness_that_is_shown_the_new_end_does_not_take_it(db, tries):
    known = await lives(db)
    for number in range(tries):
        for name, attack in SEEN_OUTSIDE.items():
            chance = random.Random(f"{SEED} {number} {name}")
            lived = chance.choice(known)
            on = await tried(db, lived, attack, chance)
            alarms = await shown(db, lived.witness.copy(), on.now)
            truth = first_wrong(lived.now, on.now)
            silent = {log for log in truth if on.now.head(log) is None}  # it will be missed
            assert set(alarms) == set(truth) - silent, f"{name}: {truth} became {alarms}"
            assert set(alarms.values()) <= {"fork", "unproved", "older", "regrown"}


async def shown(db: Database, witness: Outsider, tables: Tables) -> dict[str, str]:
    """The alarm of each log that is not what the witness knows."""
    keys = [key.public for key in tables.keys]
    at = max(one.heard_at for one in witness.known.values()) + timedelta(minutes=2)
    found = {}
    for log, note in tables.notes().items():
        verdict = await witness.shown(db, log, note, keys, at)
        if verdict.alarm:
            found[log] = verdict.alarm.kind
    return found


@pytest.mark.parametrize("tries", TRIES)
async def test_two_witnesses_that_were_shown_two_logs_have_the_evidence_of_it(db, tries):
    known = await lives(db)
    for number in range(tries):
        chance = random.Random(f"{SEED} {number} fork")
        lived = chance.choice(known)
        log, size = lived.forked
        await lived.earlier.put(db)
        writer = Log(db, lived.earlier.keys[-1], now=lambda lived=lived: lived.earlier.at)
        more = size - (lived.earlier.head(log) or {})["size"]
        await writer.append_all(None, [("open", "", {"n": n}) for n in range(more)])
        other = await Tables.read(db, lived.earlier.keys, lived.now.at)
        assert await shown(db, lived.earlier_witness.copy(), other) == {}, "it knows no better"
        note, keys = other.notes()[log], [key.public for key in lived.now.keys]
        asked = Submission(size, (), note, Checkpoint.of(note))
        alarm = lived.witness.copy().taken(asked, keys, lived.now.at).alarm
        assert alarm
        assert alarm.kind == "fork"
        assert all(any(k.signed(Note.read(n)) for k in keys) for n in (alarm.known, alarm.shown))


@pytest.mark.parametrize("tries", TRIES)
async def test_a_log_that_was_left_alone_is_never_accused(db, tries):
    """With all that a region does with it: months, machines, keys, gaps, erasures, prunes, a clock set back."""
    empty = await Tables.read(db, (), START)
    done: Counter[str] = Counter()
    for number in range(tries):
        await empty.put(db)
        life = Life(db, random.Random(f"{SEED} {number}"))
        await life.lived(life.chance.randint(5, 25))
        tables = await life.tables()
        assert await faults(db, tables, []) == [], number
        assert await faults(db, tables, life.notes) == [], number
        assert life.refused == [], number
        done += life.done
    print(f"\n{db.engine}: {tries} logs left alone: {dict(done)}", end="")
