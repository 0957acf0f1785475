"""People are put into an index, most of them; and many are asked for, those who are there and those who are not."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from carerecord.contract import Person
from carerecord.identity import Former, People
from carerecord.identity.trace.deciding import Traced
from quality.identity.asking import LEVELS, ask
from quality.identity.inventing import Invented, Region

ABSENT = 0.12  # of everybody: invented, asked for, and not in the index


@dataclass(slots=True)
class Filled:
    """Who may be asked for, and what filling took."""

    present: list[Invented] = field(default_factory=list)
    absent: list[Invented] = field(default_factory=list)
    twins: list[Invented] = field(default_factory=list)  # absent; who was born with them is present
    namesakes: list[Invented] = field(default_factory=list)  # absent; one of their name is present
    people: int = 0
    seconds: float = 0.0  # of writing everything, and none of inventing it
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what came of it."""

    stratum: str
    noise: str
    tradition: str
    estimated: bool
    right: bool  # the one who is linked, or comes first, is the one who was meant
    outcome: str
    listed: bool  # the one who was meant is among those to choose from
    bits: float
    milliseconds: float


@dataclass(slots=True)
class _Telling:
    """Those of the region whom the index is told of, one after another; what telling them takes is not its time."""

    region: Region
    filled: Filled
    rng: random.Random
    keep: float
    former: dict[str, Sequence[Former]] = field(default_factory=dict)
    here: Counter[int] = field(default_factory=Counter)
    spent: float = 0.0
    worked: float = 0.0

    def __iter__(self) -> Iterator[Person]:
        told = self._told()
        while True:
            started, busy = time.perf_counter(), time.process_time()
            one = next(told, None)
            self.spent += time.perf_counter() - started
            self.worked += time.process_time() - busy
            if one is None:
                return
            yield one.person

    def _told(self) -> Iterator[Invented]:
        for one in self.region:
            if self.rng.random() < ABSENT:
                self.filled.absent.append(one)
                continue
            self.here[_name(one.person)] += 1
            if self.rng.random() < self.keep:
                self.filled.present.append(one)
            if one.former:
                self.former[one.person.id] = one.former
            self.filled.people += 1
            yield one


async def fill(people: People, region: Region, size: int, wanted: int, seed: int = 1) -> Filled:
    """Nobody's number, name or home is told twice: who is absent is never in the index."""
    rng = random.Random(f"filling {seed}")
    filled = Filled()
    telling = _Telling(region, filled, rng, min(1.0, wanted / size * 1.1))
    started, busy = time.perf_counter(), time.process_time()
    await people.add(telling, telling.former)
    filled.seconds = time.perf_counter() - started - telling.spent
    filled.cpu_seconds = time.process_time() - busy - telling.worked
    missing = {one.person.id for one in filled.absent}
    filled.twins = [one for one in filled.absent if one.twin and one.twin not in missing]
    filled.namesakes = [one for one in filled.absent if _name(one.person) in telling.here]
    rng.shuffle(filled.present)
    rng.shuffle(filled.absent)
    return filled


def _name(person: Person) -> int:
    return hash((person.given.split()[0], person.family, person.birth_date))


async def questions(
    people: People, filled: Filled, traces: int, *, numbered: float = 0.0, seed: int = 2
) -> list[Asked]:
    """Two thirds of the questions are for people who are there; of the others all twins and namesakes."""
    rng = random.Random(f"asking {seed}")
    found = []
    for stratum, one, noise in _plan(filled, traces):
        asked = ask(one, LEVELS[noise], rng, numbered=numbered)
        started = time.perf_counter()
        traced = await people.trace(asked)
        took = (time.perf_counter() - started) * 1000
        found.append(_asked(stratum, noise, one, traced, took))
    return found


def _plan(filled: Filled, traces: int) -> Iterator[tuple[str, Invented, str]]:
    present = traces * 2 // 3 // len(LEVELS)
    absent = traces // 3 // len(LEVELS)
    for noise in LEVELS:
        yield from (("present", one, noise) for one in filled.present[:present])
        yield from (("absent", one, noise) for one in filled.absent[:absent])
        yield from (("absent twin", one, noise) for one in filled.twins)
        yield from (("absent namesake", one, noise) for one in filled.namesakes)


def _asked(stratum: str, noise: str, one: Invented, traced: Traced, took: float) -> Asked:
    meant = one.person.id if stratum == "present" else ""
    first = traced.people[0] if traced.people else None
    return Asked(
        stratum,
        noise,
        one.tradition.key,
        one.person.birth_date.endswith("-01-01"),
        bool(first and first.person_id == meant),
        traced.outcome,
        any(each.person_id == meant for each in traced.people),
        first.bits if first else -99.0,
        took,
    )
