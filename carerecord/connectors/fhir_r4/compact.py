"""A page as most servers write it, compact JSON, read at one go. Pure.

Written again such a page is the same to the byte. That proves at once that nothing in it was said twice, that nothing
was lost in reading, and that the bytes of each resource are those that came.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Raw

from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource, resource_decoder

_BEGINS = b'{"resourceType":"Bundle",'


def read_compact(body: bytes, source_id: str) -> tuple[Resource, list[Item]] | None:
    """The Bundle and its resources; None when it must be read piece by piece."""
    if not body.startswith(_BEGINS):
        return None
    try:
        page = resource_decoder()(body)
        resources = [entry["resource"] for entry in page["entry"]]
        raws = [encode_resource(resource) for resource in resources]
        if _written(page, raws) != body:
            return None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    items = [Item(source_id, resource, raw) for resource, raw in zip(resources, raws, strict=True)]
    return (
        (page, items)
        if all(isinstance(item.resource, dict) and item.type for item in items)
        else None
    )


def _written(page: Resource, raws: Sequence[bytes]) -> bytes:
    entries = [
        {**entry, "resource": Raw(raw)} for entry, raw in zip(page["entry"], raws, strict=True)
    ]
    return encode_resource({**page, "entry": entries})
