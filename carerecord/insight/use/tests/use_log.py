"""A log of invented use: staff of six organisations, sessions across midnight and the months, some launched."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from carerecord.audit import Log
from carerecord.audit.notes import Key
from carerecord.contract import Viewer
from carerecord.insight.use.contract import Place
from carerecord.store import Database

KEY = Key("region.example/audit", bytes(32))
REGION_KEY = b"r" * 32
PLACES = {
    "RNG01": Place("Northgate University Hospital", "acute"),
    "RNG02": Place("Southmere Hospital", "acute"),
    "RNG11": Place("Riverside Medical Practice", "gp"),
    "RNG12": Place("Hillside Surgery", "gp"),
    "RNG21": Place("Willow Court", "care-home"),
    "RNG90": Place("The next region", "neighbour"),
}
ROLES = ("doctor", "nurse", "care-home-nurse")
SECTIONS = ("allergies", "medicines", "results", "letters")
SOURCES = ("riverside-gp", "northgate-acute")


@dataclass
class Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Opening:
    """What the plain count of a test counts: one opening, whatever it is part of."""

    at: datetime
    viewer: Viewer
    person: str
    launcher: str
    sections: tuple[str, ...]
    missing: bool


@dataclass
class InventedLog:
    log: Log
    clock: Clock
    openings: list[Opening] = field(default_factory=list)

    @classmethod
    def on(cls, db: Database, at: datetime) -> InventedLog:
        clock = Clock(at)
        return cls(Log(db, KEY, now=clock.now), clock)

    async def fill(self, sessions: int, days: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        staff = [_viewer(number) for number in range(24)]
        starts = sorted(chance.uniform(0, days * 24) for _ in range(sessions))
        begun = self.clock.at
        for number, hours in enumerate(starts):
            self.clock.at = max(self.clock.at, begun + timedelta(hours=hours))
            viewer = chance.choice(staff)
            await self._session(_in_session(viewer, f"session-{number}"), chance)

    async def _session(self, viewer: Viewer, chance: random.Random) -> None:
        people = [f"person-{chance.randrange(40):04d}" for _ in range(chance.randint(1, 3))]
        launcher = "northgate-ehr" if chance.random() < 0.2 else ""
        if launcher:
            body = {"launcher": launcher, "launch": "l1"}
            await self.log.append("launch", viewer, person_id=people[0], body=body)
        for number, person in enumerate([*people, people[0]]):
            if chance.random() < 0.1:
                await self.log.append("refused", viewer, person_id=person, body={"face": "web"})
                continue
            from_where = launcher if person == people[0] else ""
            await self.open(viewer, person, f"{viewer.session}-{number}", chance, from_where)

    async def open(
        self, viewer: Viewer, person: str, view: str, chance: random.Random, launcher: str = ""
    ) -> None:
        body = {"face": "web", "outcome": "permit", "purpose": "TREAT", "reasons": ["LR-3"]}
        at = self.clock.at
        await self.log.append("open", viewer, person_id=person, view_id=view, body=body)
        self.clock.at += timedelta(milliseconds=chance.randint(100, 4000))
        shown = tuple(sorted(chance.sample(SECTIONS, chance.randint(1, 4))))
        missing = chance.random() < 0.2
        await self.log.append("shown", viewer, person_id=person, view_id=view, body={
            "sections": {name: ["gp/AllergyIntolerance/1"] for name in shown},
            "sources": {"riverside-gp": {"state": "failed" if missing else "answered"}},
        })  # fmt: skip
        self.openings.append(Opening(at, viewer, person, launcher, shown, missing))
        self.clock.at += timedelta(minutes=chance.choice([1, 1, 5, 240]))


def _viewer(number: int) -> Viewer:
    code = [*PLACES][number % 6]
    return Viewer(
        id=f"staff.{number:03d}", name=f"Invented Nameson{number}", role=ROLES[number % 3],
        role_name="Role", organisation=code, organisation_name=PLACES[code].name,
    )  # fmt: skip


def _in_session(viewer: Viewer, session: str) -> Viewer:
    names = ("id", "name", "role", "role_name", "organisation", "organisation_name")
    return Viewer(**{name: getattr(viewer, name) for name in names}, session=session)


def once(openings: Iterable[Opening]) -> dict[tuple[str, str, str], list[Opening]]:
    """Openings by what makes a view: member of staff, person, session."""
    found: dict[tuple[str, str, str], list[Opening]] = {}
    for one in openings:
        found.setdefault((one.viewer.id, one.person, one.viewer.session), []).append(one)
    return found


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
