"""A desk for reports over a real database, with a person in it and an officer who may work."""

from __future__ import annotations

from carerecord.audit import Log
from carerecord.config import PersonReports, Settings
from carerecord.contract import Viewer
from carerecord.identity import People
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


def desk_of(
    db: Database,
    log: Log,
    now,
    *,
    unproved: frozenset[str] = frozenset(),
    sealed: set[str] | None = None,
    names: tuple[str, ...] = ("*",),
) -> ReportDesk:
    async def sealed_entries(person_id: str) -> frozenset[str]:
        return frozenset(sealed or ())

    async def open_evidence(person_id: str) -> frozenset[str]:
        return unproved

    return ReportDesk.of(
        db=db,
        log=log,
        people=People(db),
        onboarding=Onboarding(db, Settings()),
        sources=(),
        writing=Writing(log),
        must=only_officers,
        unproved=open_evidence,
        sealed=sealed_entries,
        settings=PersonReports(names_of=names, phone="01632 960 999"),
        now=now,
    )
