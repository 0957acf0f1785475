"""Observations (F9) that no laboratory made: vital signs, smoking, social circumstances, scores."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.concepts import by_concept, codes, not_in_error
from carerecord.sections.contract import Linked, Row, Section
from carerecord.sections.matters import about_neither
from carerecord.sections.results.row import COMPARED, observation_row
from carerecord.sections.values import NO_RANGE
from carerecord.sections.words import recorded, said


def claims(observation: Resource) -> bool:
    """A legal status or support reason stands with its matter; a vital sign cannot be either."""
    return "vital-signs" in codes(observation.get("category")) or about_neither(observation)


def row(observation: Resource, linked: Linked) -> Row:
    made = observation_row(observation, linked)
    result, range_, _ = made.cells
    range_ = "Not given" if range_ == NO_RANGE else range_
    kind = recorded(said(observation.get("category")))
    return Row(
        what=made.what,
        when=made.when,
        status=made.status,
        cells=(result, range_, kind),
        notes=made.notes,
        tags=made.tags,
        by=made.by,
    )


SECTION = Section(
    name="observations",
    title="Observations and measurements",
    noun=("observation", "observations"),
    page="results",
    feature="F9",
    resource_types=("Observation",),
    claims=claims,
    row=row,
    columns=("Value", "Usual range", "Kind"),
    positive=not_in_error,
    merge_key=by_concept("code"),
    marks=("value",),
    compared={"Observation": COMPARED},
)
