"""Emergency department summaries (F19)."""

from __future__ import annotations

from carerecord.sections.documents.row import document_section

SECTION = document_section(
    name="emergency_summaries",
    title="Emergency department summaries",
    noun=("emergency summary", "emergency summaries"),
    feature="F19",
    kind="emergency",
)
