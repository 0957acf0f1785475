"""A case of a privacy officer: what came up, what was done about it, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from carerecord.contract import Viewer

Origin = Literal["alert", "unusual", "sample", "question", "officer"]
Level = Literal["notification", "alert"]  # ALR-1
State = Literal["new", "in progress", "completed"]  # ALR-4
Step = Literal[
    "asked",
    "answered",
    "closed",
    "referred",
    "suspension-proposed",
    "suspended",
    "closed-by-rule",
    "escalated-guardian",
    "escalated-lead",
    "sealed",
    "unsealed",
]
BY_OFFICERS: tuple[Step, ...] = (
    *("asked", "closed", "referred", "suspension-proposed", "suspended"),
    *("sealed", "unsealed"),
)
"""What an officer chooses among; the others come of time and of evidence."""
DUE = {"alert": timedelta(days=2), "notification": timedelta(days=7)}
"""By level: how long an officer has."""
TO_GUARDIAN, TO_LEAD = timedelta(days=7), timedelta(days=21)  # ALR-8


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why it was picked, in plain English with its number."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """As it was when it came up, and how it stands now."""

    organisation: str
    origin: Origin
    level: Level
    occasion: str  # what it came of: said again, it is the same case
    viewer_id: str
    viewer_name: str
    role_name: str
    person_id: str = ""  # nobody in particular, or several
    people: int = 1
    first: datetime
    last: datetime
    score: int = 0  # of two cases of one level, the higher is looked at first
    reasons: tuple[Reason, ...] = ()
    entries: tuple[str, ...] = ()  # audit entries it is about
    around: tuple[str, ...] = ()  # facts of care around the time (ALR-5)
    asked: str = ""  # the person's own words, where it is their question (PAT-4)
    answer_by: date | None = None  # when they are told
    opened: datetime
    number: int = 0  # given by the store
    state: State = "new"
    last_step: Step | Literal[""] = ""
    sealed: bool = False  # kept out of the person's own report (ALR-9, PAT-3)

    @property
    def reference(self) -> str:
        """All that an e-mail may carry (ALR-3)."""
        return f"{self.opened.year}-{self.number}"

    @property
    def due(self) -> datetime:
        return self.opened + DUE[self.level]

    @property
    def care_found(self) -> bool:
        return bool(self.around)


@dataclass(frozen=True, slots=True)
class Done:
    """One step of a case."""

    number: int
    step: Step
    state: State
    made_by: str
    made_by_name: str
    words: str
    at: datetime
    told: str = ""  # what the person is told of it, where they had asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asks about one look at their record (PAT-4)."""

    viewer: Viewer  # who looked
    person_id: str
    look: str  # its first audit entry
    first: datetime
    last: datetime
    words: str
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Singly or combined; empty = any (ALR-4)."""

    level: str = ""
    origin: str = ""
    state: str = ""
    waiting: bool | None = None  # for an answer
    viewer_id: str = ""
    person_id: str = ""
    nhs_number: str = ""  # instead of the id
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The five figures over the queue."""

    to_review: int
    due_today: int
    opened_records: int
    emergencies: int
    closed_by_rule: int
    days_to_close: float | None  # the middle one; none closed yet: nothing
    waiting: int
    completed: int
    questions: int = 0  # of people, not answered yet


class CaseUnknown(Exception):
    """No such case of this organisation, or not one this officer may see."""


class StepRefused(Exception):
    """It may not be done now; the message says why."""


class NotForOfficers(Exception):
    """The role selected does not review; it was written down that it was tried."""


def after(case: CaseFile, step: Step) -> CaseFile:
    """How it stands after a step."""
    match step:
        case "closed" | "closed-by-rule" | "referred" | "suspended":
            return replace(case, state="completed", last_step=step)
        case "sealed" | "unsealed":
            state: State = "in progress" if case.state == "new" else case.state
            return replace(case, state=state, last_step=step, sealed=step == "sealed")
        case "escalated-guardian" | "escalated-lead":
            return replace(case, last_step=step)
        case _:
            return replace(case, state="in progress", last_step=step)
