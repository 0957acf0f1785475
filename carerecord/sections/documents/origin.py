"""The document an item came in, where it came in one (`meta.source`)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.contract import Linked
from carerecord.sections.documents.kinds import title_of
from carerecord.sections.words import said

_DOCUMENTS = ("DocumentReference/", "Composition/")


def document_of(resource: Resource, linked: Linked) -> str:
    """“from the document “Going home””; without its title where the document itself is not shown."""
    meta = resource.get("meta")
    source = meta.get("source") if isinstance(meta, dict) else None
    if not isinstance(source, str) or not source.startswith(_DOCUMENTS):
        return ""
    found = linked({"reference": source})
    title = (title_of(found) or said(found.get("type"))) if found else ""
    return f"from the document “{title}”" if title else "from a document"
