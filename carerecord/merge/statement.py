"""What an item says, written so that two sources can be compared (merging 1 and 3).

Elements are removed from the comparison by one short list, never selected into it: an element
nobody has met before keeps two items apart.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from carerecord.contract import Resource
from carerecord.fhir import Sent

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
SOMETIMES_LEFT_OUT = LEFT_OUT | {"text", "context"}


def _as_sent(value: object) -> msgspec.Raw:
    if isinstance(value, Sent):
        return msgspec.Raw(value.text.encode())
    raise TypeError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_as_sent)
_UNREADABLE = (TypeError, ValueError, OverflowError, RecursionError)

# A quote that closes a key is never escaped, so with that checked it cannot match inside a string.
_VALUE = re.compile(
    rb'":(?:(-?\d+)\.(\d+)(?=[,}])'
    rb'|"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))")'
)
_ESCAPE = ord("\\")


def trimmed(resource: Resource) -> Resource:
    """Without what is left out of every comparison."""
    kept = {k: v for k, v in resource.items() if k not in LEFT_OUT}
    if "text" in kept or "context" in kept:
        _leave_out_sometimes(kept)
    return kept


def encoded(value: Resource) -> bytes:
    """In one order of its elements, numbers as sent. Raises what it cannot write."""
    return _ENCODER.encode(value)


def written(compared: Resource) -> bytes | None:
    """What is `trimmed`, as sent. None: it cannot be written, so it is equal to nothing."""
    try:
        return encoded(compared)
    except _UNREADABLE:
        return None


def whole(resource: Resource) -> bytes | None:
    """Everything but `id` and `meta`: what two copies inside one source must agree on."""
    try:
        return _ENCODER.encode({k: v for k, v in resource.items() if k not in ("id", "meta")})
    except _UNREADABLE:
        return None


def in_one_form(body: bytes) -> bytes:
    """5.0 and 5 are one number; 10:11 in London in summer is 09:11Z. Exponents stay as sent."""
    return _VALUE.sub(_canonical, body)


def _leave_out_sometimes(kept: Resource) -> None:
    text = kept.get("text")
    status = text.get("status") if isinstance(text, dict) else None
    if isinstance(status, str) and status in _GENERATED:
        del kept["text"]
    kind = kept.get("resourceType")
    if "context" in kept and isinstance(kind, str) and kind in _ENCOUNTER_IS_CONTEXT:
        del kept["context"]


def _canonical(match: re.Match[bytes]) -> bytes:
    if match.string[match.start() - 1] == _ESCAPE:
        return match[0]
    if instant := match[3]:
        return b'":"' + _in_utc(instant) + b'"'
    fraction = match[2].rstrip(b"0")
    return b'":' + match[1] + (b"." + fraction if fraction else b"")


@lru_cache(maxsize=16_384)
def _in_utc(instant: bytes) -> bytes:
    """To the minute: what one source sends to the second another sends to the minute (merging 3.2)."""
    try:
        at = datetime.fromisoformat(instant.decode()).astimezone(UTC)
        return at.isoformat(timespec="minutes").encode()
    except (ValueError, OverflowError):
        return instant
