"""One FHIR Bundle from its bytes. One bad resource never hides the rest, and nothing sent goes uncounted. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from carerecord.connectors.contract import SourceFault, SourceUnreadable
from carerecord.contract import Item, Resource
from carerecord.fhir import (
    as_dict,
    as_list,
    decode_resource,
    encode_resource,
    first_text,
    resource_decoder,
    text_of,
)

NOT_READABLE = "could not be read"
AMBIGUOUS = "says the same thing twice"
NO_RESOURCE = "has no resource"


@dataclass(frozen=True, slots=True)
class Bundle:
    items: tuple[Item, ...]
    unreadable: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    incomplete: str = ""
    next_link: str = ""
    total: int = 0
    entries: int = 0


class _Entry(msgspec.Struct, gc=False):
    resource: msgspec.Raw = msgspec.Raw()


class _Envelope(msgspec.Struct):
    resourceType: str  # noqa: N815 (as FHIR spells it)
    entry: list[_Entry] = []
    link: object = None
    total: object = None
    issue: object = None


_decoder = msgspec.json.Decoder(_Envelope)


def read_bundle(body: bytes, source_id: str) -> Bundle:
    """Raises `SourceUnreadable` when it is no Bundle, `SourceFault` when it is the source's own error."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        envelope = _decoder.decode(body)
    except (ValueError, RecursionError):
        return _rescued(body, source_id)
    _refuse_other(envelope.resourceType)
    raws = [entry.resource for entry in envelope.entry]
    if _members_overwritten(body, raws):
        return _rescued(body, source_id)
    bundle = _read(raws, source_id)
    return replace(
        _with_subset(bundle, body),
        next_link=_next_link(envelope.link),
        total=envelope.total if type(envelope.total) is int else 0,
    )


def _refuse_other(kind: str) -> None:
    if kind == "OperationOutcome":
        raise SourceFault
    if kind != "Bundle":
        raise SourceUnreadable


def _read(raws: Sequence[bytes | msgspec.Raw], source_id: str) -> Bundle:
    items: list[Item] = []
    unreadable: list[str] = []
    outcomes: list[Resource] = []
    decode = resource_decoder()
    for raw in raws:
        try:
            resource = decode(raw)
            kind = resource["resourceType"]
        except (ValueError, KeyError, RecursionError):
            unreadable.append(NOT_READABLE if bytes(raw) else NO_RESOURCE)
            continue
        if kind == "OperationOutcome":
            outcomes.append(resource)
        elif isinstance(kind, str) and kind:
            items.append(Item(source_id, resource, bytes(raw)))
        else:
            unreadable.append(NOT_READABLE)
    kept = _without_ambiguous(items)
    unreadable += [AMBIGUOUS] * (len(items) - len(kept))
    return Bundle(
        tuple(kept),
        tuple(unreadable),
        tuple(words for outcome in outcomes for words in _words(outcome)),
        incomplete="says its answer is not complete" if any(map(_serious, outcomes)) else "",
        entries=len(raws),
    )


def _serious(outcome: Resource) -> bool:
    """Anything but information: a warning beside an answer says that something is left out."""
    issues = [as_dict(issue) for issue in as_list(outcome.get("issue"))]
    return any(issue.get("severity") not in ("information", "success") for issue in issues)


def _words(outcome: Resource) -> Iterator[str]:
    for issue in as_list(outcome.get("issue")):
        element = as_dict(issue)
        words = first_text(
            text_of(element.get("details")), element.get("diagnostics"), element.get("code")
        )
        if words:
            yield words


def _with_subset(bundle: Bundle, body: bytes) -> Bundle:
    """A resource marked SUBSETTED lacks elements its source has (search.html, summary)."""
    if b'"SUBSETTED"' in body and not bundle.incomplete:
        return replace(bundle, incomplete="sent only a summary of some items")
    return bundle


def _next_link(links: object) -> str:
    for link in as_list(links):
        element = as_dict(link)
        if element.get("relation") == "next":
            return first_text(element.get("url"))
    return ""


# Two members of one object with the same name: readers differ on which holds, so neither may be believed. Decoding
# keeps the last, so a resource that is written back has fewer members than it came with; counting `":` shows it.

_count_encoder = msgspec.json.Encoder(enc_hook=lambda _: 0)


def _without_ambiguous(items: list[Item]) -> list[Item]:
    if _written_as_sent(items):
        return items
    came = b"".join([item.raw for item in items])
    written = _count_encoder.encode([item.resource for item in items])
    if _members(came) == _members(written) and b"\\u0022" not in came:
        return items
    return [item for item in items if not _has_two_of_a_name(item.raw)]


def _written_as_sent(items: list[Item]) -> bool:
    """Most sources send compact JSON: written again it is the same to the byte, so nothing in it was lost."""
    written = encode_resource([item.resource for item in items])
    return written == b"[%b]" % b",".join([item.raw for item in items])


def _members(raw: bytes) -> int:
    """Members of all objects, and what looks like one inside a string, which is the same before and after."""
    return raw.translate(None, b" \t\r\n").count(b'":')


def _has_two_of_a_name(raw: bytes) -> bool:
    found = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len({name for name, _ in pairs}) != len(pairs)

    try:
        json.loads(raw, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return True
    return found


def _members_overwritten(body: bytes, raws: Sequence[msgspec.Raw]) -> bool:
    """An entry with two resources, or a Bundle with two lists of entries: decoding would lose one unseen."""
    entries, resources = body.count(b'"entry"'), body.count(b'"resource"')
    if entries <= 1 and resources <= len(raws):
        return False
    inside = [bytes(raw) for raw in raws]
    return entries > 1 + sum(raw.count(b'"entry"') for raw in inside) or resources > len(
        raws
    ) + sum(raw.count(b'"resource"') for raw in inside)


# The way back when the envelope does not decode as a whole: cut it at its brackets and read piece by piece.

_MARKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_DEEPEST = 100_000
_LARGEST_TO_RESCUE = 8 << 20  # bytes; the cutting is slow, and everybody else waits for it


def _rescued(body: bytes, source_id: str) -> Bundle:
    pieces = _entries(body) if len(body) <= _LARGEST_TO_RESCUE else None
    if pieces is None:
        raise SourceUnreadable
    envelope = _envelope_around(body, pieces)
    _refuse_other(first_text(envelope.get("resourceType")))
    entries = envelope.get("entry", [])
    if not isinstance(entries, list):
        raise SourceUnreadable
    bundle = _with_subset(_read([_resource_of(body[a:b]) for a, b in pieces], source_id), body)
    strange = (NOT_READABLE,) * (len(entries) - len(pieces))
    return replace(
        bundle,
        unreadable=bundle.unreadable + strange,
        next_link=_next_link(envelope.get("link")),
    )


def _envelope_around(body: bytes, pieces: Iterable[tuple[int, int]]) -> Resource:
    """The Bundle with each entry made null."""
    kept, at = [], 0
    for start, end in pieces:
        kept += [body[at:start], b"null"]
        at = end
    envelope = b"".join([*kept, body[at:]])
    if _has_two_of_a_name(envelope):
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
        resource = msgspec.json.decode(entry, type=_Entry).resource
    except (ValueError, RecursionError):
        return b"?"
    return b"?" if _has_two_of_a_name(entry) else resource
