"""Canonical JSON (RFC 8785): the same content is always the same text, so that it can be hashed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> str:
    """`value` as canonical JSON; `ValueError` when it is not JSON at all."""
    match value:
        case None | bool() | str():
            return _text(value)
        case int():
            return str(value)
        case float():
            return _number(value)
        case list() | tuple() if all(type(one) is str for one in value):
            return _text(value)  # long lists of ids, in one go
        case list() | tuple():
            return f"[{','.join(map(canonical, value))}]"
        case Mapping():
            return f"{{{','.join(_members(value))}}}"
    raise ValueError(f"an audit entry cannot hold a {type(value).__name__}")


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half of a surrogate pair is no character; written as its escape it would change on reading.
    return text.encode("utf-8", "replace").decode("utf-8")


def _members(value: Mapping[Any, Any]) -> list[str]:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("an audit entry's names are text")
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be", "replace"))
    return [f"{_text(key)}:{canonical(value[key])}" for key in ordered]


def _number(value: float) -> str:
    """As ECMAScript writes it: 1.0 is 1, 1e-7 is 1e-7."""
    if not math.isfinite(value):
        raise ValueError("an audit entry cannot hold a number that is not finite")
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    digits, _, exponent = format(Decimal(repr(value)).normalize(), "e").partition("e")
    return f"{digits}e{int(exponent):+d}"
