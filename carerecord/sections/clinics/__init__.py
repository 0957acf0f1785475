"""Clinics, surgeries and other contacts (F15): every Encounter that is not an attendance, stay or home visit."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.clinics.visit import (
    COLUMNS,
    COMPARED,
    happening,
    is_at_home,
    rank,
    visit_row,
)
from carerecord.sections.concepts import not_in_error
from carerecord.sections.contract import Section


def claims(visit: Resource) -> bool:
    return not is_at_home(visit)


SECTION = Section(
    name="clinics",
    title="Clinics and consultations",
    noun=("contact", "contacts"),
    page="contacts",
    feature="F15",
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
