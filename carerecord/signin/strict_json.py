"""JSON inside tokens, read strictly: an object, no name twice, no NaN, not deeper than any token is (T14)."""

from __future__ import annotations

import json
from typing import Any, NoReturn

LONGEST = 120  # characters of anything that is shown or kept
DEEPEST = 12  # brackets inside brackets; a CIS2 userinfo has five


class NotStrict(ValueError):
    """What is wrong with the JSON, without quoting it."""


def read_object(raw: bytes) -> dict[str, Any]:
    """The object in UTF-8 JSON. Raises `NotStrict`."""
    try:
        text = raw.decode("utf-8")
        _refuse_deep(text)
        found = json.loads(
            text, object_pairs_hook=_no_name_twice, parse_constant=_no_constant, parse_float=_finite
        )
    except NotStrict:
        raise
    except (ValueError, RecursionError):
        raise NotStrict("not JSON") from None
    if not isinstance(found, dict):
        raise NotStrict("not an object")
    return found


def text(value: object) -> str:
    """Words as sent, or nothing where they are too long, or cannot be shown as they are."""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        return ""
    return value.strip()


def _refuse_deep(text: str) -> None:
    """Counted before it is parsed; brackets inside a text do not count."""
    depth, inside, skip = 0, False, False
    for letter in text:
        if skip:
            skip = False
        elif inside and letter == "\\":
            skip = True
        elif letter == '"':
            inside = not inside
        elif not inside and letter in "[{":
            depth += 1
            if depth > DEEPEST:
                raise NotStrict("too deep")
        elif not inside and letter in "]}":
            depth -= 1


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("a name stands twice")
    return found


def _no_constant(_: str) -> NoReturn:
    raise NotStrict("NaN or Infinity")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NotStrict("a number out of range")
    return number
