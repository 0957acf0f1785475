"""Hospital stays that have not ended (F13): in hospital now, planned, or cancelled."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.clinics.visit import (
    COLUMNS,
    COMPARED,
    happening,
    is_inpatient,
    rank,
    visit_row,
)
from carerecord.sections.concepts import not_in_error, status_is
from carerecord.sections.contract import Section


def claims(visit: Resource) -> bool:
    return is_inpatient(visit) and not status_is(visit, "finished")


SECTION = Section(
    name="admissions",
    title="Hospital admissions",
    noun=("admission", "admissions"),
    page="contacts",
    feature="F13",
    resource_types=("Encounter",),
    claims=claims,
    row=visit_row,
    columns=COLUMNS,
    positive=not_in_error,
    current=happening,
    summary=not_in_error,
    rank=rank,
    compared={"Encounter": COMPARED},
)
