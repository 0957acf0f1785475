"""The kinds of evidence and their windows, read from `kinds.toml` and from a region's own file over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from carerecord.config import SettingsError

PACKAGE_FILE = Path(__file__).with_name("kinds.toml")
KINDS = tuple(f"LR-{n}" for n in range(1, 19))
EMERGENCY_LASTS = timedelta(hours=4)  # BTG-4: no file makes it longer
_RANK = {"S3": 3, "S2": 2, "S1": 1, "BTG": 0}
_LENGTH = re.compile(r"(\d{1,5})(d|h|min)")
_UNIT = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1)}


class KindsUnusable(SettingsError):
    """The file of kinds cannot be read or says what no kind may be; the message says where and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of evidence; each field as `kinds.toml` explains it. None: not limited, or never."""

    words: str
    strength: str
    before: timedelta | None = None
    open_for: timedelta | None = None
    after_end: timedelta | None = None
    after_cancel: timedelta | None = None
    cancel_counts_from: str = "cancel"
    notify_after_end: bool = False
    author_for: timedelta | None = None
    after_death: timedelta | None = None
    remind_after: timedelta | None = None
    suspend_after: timedelta | None = None
    team_narrows: bool = False
    closed_within: timedelta | None = None
    review_after: timedelta | None = None

    def strength_of(self, said: str) -> str:
        """As strong as it was said to be, and never stronger than the kind."""
        return said if said in _RANK and _RANK[said] < _RANK[self.strength] else self.strength


Kinds = Mapping[str, Kind]
"""Every kind by its rule id, LR-1 to LR-18."""

_TYPES = {field.name: str(field.type) for field in fields(Kind)}


@cache
def package_kinds() -> Kinds:
    """The kinds as this package has them."""
    return _checked(_table(PACKAGE_FILE), PACKAGE_FILE)


def kinds_in(path: Path | None) -> Kinds:
    """Those of the package, with what a region's own file says differently.

    Raises KindsUnusable: a wrong file stops the start.
    """
    if path is None:
        return package_kinds()
    own, merged = _table(path), _table(PACKAGE_FILE)
    for name, values in own.items():
        if name not in merged:
            raise KindsUnusable(f"{path}: [{name}] is no kind of evidence; known: LR-1 to LR-18")
        if not isinstance(values, dict):
            raise KindsUnusable(f"{path}: {name} must be a block, [{name}]")
        merged[name] |= values
    found = _checked(merged, path)
    for name, kind in found.items():
        _refuse_stronger(name, kind, package_kinds()[name], path)
    return found


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KindsUnusable(f"{path}: no such file (access.kinds)") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KindsUnusable(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise KindsUnusable(f"{path}: not TOML: {error}") from None


def _checked(table: Mapping[str, Any], path: Path) -> Kinds:
    if missing := [name for name in KINDS if name not in table]:
        raise KindsUnusable(f"{path}: [{missing[0]}] is missing")
    return MappingProxyType({name: _kind(name, table[name], path) for name in KINDS})


def _kind(name: str, values: Mapping[str, Any], path: Path) -> Kind:
    for key in values:
        if key not in _TYPES:
            raise KindsUnusable(f"{path}: [{name}] has no setting “{key}”; known: {_known()}")
    if not values.get("words") or values.get("strength") not in _RANK:
        raise KindsUnusable(f"{path}: [{name}] needs words, and strength S3, S2, S1 or BTG")
    read = {key: _value(name, key, value, path) for key, value in values.items()}
    kind = Kind(**read)
    _refuse_contradictions(name, kind, path)
    return kind


def _value(name: str, key: str, value: Any, path: Path) -> Any:
    where = f"{path}: [{name}] {key}"
    if _TYPES[key] == "bool":
        if not isinstance(value, bool):
            raise KindsUnusable(f"{where} must be true or false")
        return value
    if not isinstance(value, str):
        raise KindsUnusable(f"{where} must be text in quotes")
    if _TYPES[key] == "str":
        return value
    if not value:
        return None
    length = _LENGTH.fullmatch(value)
    if length is None:
        raise KindsUnusable(f"{where} must be a length such as “14d”, “12h” or “30min”")
    return int(length[1]) * _UNIT[length[2]]


def _refuse_contradictions(name: str, kind: Kind, path: Path) -> None:
    if kind.cancel_counts_from not in ("start", "cancel"):
        raise KindsUnusable(f"{path}: [{name}] cancel_counts_from must be “start” or “cancel”")
    if kind.open_for is None and kind.after_end is None:
        raise KindsUnusable(f"{path}: [{name}] would never end: it needs open_for or after_end")
    if name == "LR-16" and (kind.open_for is None or kind.open_for > EMERGENCY_LASTS):
        raise KindsUnusable(f"{path}: [LR-16] open_for may be at most 4h (BTG-4)")


def _refuse_stronger(name: str, kind: Kind, package: Kind, path: Path) -> None:
    if _RANK[kind.strength] > _RANK[package.strength]:
        raise KindsUnusable(f"{path}: [{name}] strength may be at most {package.strength}")


def _known() -> str:
    return ", ".join(_TYPES)
