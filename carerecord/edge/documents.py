"""A document and its items are kept as one: what a newer version does not hold, and what it replaces, is called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carerecord.connectors.contract import Document, Pushed
from carerecord.contract import Resource
from carerecord.edge.copies import Copies, Kept, Name
from carerecord.edge.rows import named
from carerecord.fhir import as_dict, as_list, decode_resource, encode_resource, first_text

ITEMS = "urn:carerecord:document-items"
"""An extension of a document that is kept: which items came in it."""
_NEWER = "a newer version of it, or what replaces it, is kept already"
_OTHER = "another text of it, of the same moment, is kept already"


def keep_documents(copies: Copies, source_id: str, nhs_number: str, pushed: Pushed) -> str:
    """Why none of them is kept, or "". The same again changes nothing; an older one never comes back."""

    def kept(name: tuple[str, str]) -> Kept | None:
        return copies.one(Name(source_id, nhs_number, *name))

    whole = [(one, _with_items(one)) for one in pushed.documents]
    for _, own in whole:
        if why := _in_the_way(kept(named(own)), own, pushed.said):
            return why
    for one, own in whole:
        names = {named(own), *map(named, one.items)}
        gone = {*_items_of(kept(named(own))), *one.replaces}
        gone |= {item for old in one.replaces for item in _items_of(kept(old))}
        copies.keep(source_id, nhs_number, [own, *one.items], pushed.said)
        for name in sorted(gone - names):
            copies.remove(Name(source_id, nhs_number, *name), pushed.said)
    copies.keep(source_id, nhs_number, pushed.resources, pushed.said)
    return ""


def _with_items(document: Document) -> Resource:
    names = " ".join("/".join(named(one)) for one in document.items)
    held = [*as_list(document.own.get("extension")), {"url": ITEMS, "valueString": names}]
    return {**document.own, "extension": held} if names else document.own


def _in_the_way(kept: Kept | None, own: Resource, said: datetime) -> str:
    if kept is None or kept.said < said:
        return ""
    if kept.said > said or not kept.raw:
        return _NEWER
    return "" if _text_of(decode_resource(kept.raw)) == _text_of(own) else _OTHER


def _text_of(document: Resource) -> str | bytes:
    """What tells two texts of one document apart: its version, where it is said, else all of it."""
    return first_text(as_dict(document.get("meta")).get("versionId")) or encode_resource(document)


def _items_of(kept: Kept | None) -> Iterator[tuple[str, str]]:
    """Type and id of each item that came in it."""
    held = decode_resource(kept.raw) if kept and kept.raw else {}
    for one in map(as_dict, as_list(held.get("extension"))):
        for name in first_text(one.get("valueString")).split() if one.get("url") == ITEMS else ():
            type, _, id = name.partition("/")
            yield type, id
