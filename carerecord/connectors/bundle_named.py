"""A Bundle whose entries are named by `urn:uuid:` alone: each takes that as its id, as references to it have it. Pure."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from carerecord.connectors.bundle import Bundle
from carerecord.contract import Item
from carerecord.fhir import encode_resource

_URN = "urn:uuid:"


class _Entry(msgspec.Struct):
    fullUrl: str = ""  # noqa: N815 (as FHIR spells it)
    resource: msgspec.Raw = msgspec.Raw()


class _Envelope(msgspec.Struct):
    entry: list[_Entry] = []


def with_names(bundle: Bundle, body: bytes) -> Bundle:
    """The same answer. A Patient whose id is anything else, such as the NHS number, is named anew too."""
    try:
        entries = msgspec.json.decode(body, type=_Envelope).entry
    except (ValueError, RecursionError):
        return bundle
    names = {
        bytes(one.resource): one.fullUrl.removeprefix(_URN)
        for one in entries
        if one.fullUrl.startswith(_URN)
    }
    items = tuple(_named(item, names.get(item.raw, "")) for item in bundle.items)
    return replace(bundle, items=items)


def _named(item: Item, name: str) -> Item:
    if not name or ("id" in item.resource and item.type != "Patient"):
        return item
    resource = {**item.resource, "id": name}
    return Item(item.source_id, resource, encode_resource(resource))
