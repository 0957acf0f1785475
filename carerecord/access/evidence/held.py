"""Which evidence counts now, for this viewer and this person. Windows are worked out here, not in rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from carerecord.access.contract import AccessRequest, Evidence, Facts
from carerecord.contract import Viewer

EMERGENCY = "LR-16"
EMERGENCY_LASTS = timedelta(hours=4)  # BTG-4

KINDS = tuple(f"LR-{n}" for n in range(1, 19))


def holders(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Every (kind, name) under which evidence can be this viewer's."""
    named = [
        ("user", viewer.id),
        ("session", viewer.session),
        ("organisation", viewer.organisation),
        *(("team", team) for team in viewer.teams),
    ]
    return tuple((kind, name) for kind, name in named if name)


def held(request: AccessRequest, facts: Facts, *, emergencies: bool) -> tuple[Evidence, ...]:
    """The facts' evidence that is this viewer's, about this person, and in force; strongest first.

    Facts are gathered elsewhere; nothing in them is taken on trust that can be checked here. Without
    `emergencies` a declaration counts for nothing: it was made in a role that is not selected now.
    """
    mine = frozenset(holders(request.viewer))
    kept = [
        evidence
        for evidence in dict.fromkeys(facts.evidence)
        if evidence.person_id == request.person.id
        and (evidence.holder_kind, evidence.holder) in mine
        and in_force(evidence, request.at)
        and (evidence.kind != EMERGENCY or (emergencies and evidence.holder_kind == "user"))
    ]
    return tuple(sorted(kept, key=strongest_first))


def in_force(evidence: Evidence, at: datetime) -> bool:
    ends = emergency_ends(evidence) if evidence.kind == EMERGENCY else evidence.ends
    return evidence.starts <= at and (ends is None or at < ends)


def emergency_ends(evidence: Evidence) -> datetime:
    """Four hours after it was declared at the latest, whatever the row says."""
    latest = evidence.starts + EMERGENCY_LASTS
    return min(evidence.ends, latest) if evidence.ends else latest


def strongest_first(evidence: Evidence) -> tuple[str, float, str]:
    """System of record before asserted before self-claimed (LR-21), then the most recent."""
    rank = {"S3": "0", "S2": "1", "S1": "2"}.get(evidence.strength, "3")
    return rank, -evidence.starts.timestamp(), evidence.id
