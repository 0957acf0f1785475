"""Test results (F9): what a laboratory reported, value and unit as sent."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.concepts import by_concept, codes, not_in_error
from carerecord.sections.contract import Section
from carerecord.sections.results.row import COMPARED, observation_row

_LABORATORY = frozenset({"laboratory", "lab"})


def from_a_laboratory(observation: Resource) -> bool:
    """By its category; without one, by what only a laboratory sends."""
    category = codes(observation.get("category"))
    if category:
        return bool(category & _LABORATORY)
    return bool(observation.get("specimen") or observation.get("referenceRange"))


SECTION = Section(
    name="results",
    title="Test results",
    noun=("result", "results"),
    page="results",
    feature="F9",
    resource_types=("Observation",),
    claims=from_a_laboratory,
    row=observation_row,
    columns=("Result", "Reference range", "Flag"),
    positive=not_in_error,
    summary=not_in_error,
    merge_key=by_concept("code"),
    marks=("value",),
    compared={"Observation": COMPARED},
)
