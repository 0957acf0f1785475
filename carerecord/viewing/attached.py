"""Where the bytes of an attachment are: in it, in the same source's answer, or still where it points."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from carerecord.fhir import fetched_id
from carerecord.fhir.cda import NotCdaError, page_of
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment
from carerecord.texts import XML


def resolved(record: SectionRecord, entry: Entry, attachment: Attachment) -> Attachment:
    """An address is followed only inside the same source's answer, where what was fetched from it stands too."""
    if attachment.data or attachment.text or not attachment.url:
        return attachment
    linked = record.linked.get(entry.head.source_id)
    names = (attachment.url, f"Binary/{fetched_id(attachment.url)}")
    binary = (
        next(filter(None, (linked({"reference": name}) for name in names)), None)
        if linked
        else None
    )
    if not binary or binary.get("resourceType") != "Binary":
        return attachment
    kind = attachment.content_type or str(binary.get("contentType") or "")
    return Attachment(kind, attachment.title, str(binary.get("data") or ""))


def unfetched(record: SectionRecord, entry: Entry) -> Iterator[Attachment]:
    """Those of the entry that point at something which did not come with the answer."""
    linked = record.linked.get(entry.head.source_id)
    if linked is None:
        return
    try:
        attachments = record.section.row(entry.head.resource, linked).attachments
    except Exception:  # what the section cannot draw, the page says so of
        return
    for one in attachments:
        found = resolved(record, entry, one)
        if found.url and not found.data and not found.text:
            yield one


def decoded(data: str) -> bytes | None:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def cda_page(kind: str, body: bytes) -> str | None:
    """The words of a CDA document as HTML, "" where its body is a file; None for anything else."""
    try:
        return page_of(body) if kind in XML else None
    except NotCdaError:
        return None
