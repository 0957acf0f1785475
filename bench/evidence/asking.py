"""Asks a filled store what staff have for people, picked at random, and how long each answer took."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.evidence.filling import SQL, evidence_id, person_id
from bench.figures import percentile
from carerecord.access import AccessStore
from carerecord.access.evidence import Signal
from carerecord.access.evidence.held import holders
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database

SEED = 1
FOUND = 11  # people of one search
SIGNALS = 250  # written together

Ask = Callable[[int], Awaitable[object]]
STANDING = Standing(
    organisation_live=True,
    training_current=True,
    suspended=False,
    organisation_scope=True,
    shares={},
    switched_off=frozenset(),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: milliseconds of an answer."""

    question: str
    times: int
    p50: float
    p99: float


async def ask_all(db: Database, people: int, times: int, now: datetime) -> list[Asked]:
    """Each question `times` times, of other people each time; the floor comes first."""
    access = AccessStore(db, bytes(32))

    async def floor(number: int) -> object:
        return await db.one(SQL.by_key, person_id=person_id(number), id=evidence_id(number))

    async def has_evidence(number: int) -> object:
        found = await access.evidence.about(person_id(number), now)
        mine = frozenset(holders(_viewer(number)))
        return [one for one in found if (one.holder_kind, one.holder) in mine]

    async def facts(number: int) -> object:
        person = Person(person_id(number), f"{number:010}", "GIBSON", "Margery")
        return await access.facts_about(_viewer(number), person, now, STANDING)

    async def search(number: int) -> object:
        ids = [person_id((number + n * 7919) % people) for n in range(FOUND)]
        return await access.evidence_for(_viewer(number), ids, now)

    async def today(number: int) -> object:
        return await access.people_of(_viewer(number), now)

    questions: dict[str, Ask] = {
        "floor: one row by its key": floor,
        "evidence of one viewer for one person": has_evidence,
        "every fact of a decision": facts,
        f"which of {FOUND} people found": search,
        "people of a viewer, 50": today,
    }
    asked = await _asked(questions, people, times)
    return [*asked, await _received(access, people, now)]


async def _asked(questions: dict[str, Ask], people: int, times: int) -> list[Asked]:
    """In turn, so that whatever else the machine does weighs on the floor as on the others."""
    draw = random.Random(SEED)
    took: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(times):
        for name, ask in questions.items():
            number = draw.randrange(people)
            started = time.perf_counter()
            await ask(number)
            took[name].append((time.perf_counter() - started) * 1000)
    return [
        Asked(name, times, percentile(sorted(each), 0.5), percentile(sorted(each), 0.99))
        for name, each in took.items()
    ]


async def _received(access: AccessStore, people: int, now: datetime) -> Asked:
    """Changes arrive at 2,000 a minute in the peak; milliseconds of each, written by the hundred."""
    took = []
    for turn in range(4):
        started = time.perf_counter()
        await access.receive(_signal(turn, n, people, now) for n in range(SIGNALS))
        took.append((time.perf_counter() - started) * 1000 / SIGNALS)
    took.sort()
    return Asked("a signal written, durable", 4 * SIGNALS, percentile(took, 0.5), took[-1])


def _signal(turn: int, number: int, people: int, now: datetime) -> Signal:
    person = (turn * 104729 + number * 7919) % people
    return Signal(
        kind="LR-3", event="started", source="pas", source_id=f"{now}-{turn}-{number}", said=now,
        at=now - timedelta(minutes=5), person_id=person_id(person), holder="R100", team="ed",
        words="in your emergency department",
    )  # fmt: skip


def _viewer(number: int) -> Viewer:
    """Half of those who ask have evidence: of the practice, of a ward, or none."""
    if number % 2:
        return Viewer(f"staff-{number % 100000}", "", "doctor", "", f"Y{10000 + number % 1500}", "")
    teams = (f"ward-{number // 60 % 80}", f"clinic-{number // 60 % 40}")
    return Viewer("locum", "", "nurse", "", f"R{100 + number % 59}", "", teams)
