"""A breach: a review that found that somebody should not have looked, and what the law asks for then (ALR-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from carerecord.contract import Person
from carerecord.insight.cases import CaseFile
from carerecord.insight.report import Look

Step = Literal[
    "found",
    "contained",
    "regulator-told",
    "regulator-not-needed",
    "letter",
    "people-told",
    "people-not-needed",
    "ended",
    "reminded",
    "overdue",
]
BY_OFFICERS: tuple[Step, ...] = (
    *("found", "contained", "regulator-told", "regulator-not-needed"),
    *("letter", "people-told", "people-not-needed", "ended"),
)
"""What an officer records; the others come of time."""
CLOCK = timedelta(hours=72)
"""From when an organisation knows of it until it has told the regulator, the ICO."""
REMINDED = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Done:
    step: Step
    words: str
    effects: str
    made_by: str
    made_by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Breach:
    """What was recorded of one, oldest first; at least that it was found."""

    organisation: str
    case_number: int
    since: datetime | None  # of the days it is about; none: the record of the review alone
    until: datetime | None
    done: tuple[Done, ...]

    @property
    def found(self) -> Done:
        return self.done[0]

    @property
    def deadline(self) -> datetime:
        return self.found.at + CLOCK

    def first(self, *steps: Step) -> Done | None:
        return next((one for one in self.done if one.step in steps), None)

    @property
    def regulator(self) -> Done | None:
        """That the ICO was told, or why that is not needed."""
        return self.first("regulator-told", "regulator-not-needed")

    @property
    def people(self) -> Done | None:
        return self.first("people-told", "people-not-needed")

    @property
    def letter(self) -> Done | None:
        """What people are told, as it was written last."""
        return next((one for one in self.done[::-1] if one.step == "letter"), None)

    @property
    def ended(self) -> bool:
        return self.first("ended") is not None


@dataclass(frozen=True, slots=True)
class Affected:
    """One person whose record was opened without a reason, by what the log says."""

    key: str  # names them on this breach's pages alone
    person_id: str
    person: Person | None
    looks: tuple[Look, ...]  # newest first


@dataclass(frozen=True, slots=True)
class Opened:
    """One review and, once it was found to be one, its breach with everybody it touched."""

    case: CaseFile
    person: Person | None
    breach: Breach | None
    affected: tuple[Affected, ...] = ()
