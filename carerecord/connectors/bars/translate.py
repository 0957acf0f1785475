"""What BaRS sends otherwise than FHIR has it: a resource that is its own entry. Pure."""

from __future__ import annotations

from carerecord.fhir import as_dict, decode_resource, encode_resource

_OF_AN_ENTRY = frozenset({"search", "fullUrl", "link"})


def mended(body: bytes) -> bytes:
    """The published search answer has no `resource` in its entry, but the resource itself; anything else stays as it is."""
    try:
        bundle = decode_resource(body)
    except (ValueError, RecursionError):
        return body
    entries = bundle.get("entry")
    if not isinstance(entries, list) or not any(map(_is_bare, entries)):
        return body
    return encode_resource({**bundle, "entry": [_entry(one) for one in entries]})


def _is_bare(entry: object) -> bool:
    return "resource" not in as_dict(entry) and "resourceType" in as_dict(entry)


def _entry(entry: object) -> object:
    if not _is_bare(entry):
        return entry
    parts = as_dict(entry)
    around = {key: value for key, value in parts.items() if key in _OF_AN_ENTRY}
    inside = {key: value for key, value in parts.items() if key not in _OF_AN_ENTRY}
    return {**around, "resource": inside}
