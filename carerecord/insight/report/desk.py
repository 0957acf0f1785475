"""Everything a privacy officer's desk for reports needs, over these parts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.access.alerts import Alerts
from carerecord.audit import Log
from carerecord.config import PersonReports
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.identity import People
from carerecord.insight.report.answers import PersonCases
from carerecord.insight.report.leaving_out import LeavingOut
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
            now=now,
        )
        register = Register(onboarding, sources, now)
        return cls(reports, Questions(reports), LeavingOut(reports), register)
