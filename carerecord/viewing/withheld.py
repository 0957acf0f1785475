"""Withholding, before any merge: what this viewer may not see leaves the answer here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carerecord.access import withhold
from carerecord.contract import Answer, Item, Level, Person, Resource
from carerecord.sections import owner_of


def without_withheld(
    answer: Answer, person: Person, levels: Mapping[str, Level]
) -> tuple[Answer, list[Item]]:
    """The answer as this viewer may see it, and what was taken out (for the account only).

    An answer emptied by withholding reads as `empty`, so that its state tells nobody anything (I4).
    """
    items = withhold(answer.items, person, levels, section_of=_section_of)
    patients = withhold(answer.patients, person, levels, section_of=_section_of)
    seen = items.kept
    cut: list[Item] = []
    if "summary" in levels.values():
        seen = tuple(item for item in items.kept if _within(item.resource, levels))
        cut = [item for item in items.kept if not _within(item.resource, levels)]
    state = "empty" if answer.state == "answered" and not seen else answer.state
    kept = replace(answer, items=seen, patients=patients.kept, state=state)
    gone = [item for item, _ in (*items.withheld, *patients.withheld)]
    return kept, gone + cut


def _section_of(resource: Resource) -> str:
    return owner_of(resource).name


def _within(resource: Resource, levels: Mapping[str, Level]) -> bool:
    """At level summary a role sees only what the section's summary is made of (ROL-1)."""
    section = owner_of(resource)
    return levels.get(section.name, "none") != "summary" or section.summary(resource)
