"""Hospital stays that have ended (F14)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.clinics.visit import COLUMNS, COMPARED, is_inpatient, rank, visit_row
from carerecord.sections.concepts import not_in_error, status_is
from carerecord.sections.contract import Section


def claims(visit: Resource) -> bool:
    return is_inpatient(visit) and status_is(visit, "finished")


SECTION = Section(
    name="discharges",
    title="Hospital discharges",
    noun=("discharge", "discharges"),
    page="contacts",
    feature="F14",
    resource_types=("Encounter",),
    claims=claims,
    row=visit_row,
    columns=COLUMNS,
    positive=not_in_error,
    summary=not_in_error,
    rank=rank,
    compared={"Encounter": COMPARED},
)
