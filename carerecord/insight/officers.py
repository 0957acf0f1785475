"""The desks of a privacy officer, over the same parts: reviews, and reports for people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from carerecord.access import AccessStore
from carerecord.access.alerts import Alerts
from carerecord.audit import Log
from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.identity import People
from carerecord.insight.cases import Cases, Coming, KnownStaff, Post
from carerecord.insight.cases.work import Decides
from carerecord.insight.report import ReportDesk
from carerecord.insight.report.reports import Writing
from carerecord.onboarding import Onboarding
from carerecord.store import Database


@dataclass(frozen=True, slots=True)
class Officers:
    cases: Cases
    reports: ReportDesk

    @classmethod
    def of(
        cls,
        settings: Settings,
        db: Database,
        log: Log,
        people: People,
        access: AccessStore,
        onboarding: Onboarding,
        *,
        decider: Decides,
        writing: Writing,
        must: Callable[[Viewer], Awaitable[None]],
        email_of: Callable[[str], Awaitable[str]],
    ) -> Officers:
        """Raises SettingsError where e-mail is to be sent and it is not said how."""
        coming = Coming(db, access.evidence, Alerts(db), Post.of(settings))
        known = KnownStaff(people, access.ties, email_of)
        cases = Cases(
            db, log, people, access.evidence, coming, decider, onboarding.suspensions, known
        )
        reports = ReportDesk.of(
            db=db,
            log=log,
            people=people,
            onboarding=onboarding,
            sources=settings.source,
            writing=writing,
            must=must,
            unproved=access.reconciling.claimed_about,
            is_own=known.is_own,
            cases=cases,
            settings=settings.person_reports,
        )
        return cls(cases, reports)
