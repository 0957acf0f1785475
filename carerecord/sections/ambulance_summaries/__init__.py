"""Ambulance summaries (F20): what the crew found and did."""

from __future__ import annotations

from carerecord.sections.documents.row import document_section

SECTION = document_section(
    name="ambulance_summaries",
    title="Ambulance summaries",
    noun=("ambulance summary", "ambulance summaries"),
    feature="F20",
    kind="ambulance",
)
