"""A page as most servers write it, compact JSON, read at one go. Pure.

Written again such a page is the same to the byte. That proves at once that nothing in it was said twice, that nothing
was lost in reading, and that the bytes of each resource are those that came.
"""

from __future__ import annotations

from msgspec import Raw

from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource, resource_decoder

_BEGINS = b'{"resourceType":"Bundle",'


def read_compact(body: bytes, source_id: str) -> tuple[Resource, list[Item]] | None:
    """The Bundle, and an item of each entry; None when it must be read piece by piece."""
    if not body.startswith(_BEGINS):
        return None
    try:
        page = resource_decoder()(body)
        resources = [entry["resource"] for entry in page["entry"]]
        raws = [encode_resource(resource) for resource in resources]
        for entry, raw in zip(page["entry"], raws, strict=True):
            entry["resource"] = Raw(raw)
        if encode_resource(page) != body:
            return None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not all(map(_has_type, resources)):
        return None
    return page, [Item(source_id, *both) for both in zip(resources, raws, strict=True)]


def _has_type(resource: object) -> bool:
    kind = resource.get("resourceType") if isinstance(resource, dict) else ""
    return isinstance(kind, str) and kind != ""
