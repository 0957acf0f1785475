"""What the report knows of reviews: which looks are sealed, what the person asked, and what was decided of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from carerecord.insight import cases
from carerecord.insight.report.contract import Question
from carerecord.insight.report.times import LONDON
from carerecord.store import Transaction


class PersonCases(Protocol):
    """As `insight.cases.Cases` has them."""

    async def sealed_entries(self, person_id: str) -> frozenset[str]: ...
    async def question(self, asked: cases.Question) -> Callable[[Transaction], bool]: ...
    async def questions_about(
        self, person_id: str
    ) -> list[tuple[cases.CaseFile, cases.Done | None]]: ...


def told_of(case: cases.CaseFile, decision: cases.Done | None) -> Question:
    """How one question stands, as the person is told of it."""
    asked = case.opened.astimezone(LONDON).date()
    return Question(
        look=case.occasion,
        asked=asked,
        due=case.answer_by or asked,
        answered=decision.at.astimezone(LONDON).date() if decision else None,
        decision=decision.step if decision else "",
        reply=decision.told if decision else "",
    )
