"""Clinic and other letters (F18)."""

from __future__ import annotations

from carerecord.sections.documents.row import document_section

SECTION = document_section(
    name="letters",
    title="Clinic letters",
    noun=("letter", "letters"),
    feature="F18",
    kind="letter",
)
