"""A Bundle that does not decode as a whole, cut at its brackets, so that what is well in it can be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from carerecord.connectors.bundle_repeated import repeats_a_name
from carerecord.connectors.contract import SourceUnreadable
from carerecord.contract import Resource
from carerecord.fhir import decode_resource

_MARKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A string that never closes is one too, to the end: else it would be tried anew at each quote in it."""
_DEEPEST = 100_000
_LARGEST_TO_RESCUE = 8 << 20  # bytes; the cutting is slow, and everybody else waits for it


class Entry(msgspec.Struct, gc=False):
    """One entry of a Bundle, its resource still bytes."""

    resource: msgspec.Raw = msgspec.Raw()


def cut_apart(body: bytes) -> tuple[Resource, list[bytes | msgspec.Raw]]:
    """The Bundle with each object in `entry` made null, and the resource of each. Raises `SourceUnreadable`."""
    pieces = _entries(body) if len(body) <= _LARGEST_TO_RESCUE else None
    if pieces is None:
        raise SourceUnreadable
    envelope = _envelope_around(body, pieces)
    return envelope, [_resource_of(body[start:end]) for start, end in pieces]


def _envelope_around(body: bytes, pieces: Iterable[tuple[int, int]]) -> Resource:
    """The Bundle with each entry made null."""
    kept, at = [], 0
    for start, end in pieces:
        kept += [body[at:start], b"null"]
        at = end
    envelope = b"".join([*kept, body[at:]])
    if repeats_a_name(envelope):
        raise SourceUnreadable
    try:
        return decode_resource(envelope)
    except (ValueError, RecursionError):
        raise SourceUnreadable from None


def _entries(body: bytes) -> list[tuple[int, int]] | None:
    """Where each object in the Bundle's own `entry` starts and ends; None when the brackets do not close."""
    stack: list[bytes] = []
    found: list[tuple[int, int]] = []
    name, inside, began = b"", False, 0
    for mark in _MARKS.finditer(body):
        text = mark.group()
        if text in (b"{", b"["):
            if len(stack) == 1:
                inside = text == b"[" and name == b'"entry"'
            elif len(stack) == 2:
                began = mark.start()
            stack.append(text)
            if len(stack) > _DEEPEST:
                return None
        elif text in (b"}", b"]"):
            if not stack or stack.pop() + text not in (b"{}", b"[]"):
                return None
            if inside and len(stack) == 2:
                found.append((began, mark.end()))
        elif len(stack) == 1:
            name = text
    return None if stack else found


def _resource_of(entry: bytes) -> bytes | msgspec.Raw:
    try:
        resource = msgspec.json.decode(entry, type=Entry).resource
    except (ValueError, RecursionError):
        return b"?"
    return b"?" if repeats_a_name(entry) else resource
