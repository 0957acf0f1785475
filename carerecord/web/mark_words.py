"""Words of the marks for differences (merging 6): they state, and never advise."""

from __future__ import annotations

MARKS: dict[str, str] = {
    "mark.dose": "Doses differ: {others}",
    "mark.reaction": "Reactions differ: {others}",
    "mark.status": "Status differs: {others}",
    "mark.doubt": "Systems disagree: {others}",
    "mark.value": "Two values: {others}",
    "mark.version": "Changed {when}",
    "mark.version.both": "Another version: {others}",
    "mark.corrected": "Corrected {when}",
    "mark.removed": "Removed at {others} {when}",
    "mark.negation": "Another system records one: {others}",
    "mark.code": "Check at source: one identifier, two things: {others}",
    "item.earlier": "Earlier version",
}
