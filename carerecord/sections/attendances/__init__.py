"""Emergency department attendances (F12), the one happening now first (F27)."""

from __future__ import annotations

from carerecord.sections.clinics.visit import (
    COLUMNS,
    COMPARED,
    happening,
    is_emergency,
    rank,
    visit_row,
)
from carerecord.sections.concepts import not_in_error
from carerecord.sections.contract import Section

SECTION = Section(
    name="attendances",
    title="Emergency attendances",
    noun=("attendance", "attendances"),
    page="contacts",
    feature="F12",
    resource_types=("Encounter",),
    claims=is_emergency,
    row=visit_row,
    columns=COLUMNS,
    positive=not_in_error,
    current=happening,
    summary=not_in_error,
    rank=rank,
    compared={"Encounter": COMPARED},
)
