"""May this viewer see this person? Pure: no clock, no database; the same facts decide the same.

Order and outcomes follow governance 3.1. Silence is not a permit, a rule that forbids wins, and any
fault, in the facts or in the engine, is a denial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from carerecord.access.about import about, is_wide, staff
from carerecord.access.contract import (
    AccessRequest,
    Decision,
    Evidence,
    Facts,
    Function,
    Reason,
)
from carerecord.access.declarations import ends
from carerecord.access.evidence.held import DECLARED, EMERGENCY, held
from carerecord.access.judge import Judged, emergency_too, judge
from carerecord.access.policies import Policies, Verdict
from carerecord.access.roles import Matrix, matrix
from carerecord.contract import Level, Standing, Viewer

NO_LINK = Reason("LR-none", "You have no recorded link to this person.")
NO_FUNCTION = Reason("ROL-none", "Your role does not do this.")
NOT_CHECKED = Reason(
    "3.1-fault",
    "We could not check whether you may see this record, so it stays closed. "
    "Try again; if this happens again, call the help desk.",
)


def decide(request: AccessRequest, facts: Facts, policies: Policies) -> Decision:
    """permit with the reasons; challenge when declaring something would help; else deny."""
    try:
        return _decided(request, facts, policies, matrix())
    except Exception:  # facts nobody can read are not a permit (governance 3.1, iii)
        return Decision("deny", (NOT_CHECKED,), policy_version=policies.version)


def with_emergency(decision: Decision, policies: Policies) -> Decision:
    """Whether an emergency may be declared about a record that is open, whatever is restricted in it.

    `offers` says whether it would show more. To offer it only then would tell of a single item (I4).
    """
    if not decision.allowed:
        return decision
    try:
        may_be = emergency_too(decision.asked["role"], decision.asked["about"], policies)
    except Exception:  # as in `decide`
        may_be = False
    return replace(decision, emergency_too=may_be)


def may(viewer: Viewer, function: Function, standing: Standing, policies: Policies) -> Decision:
    """Whether the viewer may do what needs no person: find one, review who looked, explain a decision.

    Of their own organisation only; which that is stands in the viewer. `Decision.levels` stays empty.
    """
    try:
        asked = staff(viewer, standing, policies.assurance)
        verdict = policies.ask(function, viewer.role, asked)
    except Exception:  # as in `decide`
        return Decision("deny", (NOT_CHECKED,), policy_version=policies.version)
    return Decision(
        "permit" if verdict.permitted else "deny",
        () if verdict.permitted else _refusals(verdict, NO_FUNCTION),
        policies=verdict.ids,
        policy_version=policies.version,
    )


def _decided(request: AccessRequest, facts: Facts, policies: Policies, roles: Matrix) -> Decision:
    role = request.viewer.role
    in_force = held(request, facts)
    asked = about(request, facts, in_force, roles, policies.assurance)
    judged = judge(role, asked, policies)
    permitted = judged.outcome == "permit"
    grounds = _grounds(judged.verdict, in_force) if permitted else ()
    said = tuple(one for one in in_force if one.kind in DECLARED and one not in grounds)
    return Decision(
        judged.outcome,
        _reasons(grounds) if permitted else _refusals(judged.verdict, NO_LINK),
        policies=judged.verdict.ids,
        policy_version=policies.version,
        evidence=(*grounds, *said) if permitted else (),
        levels=_levels(role, judged, roles),
        offers=judged.offers,
        obligations=judged.obligations,
        emergency_until=_emergency_until(grounds),
        asked={"role": role, "about": asked},
    )


def _grounds(verdict: Verdict, in_force: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence the rules that permit stand on."""
    ids = frozenset(verdict.ids)
    return tuple(one for one in in_force if ("LR-20" if is_wide(one) else one.kind) in ids)


def _levels(role: str, judged: Judged, roles: Matrix) -> Mapping[str, Level]:
    if judged.outcome != "permit":
        return dict.fromkeys(roles.of(role), "none")
    return roles.summaries_of(role) if judged.only_summaries else roles.of(role)


def _emergency_until(grounds: Sequence[Evidence]) -> datetime | None:
    return max((until for e in grounds if e.kind == EMERGENCY and (until := ends(e))), default=None)


def _reasons(grounds: Sequence[Evidence]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(Reason(one.kind, one.words) for one in grounds))


def _refusals(verdict: Verdict, silence: Reason) -> tuple[Reason, ...]:
    if verdict.failed:
        return (NOT_CHECKED,)
    return tuple(Reason(rule.id, rule.words) for rule in verdict.rules) or (silence,)
