"""What an officer may do about a case, and what time does by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from carerecord.insight.cases.contract import (
    TO_GUARDIAN,
    TO_LEAD,
    CaseFile,
    Done,
    Step,
    StepRefused,
)

NOTED = frozenset({"closed", "referred", "suspension-proposed"})
"""Decisions that have to say why."""
ENDING = frozenset({"closed", "referred", "suspended"})
"""Decisions that complete a case; a person who had asked is told of them (PAT-4)."""
SAMPLED = 20
"""Of the cases that care closes, one in so many is looked at by a person all the same (N5)."""


def check(
    case: CaseFile, done: Sequence[Done], step: Step, actor_id: str, words: str, told: str = ""
) -> None:
    """Raises `StepRefused`, with what would be in order."""
    if actor_id == case.viewer_id:
        raise StepRefused("Another privacy officer reviews your own views.")
    if case.state == "completed":
        raise StepRefused("This review is completed.")
    if step in NOTED and not words.strip():
        raise StepRefused("Say why, in a few words.")
    if case.asked and step in ENDING and not told.strip():
        raise StepRefused("Say what the person is told, in plain words.")
    if step == "suspended":
        _check_second(done, actor_id)
    if step == "asked" and any(one.step == "asked" for one in done):
        raise StepRefused("The person who looked was asked already.")


def _check_second(done: Sequence[Done], actor_id: str) -> None:
    proposed = [one for one in done if one.step == "suspension-proposed"]
    if not proposed:
        raise StepRefused("One officer proposes it, and another suspends.")
    if proposed[-1].made_by == actor_id:
        raise StepRefused("A second officer has to agree: not the one who proposed it.")


def escalation(case: CaseFile, done: Sequence[Done], at: datetime) -> Step | None:
    """ALR-8: 7 days to the Caldicott Guardian, 21 to the region's lead; each once."""
    if case.state == "completed":
        return None
    before = {one.step for one in done}
    if at - case.opened >= TO_LEAD and "escalated-lead" not in before:
        return "escalated-lead"
    if at - case.opened >= TO_GUARDIAN and not before & {"escalated-guardian", "escalated-lead"}:
        return "escalated-guardian"
    return None


def kept_for_a_person(occasion: str) -> bool:
    """One in twenty, the same whenever it is asked and not for anybody to choose."""
    return int.from_bytes(sha256(occasion.encode()).digest()[:4]) % SAMPLED == 0
