"""Documents inside resources: what there is to open."""

from __future__ import annotations

from carerecord.fhir import as_dict, as_list, first_text, reference_id
from carerecord.sections.contract import Attachment


def attachments_of(value: object) -> tuple[Attachment, ...]:
    """From a list of Attachment, or of elements that hold one under `attachment`."""
    return tuple(filter(None, map(_attachment, as_list(value))))


def _attachment(value: object) -> Attachment | None:
    element = as_dict(value)
    element = as_dict(element.get("attachment")) or element
    data, url = first_text(element.get("data")), first_text(element.get("url"))
    if not data and not url:
        return None
    return Attachment(
        content_type=first_text(element.get("contentType")),
        title=first_text(element.get("title")),
        data=data,
        url=url,
    )


def narrative(title: str, text: object) -> tuple[Attachment, ...]:
    """A FHIR narrative: XHTML words, to be made safe by whoever shows them."""
    div = first_text(as_dict(text).get("div"))
    return (Attachment(content_type="text/html", title=title, text=div),) if div else ()


def binary(reference: object) -> tuple[Attachment, ...]:
    url = reference_id(reference)
    return (Attachment(content_type="", url=url),) if url.startswith("Binary/") else ()
