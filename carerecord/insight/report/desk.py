"""Everything a privacy officer's desk for reports needs, over these parts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.access.alerts import Alerts
from carerecord.access.notes import Notes
from carerecord.audit import Log
from carerecord.config import PersonReports
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.identity import People
from carerecord.insight.cases import Post
from carerecord.insight.mail import Outbox
from carerecord.insight.report.answers import PersonCases
from carerecord.insight.report.controllers import Controllers
from carerecord.insight.report.leaving_out import LeavingOut
from carerecord.insight.report.matter_store import MatterStore
from carerecord.insight.report.matters import line
from carerecord.insight.report.questions import Questions
from carerecord.insight.report.register import Register
from carerecord.insight.report.reports import Reports, Writing
from carerecord.insight.report.store import Kept
from carerecord.onboarding import Onboarding
from carerecord.store import Database


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ReportDesk:
    reports: Reports
    questions: Questions
    leaving_out: LeavingOut
    register: Register
    controllers: Controllers

    @classmethod
    def of(
        cls,
        *,
        db: Database,
        log: Log,
        people: People,
        onboarding: Onboarding,
        sources: tuple[SourceSettings, ...],
        writing: Writing,
        must: Callable[[Viewer], Awaitable[None]],
        unproved: Callable[[str], Awaitable[frozenset[str]]],
        is_own: Callable[[Viewer, Person], Awaitable[bool]],
        cases: PersonCases,
        settings: PersonReports,
        post: Post,
        now: Callable[[], datetime] = _now,
    ) -> ReportDesk:
        reports = Reports(
            log=log,
            people=people,
            alerts=Alerts(db),
            writing=writing,
            kept=Kept(db),
            settings=settings,
            must=must,
            unproved=unproved,
            is_own=is_own,
            cases=cases,
            matters=Told(MatterStore(db), onboarding).of,
            now=now,
        )
        register = Register(onboarding, sources, now)
        controllers = Controllers(
            reports, sources, MatterStore(db), Notes(db), Outbox(db, now), post
        )
        return cls(reports, Questions(reports), LeavingOut(reports), register, controllers)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person asked of organisations, by their names."""

    store: MatterStore
    onboarding: Onboarding

    async def of(self, person_id: str) -> list[str]:
        found = await self.store.about(person_id)
        known = await self.onboarding.organisations.all() if found else {}
        names = {code: one.name for code, one in known.items()}
        return [line(one, names.get(one.to_organisation, one.to_organisation)) for one in found]
