"""What a viewer holds for a shift because a colleague, or the colleague's team, holds it (LR-18). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.access.contract import Evidence, HolderKind
from carerecord.access.evidence.held import DECLARED
from carerecord.access.evidence.signals import Covered
from carerecord.contract import Viewer


@dataclass(frozen=True, slots=True)
class Shift:
    """Whose evidence a viewer has for a while."""

    id: str
    covers: tuple[Covered, str]  # ("user", viewer id) or ("team", "ODS/team")
    words: str
    starts: datetime
    ends: datetime | None
    source: str


def lent(viewer: Viewer, evidence: Iterable[Evidence], shifts: Iterable[Shift]) -> list[Evidence]:
    """The covered holders' evidence as the viewer's own, while both last; of strength S2.

    What the colleague only declared is theirs alone, and what is lent to them is not lent on.
    """
    by_holder: dict[tuple[HolderKind, str], Shift] = {shift.covers: shift for shift in shifts}
    return [
        _as_lent(viewer, one, by_holder[one.holder_kind, one.holder])
        for one in evidence
        if (one.holder_kind, one.holder) in by_holder
        and one.kind not in DECLARED
        and one.kind != "LR-18"
    ]


def _as_lent(viewer: Viewer, one: Evidence, shift: Shift) -> Evidence:
    known = [at for at in (one.ends, shift.ends) if at is not None]
    return replace(
        one,
        id=f"{shift.id}.{one.id}",
        kind="LR-18",
        holder_kind="user",
        holder=viewer.id,
        words=f"{shift.words}: {one.words}",
        starts=max(one.starts, shift.starts),
        ends=min(known, default=None),
        strength="S2",
        source=shift.source,
    )
