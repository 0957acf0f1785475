"""Documents of a protected person: their words stay closed until the viewer says why (SFL-3). Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carerecord.contract import Item
from carerecord.fhir import encode_resource

BODY_BANNER = (
    "The text of this document may still say where this person lives or is seen. "
    "Do not repeat it, and do not leave it on the screen."
)
"""Stands above every opened document of a protected person."""


def without_words(item: Item) -> Item:
    """The item without the body of any document in it: what it is and when stays, what it says goes."""
    closed = _closed(item.resource, document=item.type == "Composition")
    if closed == item.resource:
        return item
    return replace(item, resource=closed, raw=encode_resource(closed))


def _closed(value: Any, *, document: bool) -> Any:
    """Without `data` and `url` of attachments and Binaries, and without a Composition's narrative."""
    if isinstance(value, list):
        return [_closed(one, document=document) for one in value]
    if not isinstance(value, dict):
        return value
    inside = document or value.get("resourceType") == "Composition"
    gone = set[str]()
    if value.get("resourceType") == "Binary" or "contentType" in value or "attachment" in value:
        gone |= {"data", "url"}
    if inside:
        gone |= (
            {"text"} if isinstance(value.get("text"), dict) and "div" in value["text"] else set()
        )
    return {key: _attachment(key, one, inside) for key, one in value.items() if key not in gone}


def _attachment(key: str, value: Any, inside: bool) -> Any:
    """An attachment that does not say its type is one by where it stands."""
    if key in ("attachment", "presentedForm", "valueAttachment", "contentAttachment"):
        listed = value if isinstance(value, list) else [value]
        bare = [
            {k: v for k, v in one.items() if k not in ("data", "url")}
            if isinstance(one, dict)
            else one
            for one in listed
        ]
        return bare if isinstance(value, list) else bare[0]
    return _closed(value, document=inside)
