"""What an item says, in a form two sources can be compared by (merging 1 and 3).

Elements are removed from the comparison by one short list, never selected into it: an element
nobody has met before keeps two items apart.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b

import msgspec

from carerecord.contract import Resource
from carerecord.fhir import Sent
from carerecord.merge.linking import Links, identifiers

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
_ENCOUNTER_IS_CONTEXT = frozenset(
    {"MedicationStatement", "MedicationAdministration", "MedicationDispense"}
)
_GENERATED = frozenset({"generated", "extensions", "empty"})  # `additional` text is content
_SOMETIMES_LEFT_OUT = LEFT_OUT | {"text", "context"}
_CODED = ("code", "medicationCodeableConcept", "vaccineCode")
_DEEPEST = 3


def _as_sent(value: object) -> msgspec.Raw:
    if isinstance(value, Sent):
        return msgspec.Raw(value.text.encode())
    raise TypeError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_as_sent)
_UNREADABLE = (TypeError, ValueError, OverflowError, RecursionError)

# A quote that closes a key is never escaped, so with that checked neither can match inside a string.
_VALUE = re.compile(
    rb'":(?:(-?\d+)\.(\d+)(?=[,}])'
    rb'|"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))")'
)
_REFERENCE = re.compile(rb'"reference":"((?:[^"\\]|\\.)*)"')
_ESCAPE = ord("\\")


def glance(resource: Resource) -> Hashable:
    """A cheap look: items that say the same always look the same; those that look the same may not."""
    kind = resource.get("resourceType")
    quantity = resource.get("valueQuantity")
    value = quantity.get("value") if isinstance(quantity, dict) else None
    return (
        kind if isinstance(kind, str) else "",
        len(resource.keys() - _SOMETIMES_LEFT_OUT),
        _name(resource),
        value if isinstance(value, int | float) else None,
    )


def _name(resource: Resource) -> str:
    """The first code there is, wherever the type keeps it."""
    for key in _CODED:
        concept = resource.get(key)
        if isinstance(concept, dict):
            coding = concept.get("coding")
            first = coding[0] if isinstance(coding, list) and coding else None
            code = first.get("code") if isinstance(first, dict) else concept.get("text")
            return code if isinstance(code, str) else ""
    return ""


def statement(resource: Resource, links: Links) -> bytes | None:
    """Equal bytes mean that two items say the same. None: it cannot be written, so never equal."""
    return _followed_through(resource, resource, links, 0)


def whole(resource: Resource) -> bytes | None:
    """Everything but `id` and `meta`: what two copies inside one source must agree on."""
    try:
        return _ENCODER.encode({k: v for k, v in resource.items() if k not in ("id", "meta")})
    except _UNREADABLE:
        return None


def _followed_through(
    resource: Resource, holder: Resource, links: Links, depth: int
) -> bytes | None:
    body = links.bodies.get(id(resource))
    if body is None:
        body = links.bodies[id(resource)] = _written(resource, links.instants)
    if body is None or b'"reference":"' not in body:
        return body
    return _REFERENCE.sub(
        lambda match: b'"reference":"' + _followed(match[1], holder, links, depth) + b'"', body
    )


def _written(resource: Resource, instants: dict[bytes, bytes]) -> bytes | None:
    trimmed = {k: v for k, v in resource.items() if k not in LEFT_OUT}
    _leave_out_sometimes(trimmed)
    try:
        body = _ENCODER.encode(trimmed)
    except _UNREADABLE:
        return None
    return _VALUE.sub(partial(_canonical, instants), body)


def _leave_out_sometimes(trimmed: Resource) -> None:
    text = trimmed.get("text")
    if isinstance(text, dict) and text.get("status") in _GENERATED:
        del trimmed["text"]
    if "context" in trimmed and trimmed.get("resourceType") in _ENCOUNTER_IS_CONTEXT:
        del trimmed["context"]


def _canonical(instants: dict[bytes, bytes], match: re.Match[bytes]) -> bytes:
    """5.0 and 5 are one number; 10:11 in London in summer is 09:11Z. Exponents stay as sent."""
    if match.string[match.start() - 1] == _ESCAPE:
        return match[0]
    if instant := match[3]:
        if instant not in instants:
            instants[instant] = b'":"' + _in_utc(instant) + b'"'
        return instants[instant]
    fraction = match[2].rstrip(b"0")
    return b'":' + match[1] + (b"." + fraction if fraction else b"")


def _in_utc(instant: bytes) -> bytes:
    """Seconds are kept: nothing is hidden to save a row."""
    try:
        return datetime.fromisoformat(instant.decode()).astimezone(UTC).isoformat().encode()
    except (ValueError, OverflowError):
        return instant


def _followed(name: bytes, holder: Resource, links: Links, depth: int) -> bytes:
    """What stands behind a reference, since the same name means different things in two sources."""
    if name.startswith(b"#"):
        return _stands_for(name, holder, links, depth)
    key = (name, depth)
    if key not in links.stands_for:
        links.stands_for[key] = _stands_for(name, holder, links, depth)
    return links.stands_for[key]


def _stands_for(name: bytes, holder: Resource, links: Links, depth: int) -> bytes:
    text = msgspec.json.decode(b'"' + name + b'"', type=str)
    content = _content(text, holder, links, depth + 1) if depth < _DEEPEST else b""
    if content:
        return b"~" + content
    everywhere = "://" in text or text.startswith("urn:") or "?" in text
    return name if everywhere else links.source_id.encode() + b" " + name


def _content(text: str, holder: Resource, links: Links, depth: int) -> bytes:
    """A digest of the resource a reference leads to; empty when it leads nowhere."""
    if text.startswith("#"):
        found = _contained(text[1:], holder)
        return _digest(found, holder, links, depth) if found else b""
    followed = links.named(text)
    if followed is None:
        return b""
    return _digest(followed, followed, links, depth)


def _digest(resource: Resource, holder: Resource, links: Links, depth: int) -> bytes:
    """With its identifiers: an organisation that is pointed to is told apart by its code."""
    body = _followed_through(resource, holder, links, depth)
    if body is None:
        return b""
    names = repr(sorted(identifiers(resource))).encode(errors="backslashreplace")
    return blake2b(body + names, digest_size=16).hexdigest().encode()


def _contained(name: str, holder: Resource) -> Resource | None:
    contained = holder.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and one.get("id") == name:
            return one
    return None
