"""Which SNOMED CT concepts are withheld, guarded or labelled, and by which rule: the sets of one file, in one version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from carerecord.access.withholding.snomed import is_identifier

WITHHELD = ("SEN-1", "SEN-2")
"""Rules that withhold from everybody; the first has no override and no exception (BTG-5)."""
GUARDED = {"SEN-10": "mental_health", "SEN-11": "safeguarding"}
"""Rules that withhold detail from those whose terms do not name the section."""
LABEL_ONLY = "SEN-8"
LABELS = ("HIV", "STD", "PSY", "SEX", "ETH", "SDV", "SPI")
"""v3 ActCode sensitivity codes (SEN-8)."""

_RULES = (*WITHHELD, *GUARDED, LABEL_ONLY)
_KEYS = {"name", "rule", "refset", "label", "codes"}
_TOP = {"version", "hold_probable_leaks", "set"}
_CONCEPT = re.compile(r"\s*([0-9]{6,18})")
_CONCEPTS = re.compile(r"(?<![0-9])[0-9]{6,18}(?![0-9])")
_NAME = "restricted_codes.toml"


class RestrictedCodesUnusable(Exception):
    """The code sets cannot be read; the message says where. Nothing is shown without them."""


@dataclass(frozen=True, slots=True)
class RestrictedCodes:
    """Concept to rule. Which set a concept is in is not kept: nobody may be told the category (SEN-4)."""

    rules: Mapping[str, str]
    version: str
    guarded: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hold: bool = False  # items that probably repeat a withheld one's words are withheld too (SEN-5)
    sought: frozenset[bytes] = frozenset()  # every concept of any kind, as bytes

    def rule_of(self, code: object) -> str | None:
        """Of a code as sent, text or number: the strictest of any concept in it, wherever in an expression."""
        if not isinstance(code, str | int):
            return None
        concepts = _CONCEPTS.findall(str(code))
        return min((self.rules[one] for one in concepts if one in self.rules), default=None)


def concept_of(code: object) -> str:
    """The concept a code as sent begins with; "" when it is no SNOMED CT identifier."""
    match = _CONCEPT.match(str(code)) if isinstance(code, str | int) else None
    return match[1] if match else ""


@cache
def restricted_codes() -> RestrictedCodes:
    """The sets of this package, read once."""
    return read(seed_text())


@cache
def seed_text() -> str:
    return Path(__file__).with_name(_NAME).read_text("utf-8")


def read(text: str, name: str = _NAME) -> RestrictedCodes:
    """Raises RestrictedCodesUnusable, naming row and column; nothing is half read.

    Sets may be empty; a concept in two keeps the stricter rule. A version of a region goes through
    `read_change` as well, which SEN-1 asks for.
    """
    content = _toml(text, name)
    at = _Places(text, name)
    version, sets = content.get("version"), content.get("set", [])
    hold = content.get("hold_probable_leaks", False)
    if not isinstance(version, str) or not version.strip():
        raise at.wrong("version", "version = “…” is missing or not text")
    if not isinstance(hold, bool):
        raise at.wrong("hold_probable_leaks", "hold_probable_leaks is true or false")
    if not isinstance(sets, list) or not all(isinstance(one, dict) for one in sets):
        raise at.wrong("set", "each set begins with [[set]]")
    if unknown := content.keys() - _TOP:
        raise at.wrong(min(unknown), f"nothing here is called {min(unknown)!r}")
    found = _Found()
    for number, one in enumerate(sets):
        found.add(one, at, number)
    return found.codes(version, hold)


def read_change(text: str, seed: str | None = None) -> RestrictedCodes:
    """A region's own version. Raises RestrictedCodesUnusable also where it leaves out what SEN-1 withholds.

    Sets of SEN-2 may be empty (SEN-3). The legally restricted sets can grow and never shrink.
    """
    codes = read(text)
    legal = _legal(seed or seed_text())
    named = {one["name"]: one for one in tomllib.loads(text).get("set", ())}
    for name, wanted in legal.items():
        one = named.get(name, {})
        if one.get("rule") != "SEN-1":
            raise RestrictedCodesUnusable(f"{_NAME}: the SEN-1 set {name!r} cannot be left out")
        if missing := sorted(wanted - set(one["codes"])):
            raise _Places(text, _NAME).wrong(
                f'"{name}"', f"the SEN-1 set {name!r} can only grow: {', '.join(missing)} left out"
            )
    return codes


def with_legal(codes: RestrictedCodes) -> RestrictedCodes:
    """The same with what this package withholds by law, whatever the store says (SEN-1)."""
    legal = {code: rule for code, rule in restricted_codes().rules.items() if rule == "SEN-1"}
    return RestrictedCodes(
        {**codes.rules, **legal},
        codes.version,
        codes.guarded,
        codes.labels,
        codes.hold,
        codes.sought | {code.encode() for code in legal},
    )


def _legal(text: str) -> dict[str, set[str]]:
    sets = tomllib.loads(text)["set"]
    return {one["name"]: set(one["codes"]) for one in sets if one["rule"] == "SEN-1"}


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # says “(at line 3, column 5)”
        raise RestrictedCodesUnusable(f"{name}: {error}") from None


class _Found:
    """What the sets say of each concept, as they are read."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}
        self.guarded: dict[str, str] = {}
        self.labels: dict[str, frozenset[str]] = {}
        self._names: set[str] = set()

    def add(self, one: dict[str, Any], at: _Places, number: int) -> None:
        rule, label = one.get("rule"), one.get("label")
        if unknown := one.keys() - _KEYS:
            raise at.wrong(min(unknown), f"a set has no {min(unknown)!r}", number)
        name = one.get("name")
        if not isinstance(name, str) or name in self._names:
            raise at.wrong("name", "a set has a name, and no two have the same", number)
        self._names.add(name)
        if rule not in _RULES:
            raise at.wrong("rule", f"the rule is one of {', '.join(_RULES)}", number)
        if label is not None and label not in LABELS:
            raise at.wrong("label", f"the label is one of {', '.join(LABELS)}", number)
        if not isinstance(one.get("codes"), list):
            raise at.wrong("codes", "codes is a list, which may be empty", number)
        for code in one["codes"]:
            if not isinstance(code, str) or not is_identifier(code):
                words = (
                    f"{code!r} is not a SNOMED CT concept in quotes, or its check digit is wrong"
                )
                raise at.wrong(str(code), words, number)
            self._take(code, rule, label)

    def _take(self, code: str, rule: str, label: str | None) -> None:
        if rule in WITHHELD:
            self.rules[code] = min(rule, self.rules.get(code, rule))
        elif rule in GUARDED:
            self.guarded[code] = rule
        if label:
            self.labels[code] = self.labels.get(code, frozenset()) | {label}

    def codes(self, version: str, hold: bool) -> RestrictedCodes:
        every = {*self.rules, *self.guarded, *self.labels}
        sought = frozenset(code.encode() for code in every)
        return RestrictedCodes(self.rules, version, self.guarded, self.labels, hold, sought)


class _Places:
    """Where in the file a value stands."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name

    def wrong(self, value: str, words: str, number: int = -1) -> RestrictedCodesUnusable:
        """The error; `number` is the set the value stands in, counted from 0."""
        line, column = self._find(value, number)
        return RestrictedCodesUnusable(f"{self._name}: {words} (at line {line}, column {column})")

    def _find(self, value: str, number: int) -> tuple[int, int]:
        first, last = self._lines_of(number)
        for at in range(first, last):
            column = self._lines[at].partition("#")[0].find(value)
            if column >= 0:
                return at + 1, column + 1
        return first + 1, 1

    def _lines_of(self, number: int) -> tuple[int, int]:
        heads = [*self._heads(), len(self._lines)]
        return (
            (heads[number], heads[number + 1]) if 0 <= number < len(heads) - 1 else (0, heads[-1])
        )

    def _heads(self) -> Iterator[int]:
        return (n for n, line in enumerate(self._lines) if line.strip().startswith("[[set]]"))
