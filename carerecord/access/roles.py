"""What a role sees and may do: the matrix of governance 3.4 and the lists beside it, from `roles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from carerecord.config import Settings, SettingsError
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


LISTS = (
    "may_declare_emergency",
    "may_claim",
    "may_see_labelled",
    "may_see_mental_health_detail",
    "may_see_safeguarding_detail",
    "need_registration",
)
"""The lists of roles that a rule asks about; each must be there, and may be empty."""


class RolesUnusable(Exception):
    """The matrix of roles cannot be read or contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Levels by role, then by section; every role names every section. And lists of roles."""

    levels: Mapping[str, Mapping[str, Level]]
    summaries: Mapping[str, Mapping[str, Level]]  # the same, and nothing in full (ROL-5)
    sections: frozenset[str]
    version: str
    may_declare_emergency: frozenset[str]
    may_claim: frozenset[str]
    may_see_labelled: frozenset[str]
    may_see_mental_health_detail: frozenset[str]
    may_see_safeguarding_detail: frozenset[str]
    need_registration: frozenset[str]

    def of(self, role: str) -> Mapping[str, Level]:
        """Every section with its level; a role nobody listed sees nothing at all."""
        return self.levels.get(role, {})

    def summaries_of(self, role: str) -> Mapping[str, Level]:
        return self.summaries.get(role, {})


@cache
def matrix() -> Matrix:
    """The matrix of this package, read once."""
    return read(Path(__file__).with_name("roles.toml").read_text("utf-8"))


def read(text: str) -> Matrix:
    """Raises RolesUnusable: a wrong matrix stops the start."""
    try:
        content = tomllib.loads(text)
        classes: dict[str, dict[str, Any]] = content["class"]
        lists = {name: frozenset(content[name]) for name in LISTS}
        version = str(content["version"])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RolesUnusable(f"roles.toml: {error}") from None
    for name, listed in lists.items():
        if unknown := listed - set(ROLES):
            raise RolesUnusable(f"roles.toml: {name} names {min(unknown)!r}")
    levels: dict[str, dict[str, Level]] = {role: {} for role in ROLES}
    for name, row in classes.items():
        _add_class(levels, name, row)
    return Matrix(
        levels=_frozen(levels),
        summaries=_frozen({role: _summaries(row) for role, row in levels.items()}),
        sections=frozenset(levels[ROLES[0]]),
        version=version,
        **lists,
    )


def _frozen(levels: Mapping[str, dict[str, Level]]) -> Mapping[str, Mapping[str, Level]]:
    return MappingProxyType({role: MappingProxyType(row) for role, row in levels.items()})


def _summaries(row: Mapping[str, Level]) -> dict[str, Level]:
    return {name: "summary" if level == "full" else level for name, level in row.items()}


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


def refuse_unknown_roles(settings: Settings) -> None:
    """A misspelt role would see nothing at all, and whoever holds it not know why. Raises `SettingsError`."""
    file = settings.beside(settings.file)
    for kind in ("provider", "launcher", "neighbour"):
        for block in getattr(settings, kind):
            for code, role in block.roles.items():
                if role not in ROLES:
                    known = ", ".join(ROLES)
                    raise SettingsError(
                        f"{file}: {kind} {block.id}: roles: “{code}” = “{role}” is no role of the "
                        f"matrix; known: {known}"
                    )
