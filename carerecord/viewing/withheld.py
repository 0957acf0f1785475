"""Withholding, before any merge: what this viewer may not see leaves the answer here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carerecord.access import hide_location, withhold
from carerecord.contract import Answer, Item, Level, Person


def without_withheld(
    answer: Answer, person: Person, levels: Mapping[str, Level]
) -> tuple[Answer, list[Item]]:
    """The answer as this viewer may see it, and what was taken out (for the account only).

    An answer emptied by withholding reads as `empty`, so that its state tells nobody anything (I4).
    """
    patients = answer.patients
    if person.protected:
        patients = tuple(hide_location(item) for item in patients)
    result = withhold(answer.items, person, levels)
    seen_patients = withhold(patients, person, levels)
    state = answer.state
    if state == "answered" and not result.kept:
        state = "empty"
    kept = replace(answer, items=result.kept, patients=seen_patients.kept, state=state)
    gone = [item for item, _ in (*result.withheld, *seen_patients.withheld)]
    return kept, gone
