"""Which training counts: the modules a role needs, in versions that are still good (TRN-1, TRN-3). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carerecord.onboarding.contract import Module
from carerecord.onboarding.days import FOREVER
from carerecord.store import Row

PASS_MARK = 80  # of 100
MONTHS = 12  # that training lasts (TRN-2)
COMPLY_DAYS = 14  # to pass a new version in (TRN-3)
CARE_HOME = "care-home"


def modules_in(rows: Iterable[Row]) -> tuple[Module, ...]:
    return tuple(Module(**row) for row in rows)


def needed(modules: Sequence[Module], role: str, kind: str) -> frozenset[str]:
    """Names of the modules for this role at an organisation of this kind."""
    care_home = kind == CARE_HOME or role.startswith(CARE_HOME)
    return frozenset(one.module for one in modules if one.audience == "everyone" or care_home)


def good_until(modules: Sequence[Module]) -> dict[tuple[str, int], int]:
    """When each (module, version) stops counting because a later version is asked for."""
    return {
        (one.module, one.version): min(
            (m.comply_by for m in modules if m.module == one.module and m.version > one.version),
            default=FOREVER,
        )
        for one in modules
    }


def passed(training: Iterable[Row], good: Mapping[tuple[str, int], int], at: int) -> set[str]:
    """Modules that rows of training (already those that count at `at`) cover in a version still good."""
    return {row["module"] for row in training if at < good.get((row["module"], row["version"]), 0)}


def passed_by(modules: Sequence[Module], training: Iterable[Row], kind: str, at: int) -> set[str]:
    """Viewers who have passed all that an organisation of this kind asks of everyone there."""
    by_viewer: dict[str, list[Row]] = {}
    for row in training:
        by_viewer.setdefault(row["viewer_id"], []).append(row)
    wanted, good = needed(modules, "", kind), good_until(modules)
    return {viewer for viewer, rows in by_viewer.items() if wanted <= passed(rows, good, at)}
