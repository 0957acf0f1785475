"""What an item says, in a form two sources can be compared by (merging 1 and 3).

Elements are removed from the comparison by one short list, never selected into it: an element
nobody has met before keeps two items apart.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

from carerecord.contract import Resource
from carerecord.fhir import Sent
from carerecord.merge.linking import Links

# Adding to this list needs a clinical safety note.
LEFT_OUT = frozenset(
    {
        "id",
        "meta",
        "contained",  # followed, not compared
        "subject",
        "patient",
        "identifier",  # says which record, not what it says
        "masterIdentifier",
        "encounter",
        "recorder",
        "asserter",
        "requester",
        "performer",
        "reasonReference",
        "recordedDate",
        "issued",
        "dateAsserted",
    }
)
_LEFT_OUT_WHEN_FOLLOWED = LEFT_OUT - {"identifier"}  # an organisation is told apart by its code
_ENCOUNTER_IS_CONTEXT = frozenset(
    {"MedicationStatement", "MedicationAdministration", "MedicationDispense"}
)
_GENERATED = frozenset({"generated", "extensions", "empty"})  # `additional` text is content
_DEEPEST = 3


def _as_sent(value: object) -> msgspec.Raw:
    if isinstance(value, Sent):
        return msgspec.Raw(value.text.encode())
    raise TypeError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_as_sent)
_UNREADABLE = (TypeError, ValueError, OverflowError, RecursionError)

# A quote that closes a key is never escaped, so none of these can match inside a string.
_NUMBER = re.compile(rb'(?<=[^\\]":)(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?(?=[,}])')
_INSTANT = re.compile(
    rb'(?<=[^\\]":")\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)(?=")'
)
_REFERENCE = re.compile(rb'(?<="reference":)"((?:[^"\\]|\\.)*)"')


def statement(resource: Resource, links: Links) -> bytes | None:
    """Equal bytes mean that two items say the same. None: it cannot be written, so never equal."""
    return _written(resource, resource, links, LEFT_OUT, 0)


def whole(resource: Resource) -> bytes | None:
    """Everything but `id` and `meta`: what two copies inside one source must agree on."""
    try:
        return _ENCODER.encode({k: v for k, v in resource.items() if k not in ("id", "meta")})
    except _UNREADABLE:
        return None


def _written(
    resource: Resource, holder: Resource, links: Links, left_out: frozenset[str], depth: int
) -> bytes | None:
    trimmed = {k: v for k, v in resource.items() if k not in left_out}
    _leave_out_sometimes(trimmed)
    try:
        body = _ENCODER.encode(trimmed)
    except _UNREADABLE:
        return None
    body = _INSTANT.sub(_in_utc, _NUMBER.sub(_plain, body))
    if b'"reference":"' not in body:
        return body
    return _REFERENCE.sub(lambda match: _followed(match[1], holder, links, depth), body)


def _leave_out_sometimes(trimmed: Resource) -> None:
    text = trimmed.get("text")
    if isinstance(text, dict) and text.get("status") in _GENERATED:
        del trimmed["text"]
    if "context" in trimmed and trimmed.get("resourceType") in _ENCOUNTER_IS_CONTEXT:
        del trimmed["context"]


def _plain(match: re.Match[bytes]) -> bytes:
    """5.0 and 5 are one number. Exponents are rare and stay as sent."""
    integer, fraction, exponent = match.groups()
    if exponent is not None or fraction is None:
        return match[0]
    kept = fraction.rstrip(b"0")
    return integer + b"." + kept if kept else integer


def _in_utc(match: re.Match[bytes]) -> bytes:
    """10:11 in London in summer is 09:11Z. Seconds are kept: nothing is hidden to save a row."""
    try:
        return datetime.fromisoformat(match[0].decode()).astimezone(UTC).isoformat().encode()
    except (ValueError, OverflowError):
        return match[0]


def _followed(name: bytes, holder: Resource, links: Links, depth: int) -> bytes:
    """What stands behind a reference, since the same name means different things in two sources."""
    text = msgspec.json.decode(b'"' + name + b'"', type=str)
    content = _content(text, holder, links, depth + 1) if depth < _DEEPEST else b""
    if content:
        return b'"~' + content + b'"'
    if "://" in text or text.startswith("urn:") or "?" in text:
        return b'"' + name + b'"'
    return b'"' + links.source_id.encode() + b" " + name + b'"'


def _content(text: str, holder: Resource, links: Links, depth: int) -> bytes:
    """A digest of the resource a reference leads to; empty when it leads nowhere."""
    if text.startswith("#"):
        found = _contained(text[1:], holder)
        return _digest(found, holder, links, depth) if found else b""
    followed = links.named(text)
    if followed is None:
        return b""
    key = (id(followed), depth)
    if key not in links.digests:
        links.digests[key] = _digest(followed, followed, links, depth)
    return links.digests[key]


def _digest(resource: Resource, holder: Resource, links: Links, depth: int) -> bytes:
    body = _written(resource, holder, links, _LEFT_OUT_WHEN_FOLLOWED, depth)
    return blake2b(body, digest_size=16).hexdigest().encode() if body is not None else b""


def _contained(name: str, holder: Resource) -> Resource | None:
    contained = holder.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and one.get("id") == name:
            return one
    return None
