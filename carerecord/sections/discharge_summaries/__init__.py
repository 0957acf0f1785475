"""Discharge summaries (F17): what a hospital told the GP at the end of a stay."""

from __future__ import annotations

from carerecord.sections.documents.row import document_section

SECTION = document_section(
    name="discharge_summaries",
    title="Discharge summaries",
    noun=("discharge summary", "discharge summaries"),
    feature="F17",
    kind="discharge",
)
