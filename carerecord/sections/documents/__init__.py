"""Every other document (F21), and messages and pictures kept with the record."""

from __future__ import annotations

from carerecord.sections.contract import Section
from carerecord.sections.documents.row import (
    COLUMNS,
    TYPES,
    current,
    document_row,
    positive,
    rank,
)

SECTION = Section(
    name="documents",
    title="Other documents",
    noun=("document", "documents"),
    page="documents",
    feature="F21",
    resource_types=(*TYPES, "DocumentManifest", "Media", "Communication"),
    row=document_row,
    columns=COLUMNS,
    positive=positive,
    current=current,
    summary=current,
    rank=rank,
    fold="copies",
)
