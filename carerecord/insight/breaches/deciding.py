"""What may be recorded of a breach, in which order, and what time does by itself. Pure."""

from __future__ import annotations

from datetime import datetime

from carerecord.insight.breaches.contract import REMINDED, Breach, Step
from carerecord.insight.cases import StepRefused

NEEDED = {
    "found": "Say what happened, in a few words.",
    "contained": "Say what was done so that it goes no further.",
    "regulator-told": "Give the reference of the ICO; after 72 hours, say why it is late as well.",
    "regulator-not-needed": "Say why no risk to anybody is likely.",
    "letter": "Write what the people are told, in plain words.",
    "people-told": "Say how they were told.",
    "people-not-needed": "Say why no high risk to anybody is likely.",
    "ended": "Say what was changed so that it does not happen again.",
}
"""What the words of each step have to hold."""


def check(breach: Breach | None, step: Step, words: str, effects: str) -> None:
    """Raises `StepRefused`, with what would be in order."""
    if (breach is None) != (step == "found"):
        raise StepRefused("Record first that a breach was found, once.")
    if not words.strip():
        raise StepRefused(NEEDED[step])
    if step in ("found", "letter") and not effects.strip():
        raise StepRefused("Say what it may mean for the people, in a few words.")
    if breach is not None:
        _check_open(breach, step)


def _check_open(breach: Breach, step: Step) -> None:
    if breach.ended:
        raise StepRefused("This breach is ended.")
    if step == "contained" and breach.first("contained"):
        raise StepRefused("That is recorded already.")
    if step.startswith("regulator") and breach.first("regulator-told"):
        raise StepRefused("That the ICO was told is recorded already.")
    if step == "people-told" and breach.letter is None:
        raise StepRefused("Write first what the people are told.")
    if step == "ended":
        _check_whole(breach)


def _check_whole(breach: Breach) -> None:
    missing = {
        "what was done so that it goes no further": breach.first("contained"),
        "that the ICO was told, or why not": breach.regulator,
        "that the people were told, or why not": breach.people,
    }
    left = [words for words, done in missing.items() if done is None]
    if left:
        raise StepRefused(f"Before it ends, record {'; '.join(left)}.")


def by_time(breach: Breach, at: datetime) -> Step | None:
    """A reminder a day before the 72 hours are over, and that they are over; each once."""
    if breach.regulator or breach.ended:
        return None
    if at >= breach.deadline and not breach.first("overdue"):
        return "overdue"
    if at - breach.found.at >= REMINDED and not breach.first("reminded", "overdue"):
        return "reminded"
    return None
