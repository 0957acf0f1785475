"""A desk for reports over a real database, with a person in it and an officer who may work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access.alerts import Alerts
from carerecord.access.contract import Decision
from carerecord.access.evidence import EvidenceStore
from carerecord.audit import Log
from carerecord.config import PersonReports, Settings
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.identity import People
from carerecord.insight.cases import Cases, Coming, Post
from carerecord.insight.mail import Server
from carerecord.insight.report import ReportDesk
from carerecord.onboarding import Onboarding
from carerecord.store import Database

OFFICER = Viewer(
    "q.fairbairn", "Q Fairbairn", "privacy-officer", "Privacy officer", "RNG01",
    "Northgate University Hospital", session="o1",
)  # fmt: skip
SECOND = Viewer(
    "b.lindqvist", "B Lindqvist", "privacy-officer", "Privacy officer", "RNG01",
    "Northgate University Hospital", session="o2",
)  # fmt: skip
ELSEWHERE = Viewer(
    "z.halloway", "Z Halloway", "privacy-officer", "Privacy officer", "RNG11",
    "Riverside Medical Practice", session="o3",
)  # fmt: skip


OFFICERS = {"RNG11": ("ig@riverside.example",)}
SOURCES = (
    SourceSettings(
        *("riverside", "Riverside Medical Practice", "Riverside", "gp", "fhir_r4", "RNG11"),
        sections=("medicines", "letters"),
    ),
    SourceSettings(
        *("northgate", "Northgate University Hospital", "Northgate", "acute", "fhir_r4", "RNG01"),
        sections=("results",),
    ),
)


class Writing:
    """As the door writes, without its own error."""

    def __init__(self, log: Log) -> None:
        self.log = log

    async def entry(self, kind, viewer, person_id="", view_id="", body=None, along=None):
        return await self.log.append(
            kind, viewer, person_id=person_id, view_id=view_id, body=body or {}, along=along
        )


class Refused(Exception):
    """Not a privacy officer."""


async def only_officers(actor: Viewer) -> None:
    if actor.role != "privacy-officer":
        raise Refused


class Officers:
    """The rules, as far as cases ask them; whose record is whose own; nobody has an e-mail."""

    def __init__(self, own: frozenset[tuple[str, str]]) -> None:
        self.own = own

    async def may(self, viewer: Viewer, function: str, at: datetime) -> Decision:
        return Decision("permit" if viewer.role == "privacy-officer" else "deny", ())

    async def suspend(self, viewer_id: str, *, by: str, why: str) -> None:
        """Nobody is, here."""

    async def is_own(self, viewer: Viewer, person: Person) -> bool:
        return (viewer.id, person.id) in self.own

    async def email_of(self, viewer_id: str) -> str:
        return ""


@dataclass
class SealedCases:
    """The cases of a region, some entries sealed by hand."""

    cases: Cases
    sealed: frozenset[str]

    async def sealed_entries(self, person_id: str) -> frozenset[str]:
        return self.sealed or await self.cases.sealed_entries(person_id)

    async def question(self, asked):
        return await self.cases.question(asked)

    async def questions_about(self, person_id: str):
        return await self.cases.questions_about(person_id)


def cases_of(db: Database, log: Log, now, own: frozenset[tuple[str, str]] = frozenset()) -> Cases:
    evidence, officers = EvidenceStore(db, now=now), Officers(own)
    coming = Coming(db, evidence, Alerts(db, now=now), now=now)
    return Cases(db, log, People(db), evidence, coming, officers, officers, officers, now)


def desk_of(
    db: Database,
    log: Log,
    now,
    *,
    unproved: frozenset[str] = frozenset(),
    sealed: frozenset[str] = frozenset(),
    names: tuple[str, ...] = ("*",),
    own: frozenset[tuple[str, str]] = frozenset(),
) -> ReportDesk:
    async def open_evidence(person_id: str) -> frozenset[str]:
        return unproved

    return ReportDesk.of(
        db=db,
        log=log,
        people=People(db),
        onboarding=Onboarding(db, Settings()),
        sources=SOURCES,
        writing=Writing(log),
        must=only_officers,
        unproved=open_evidence,
        is_own=Officers(own).is_own,
        cases=SealedCases(cases_of(db, log, now, own), sealed),
        settings=PersonReports(names_of=names, phone="01632 960 999"),
        post=Post(server=Server(host="127.0.0.1", sender="r@region.example"), officers=OFFICERS),
        now=now,
    )
