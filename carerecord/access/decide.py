"""May this viewer see this person? Pure: no clock, no database; the same facts decide the same.

Order and outcomes follow governance 3.1. Silence is not a permit, a rule that forbids wins, and any
fault, in the facts or in the engine, is a denial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from carerecord.access.contract import AccessRequest, Decision, Evidence, Facts, Outcome, Reason
from carerecord.access.evidence.held import EMERGENCY, emergency_ends, held
from carerecord.access.policies import Policies, Verdict
from carerecord.access.roles import Matrix, matrix
from carerecord.contract import Level

NO_LINK = Reason("LR-none", "You have no recorded link to this person.")
NOT_CHECKED = Reason(
    "3.1-fault",
    "We could not check whether you may see this record, so it stays closed. "
    "Try again; if this happens again, call the help desk.",
)
_OVERRIDABLE = frozenset({"OPT-2-restricted"})
"""What an emergency overrides. Nothing else that forbids can be overridden (BTG-5)."""


def decide(request: AccessRequest, facts: Facts, policies: Policies) -> Decision:
    """permit with the reasons; challenge when declaring an emergency would help; else deny."""
    try:
        return _decided(request, facts, policies, matrix())
    except Exception:  # facts nobody can read are not a permit (governance 3.1, iii)
        return Decision("deny", (NOT_CHECKED,), policy_version=policies.version)


def _decided(request: AccessRequest, facts: Facts, policies: Policies, roles: Matrix) -> Decision:
    role = request.viewer.role
    declares = role in roles.may_declare_emergency
    in_force = held(request, facts, emergencies=declares)
    about = _about(request, facts, in_force, declares)
    verdict = policies.ask("view", role, request.person.id, about)
    if verdict.permitted:
        return _permitted(verdict, in_force, roles.of(role), policies.version)
    help_offered = (
        not verdict.failed
        and all(rule.id in _OVERRIDABLE for rule in verdict.rules)
        and policies.ask("declare-emergency", role, request.person.id, about).permitted
    )
    outcome: Outcome = "challenge" if help_offered else "deny"
    return Decision(
        outcome,
        _refusals(verdict),
        policies=tuple(rule.id for rule in verdict.rules),
        policy_version=policies.version,
        levels=dict.fromkeys(roles.of(role), "none"),
        offers=("LR-16",) if help_offered else (),
    )


def _about(
    request: AccessRequest, facts: Facts, in_force: Sequence[Evidence], declares: bool
) -> dict[str, Any]:
    kinds = {evidence.kind for evidence in in_force}
    return {
        "purpose": request.purpose,
        "evidence": sorted(kinds - {EMERGENCY}),
        "emergency": EMERGENCY in kinds,
        "mayDeclareEmergency": declares,
        "objection": {"type": "Objection", "id": _whole(facts)},
        "ownRecord": facts.ties.own_record,
        "organisationLive": facts.standing.organisation_live,
        "trainingCurrent": facts.standing.training_current,
    }


def _whole(facts: Facts) -> str:
    states = {one.state for one in facts.objections if one.scope == "record"}
    return "blocked" if "blocked" in states else "restricted" if "restricted" in states else "none"


def _permitted(
    verdict: Verdict, in_force: Sequence[Evidence], levels: Mapping[str, Level], version: str
) -> Decision:
    ids = tuple(rule.id for rule in verdict.rules)
    relied_on = tuple(evidence for evidence in in_force if evidence.kind in ids)
    return Decision(
        "permit",
        tuple(dict.fromkeys(Reason(evidence.kind, evidence.words) for evidence in relied_on)),
        policies=ids,
        policy_version=version,
        evidence=relied_on,
        levels=levels,
        emergency_until=_emergency_until(relied_on),
    )


def _emergency_until(relied_on: Sequence[Evidence]) -> datetime | None:
    return max((emergency_ends(e) for e in relied_on if e.kind == EMERGENCY), default=None)


def _refusals(verdict: Verdict) -> tuple[Reason, ...]:
    if verdict.failed:
        return (NOT_CHECKED,)
    return tuple(Reason(rule.id, rule.words) for rule in verdict.rules) or (NO_LINK,)
