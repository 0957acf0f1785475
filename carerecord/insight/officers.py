"""The desks of a privacy officer, over the same parts: reviews, breaches, and reports for people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from carerecord.access import AccessStore
from carerecord.access.alerts import Alerts
from carerecord.audit import Log
from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.identity import People
from carerecord.insight.breaches import Breaches
from carerecord.insight.cases import Cases, Coming, KnownStaff, Post
from carerecord.insight.cases.work import Decides
from carerecord.insight.doubts import DoubtDesk
from carerecord.insight.report import ReportDesk
from carerecord.insight.report.reports import Writing
from carerecord.onboarding import Onboarding
from carerecord.store import Database


class Door(Protocol):
    """What the one door to records does for them (`viewing.Records`)."""

    @property
    def decider(self) -> Decides: ...
    @property
    def writing(self) -> Writing: ...
    async def must_review(self, actor: Viewer) -> None: ...


@dataclass(frozen=True, slots=True)
class Officers:
    cases: Cases
    reports: ReportDesk
    breaches: Breaches
    doubts: DoubtDesk

    @classmethod
    def of(
        cls,
        settings: Settings,
        db: Database,
        log: Log,
        people: People,
        access: AccessStore,
        onboarding: Onboarding,
        door: Door,
        email_of: Callable[[str], Awaitable[str]],
    ) -> Officers:
        """Raises SettingsError where e-mail is to be sent and it is not said how."""
        coming = Coming(db, access.evidence, Alerts(db), Post.of(settings))
        known = KnownStaff(people, access.ties, email_of)
        cases = Cases(
            db, log, people, access.evidence, coming, door.decider, onboarding.suspensions, known
        )
        reports = ReportDesk.of(
            db=db,
            log=log,
            people=people,
            onboarding=onboarding,
            sources=settings.source,
            writing=door.writing,
            must=door.must_review,
            unproved=access.reconciling.claimed_about,
            is_own=known.is_own,
            cases=cases,
            settings=settings.person_reports,
            post=coming.post,
        )
        return cls(cases, reports, Breaches(cases), DoubtDesk(cases))
