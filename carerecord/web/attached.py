"""Where the bytes of an attachment are: in it, or in the same source's answer; never over the network."""

from __future__ import annotations

import base64
import binascii

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment


def resolved(record: SectionRecord, entry: Entry, attachment: Attachment) -> Attachment:
    """An address is followed only inside the same source's answer."""
    if attachment.data or attachment.text or not attachment.url:
        return attachment
    linked = record.linked.get(entry.head.source_id)
    binary = linked({"reference": attachment.url}) if linked else None
    if not binary or binary.get("resourceType") != "Binary":
        return attachment
    kind = attachment.content_type or str(binary.get("contentType") or "")
    return Attachment(kind, attachment.title, str(binary.get("data") or ""))


def decoded(data: str) -> bytes | None:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
