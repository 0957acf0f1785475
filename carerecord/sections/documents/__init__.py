"""Every other document (F21), and messages and pictures kept with the record."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.contract import Section
from carerecord.sections.documents.kinds import kind_of
from carerecord.sections.documents.row import (
    COLUMNS,
    TYPES,
    current,
    document_row,
    positive,
    rank,
)


def claims(document: Resource) -> bool:
    return kind_of(document) == "other"


SECTION = Section(
    name="documents",
    title="Other documents",
    noun=("document", "documents"),
    page="documents",
    feature="F21",
    resource_types=(*TYPES, "DocumentManifest", "Media", "Communication"),
    claims=claims,
    row=document_row,
    columns=COLUMNS,
    positive=positive,
    current=current,
    summary=current,
    rank=rank,
    fold="copies",
)
