"""What an item says, written so that two sources can be compared (merging 1 and 3).

Elements are removed from the comparison by one short list, never selected into it: an element
nobody has met before keeps two items apart.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial

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

Instants = dict[bytes, bytes]
"""In UTC, by how they were sent: one view names the same minute many times."""


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


def written(resource: Resource) -> bytes | None:
    """All that is compared, as sent. None: it cannot be written, so it is equal to nothing."""
    trimmed = {k: v for k, v in resource.items() if k not in LEFT_OUT}
    try:
        if "text" in trimmed or "context" in trimmed:
            _leave_out_sometimes(trimmed)
        return _ENCODER.encode(trimmed)
    except _UNREADABLE:
        return None


def whole(resource: Resource) -> bytes | None:
    """Everything but `id` and `meta`: what two copies inside one source must agree on."""
    try:
        return _ENCODER.encode({k: v for k, v in resource.items() if k not in ("id", "meta")})
    except _UNREADABLE:
        return None


def in_one_form(body: bytes, instants: Instants) -> bytes:
    """5.0 and 5 are one number; 10:11 in London in summer is 09:11Z. Exponents stay as sent."""
    return _VALUE.sub(partial(_canonical, instants), body)


def _leave_out_sometimes(trimmed: Resource) -> None:
    text = trimmed.get("text")
    status = text.get("status") if isinstance(text, dict) else None
    if isinstance(status, str) and status in _GENERATED:
        del trimmed["text"]
    kind = trimmed.get("resourceType")
    if "context" in trimmed and isinstance(kind, str) and kind in _ENCOUNTER_IS_CONTEXT:
        del trimmed["context"]


def _canonical(instants: Instants, match: re.Match[bytes]) -> bytes:
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
