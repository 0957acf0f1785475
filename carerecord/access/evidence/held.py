"""Which evidence counts now, for this viewer and this person. Windows are worked out here, not in rules."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from carerecord.access.contract import AccessRequest, DeclarationKind, Evidence, Facts, HolderKind
from carerecord.access.declarations import ends as ends_of
from carerecord.access.evidence.kinds import KINDS
from carerecord.access.evidence.signals import team_name
from carerecord.contract import Viewer

EMERGENCY = "LR-16"
DECLARED: frozenset[str] = frozenset(get_args(DeclarationKind))
UNHEARD_OF_NEIGHBOURS = frozenset({"LR-14", EMERGENCY})
NARROWED_TO_TEAMS = frozenset(KINDS[1:6])
"""LR-2 to LR-6: held by an organisation, they count only where that was agreed (LR-20)."""


def holders(viewer: Viewer) -> tuple[tuple[HolderKind, str], ...]:
    """Every (kind, name) under which evidence can be this viewer's; a team is "ODS/team"."""
    teams = viewer.teams if viewer.organisation else ()
    named: list[tuple[HolderKind, str]] = [
        ("user", viewer.id),
        ("session", session_name(viewer)),
        ("organisation", viewer.organisation),
        *(("team", team_name(viewer.organisation, team)) for team in teams if team),
    ]
    return tuple((kind, name) for kind, name in named if name)


def session_name(viewer: Viewer) -> str:
    """A session in the one role it is used in: what was launched in one role is none of another's (LR-12)."""
    if not viewer.session:
        return ""
    return f"{viewer.session} {viewer.organisation} {viewer.role} {viewer.role_id}".rstrip()


def held(request: AccessRequest, facts: Facts) -> tuple[Evidence, ...]:
    """The facts' evidence that is this viewer's, about this person, and in force; strongest first.

    Facts are gathered elsewhere; nothing in them is taken on trust that can be checked here. A
    declaration is the viewer's own or nobody's, and lasts no longer than its kind does. Of a neighbour's
    staff no claim and no emergency counts: their own region vouches for them or does not (LR-15).
    """
    unheard = UNHEARD_OF_NEIGHBOURS if facts.standing.neighbour else frozenset[str]()
    mine = frozenset(holders(request.viewer))
    kept = [
        evidence
        for evidence in dict.fromkeys(facts.evidence)
        if evidence.person_id == request.person.id
        and (evidence.holder_kind, evidence.holder) in mine
        and in_force(evidence, request.at)
        and (evidence.kind not in DECLARED or evidence.holder_kind == "user")
        and evidence.kind not in unheard
    ]
    return tuple(sorted(kept, key=strongest_first))


def in_force(evidence: Evidence, at: datetime) -> bool:
    ends = ends_of(evidence)
    return evidence.starts <= at and (ends is None or at < ends)


def strongest_first(evidence: Evidence) -> tuple[str, float, str]:
    """System of record before asserted before self-claimed (LR-21), then the most recent."""
    rank = {"S3": "0", "S2": "1", "S1": "2"}.get(evidence.strength, "3")
    return rank, -evidence.starts.timestamp(), evidence.id
