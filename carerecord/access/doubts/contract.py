"""A doubt: about which item, what looks wrong, and the steps that were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WHAT: Mapping[str, str] = {
    "somebody-else": "It is about somebody else",
    "never": "It is not true, and never was",
    "no-longer": "It was true and is not any more",
    "detail": "A detail of it is wrong",
    "incomplete": "Something is missing from it",
    "other": "Something else",
}
"""What looks wrong, by its code; the words complete “What looks wrong?”."""

Step = Literal["seen", "corrected", "stands"]
ENDING: tuple[Step, ...] = ("corrected", "stands")
"""An answer: it was put right at the source, or looked at and left as it is."""


@dataclass(frozen=True, slots=True)
class Taken:
    step: Step
    words: str
    made_by: str
    made_by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    id: str
    person_id: str
    source: str
    item: str  # "source/Type/id"
    section: str
    organisation: str  # ODS code of who holds it
    what: str  # of `WHAT`
    words: str
    asked_by: str
    asked_by_name: str
    asked_by_organisation: str
    at: datetime
    steps: tuple[Taken, ...] = ()

    @property
    def last(self) -> Taken | None:
        return self.steps[-1] if self.steps else None

    @property
    def open(self) -> bool:
        return self.last is None or self.last.step not in ENDING
