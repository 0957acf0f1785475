"""Which SNOMED CT concepts are withheld, and by which rule: the sets of `restricted_codes.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = ("SEN-1", "SEN-2")
_CONCEPT = re.compile(r"\s*([0-9]{6,18})")


class RestrictedCodesUnusable(Exception):
    """The code sets cannot be read; the message says where. Nothing is shown without them."""


@dataclass(frozen=True, slots=True)
class RestrictedCodes:
    """Concept to rule. Which set a concept is in is not kept: nobody may be told the category (SEN-4)."""

    rules: Mapping[str, str]
    version: str
    as_bytes: frozenset[bytes]

    def rule_of(self, code: object) -> str | None:
        """Of a code as sent: text or number, alone or at the head of an expression."""
        match = _CONCEPT.match(str(code)) if isinstance(code, str | int) else None
        return self.rules.get(match[1]) if match else None


@cache
def restricted_codes() -> RestrictedCodes:
    """The sets of this package, read once."""
    return read(Path(__file__).with_name("restricted_codes.toml").read_text("utf-8"))


def read(text: str) -> RestrictedCodes:
    """Raises RestrictedCodesUnusable. Sets may be empty; a concept in two keeps the stricter rule."""
    try:
        content = tomllib.loads(text)
        version, sets = str(content["version"]), content.get("set", [])
        found: dict[str, str] = {}
        for one in sorted(sets, key=lambda one: RULES.index(one["rule"])):
            for code in one["codes"]:
                _add(found, code, one["rule"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RestrictedCodesUnusable(f"restricted_codes.toml: {error}") from None
    return RestrictedCodes(found, version, frozenset(code.encode() for code in found))


def _add(found: dict[str, str], code: object, rule: str) -> None:
    if not isinstance(code, str) or not _CONCEPT.fullmatch(code):
        raise ValueError(f"{code!r} is not a SNOMED CT concept in quotes")
    found.setdefault(code, rule)
