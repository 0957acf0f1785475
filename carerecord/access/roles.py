"""How much of each section a role sees: the matrix of governance 3.4, read from `roles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from carerecord.contract import Level

ROLES = (
    "doctor",
    "nurse",
    "paramedic",
    "pharmacist",
    "social-worker",
    "care-home-nurse",
    "care-home-manager",
    "receptionist",
    "student",
    "privacy-officer",
)


class RolesUnusable(Exception):
    """The matrix of roles cannot be read or contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Levels by role, then by section; every role names every section."""

    levels: Mapping[str, Mapping[str, Level]]
    may_declare_emergency: frozenset[str]
    version: str

    def of(self, role: str) -> Mapping[str, Level]:
        """Every section with its level; a role nobody listed sees nothing at all."""
        return self.levels.get(role, {})


@cache
def matrix() -> Matrix:
    """The matrix of this package, read once."""
    return read(Path(__file__).with_name("roles.toml").read_text("utf-8"))


def read(text: str) -> Matrix:
    """Raises RolesUnusable: a wrong matrix stops the start."""
    try:
        content = tomllib.loads(text)
        classes: dict[str, dict[str, Any]] = content["class"]
        declaring = frozenset(content["may_declare_emergency"])
        version = str(content["version"])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RolesUnusable(f"roles.toml: {error}") from None
    if unknown := declaring - set(ROLES):
        raise RolesUnusable(f"roles.toml: may_declare_emergency names {min(unknown)!r}")
    levels: dict[str, dict[str, Level]] = {role: {} for role in ROLES}
    for name, row in classes.items():
        _add_class(levels, name, row)
    frozen = {role: MappingProxyType(sections) for role, sections in levels.items()}
    return Matrix(MappingProxyType(frozen), declaring, version)


def _add_class(levels: dict[str, dict[str, Level]], name: str, row: dict[str, Any]) -> None:
    if unknown := row.keys() - {"sections", *ROLES}:
        raise RolesUnusable(f"roles.toml: class {name} names an unknown role {min(unknown)!r}")
    for section in row.get("sections", ()):
        if section in levels[ROLES[0]]:
            raise RolesUnusable(f"roles.toml: {section} stands in two classes")
        for role in ROLES:
            level = row.get(role, "none")
            if level not in get_args(Level):
                raise RolesUnusable(f"roles.toml: class {name}, {role}: {level!r} is no level")
            levels[role][section] = level
