"""Two members of one object with the same name: readers differ on which holds, so neither may be believed. Pure.

Decoding keeps the last, so what is written back has fewer members than it came with; counting `":` shows it.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from carerecord.contract import Item

_encoder = msgspec.json.Encoder(enc_hook=lambda _: 0)


def without_repeated(items: list[Item]) -> list[Item]:
    """Those that say each thing once."""
    came = b"".join([item.raw for item in items])
    written = _encoder.encode([item.resource for item in items])
    if _members(came) == _members(written) and b"\\u0022" not in came:
        return items
    return [item for item in items if not repeats_a_name(item.raw)]


def _members(raw: bytes) -> int:
    """Members of all objects, and what looks like one inside a string, which is the same before and after."""
    return raw.translate(None, b" \t\r\n").count(b'":')


def repeats_a_name(raw: bytes) -> bool:
    found = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len({name for name, _ in pairs}) != len(pairs)

    try:
        json.loads(raw, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return True
    return found
