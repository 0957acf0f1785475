"""Asks the rules: may they, what has to happen then, and what would open it. Reads nothing but JSON.

What was asked is kept in the audit log, so that the same can be asked again, of the same rules or of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carerecord.access.contract import DeclarationKind, Obligation, Outcome
from carerecord.access.policies import Policies, Rule, Verdict
from carerecord.access.policies.verdict import Action

ORDINARY: tuple[DeclarationKind, ...] = ("LR-14", "OWN-3", "DEC-1")
EMERGENCY: tuple[DeclarationKind, ...] = ("OWN-3", "DEC-1", "LR-16")
ASKED: tuple[DeclarationKind, ...] = ("LR-14", "OWN-3", "DEC-1", "SFL-3", "LR-16")
"""The order declarations are asked in."""
ORDINARY_PART: Mapping[str, Any] = {
    "shared": True,
    "switchedOff": False,
    "objections": [],
    "protocol": "",
    "protected": False,
    "document": False,
    "labelled": False,
    "mentalHealthDetail": False,
    "safeguardingDetail": False,
    "roleMaySeeLabelled": False,
    "roleMaySeeMentalHealth": False,
    "roleMaySeeSafeguarding": False,
    "systemEvidence": [],
    "mentalHealthCaseload": False,
    "declared": [],
    "mayDeclareEmergency": False,
}
"""A part of a record that nothing stands against."""


class NotDecided(Exception):
    """The engine gave no answer, so the answer is no."""


@dataclass(frozen=True, slots=True)
class Judged:
    outcome: Outcome
    verdict: Verdict
    notices: tuple[Rule, ...] = ()  # the rules that say what has to happen
    offers: tuple[DeclarationKind, ...] = ()

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        return tuple(
            Obligation(rule.governance, rule.level, rule.words)
            for rule in self.notices
            if rule.level
        )

    @property
    def only_summaries(self) -> bool:
        return any(rule.most for rule in self.notices)


def judge(role: str, about: Mapping[str, Any], policies: Policies) -> Judged:
    """`about` as the schema has it. Raises NotDecided when any rule could not be asked."""
    view = _asked("view", role, about, policies)
    if view.permitted:
        notices = _notices("opened", role, about, policies)
        return Judged("permit", view, notices, _part_offers(role, about, policies))
    notices = _notices("refused", role, about, policies)
    offers = _offers(role, about, policies)
    return Judged("challenge" if offers else "deny", view, notices, offers)


def emergency_too(role: str, about: Mapping[str, Any], policies: Policies) -> bool:
    """Whether an emergency may be declared and is not yet. Raises NotDecided when no rule could be asked."""
    declared = "LR-16" in about["declared"]
    return not declared and _asked("declare-emergency", role, about, policies).permitted


def _notices(
    action: Action, role: str, about: Mapping[str, Any], policies: Policies
) -> tuple[Rule, ...]:
    verdict = _asked(action, role, about, policies)
    return verdict.rules if verdict.permitted else ()


def _offers(role: str, about: Mapping[str, Any], policies: Policies) -> tuple[DeclarationKind, ...]:
    """What, declared now, would open it: the ordinary way, with an emergency beside a claim, or else that."""
    ordinary = _way(ORDINARY, role, about, policies)
    if ordinary and "LR-14" not in ordinary:
        return ordinary
    emergency: tuple[DeclarationKind, ...] = ()
    if _asked("declare-emergency", role, about, policies).permitted:
        emergency = _way(EMERGENCY, role, about, policies)
    return tuple(kind for kind in ASKED if kind in {*ordinary, *emergency})


def _way(
    kinds: Sequence[DeclarationKind], role: str, about: Mapping[str, Any], policies: Policies
) -> tuple[DeclarationKind, ...]:
    """The fewest of `kinds` that together would open it; none when all of them would not."""
    before = set(about["declared"])
    needed = [kind for kind in kinds if kind not in before]

    def opens(more: Sequence[str]) -> bool:
        changed = {**about, "declared": sorted(before.union(more))}
        return _asked("view", role, changed, policies).permitted

    if not opens(needed):
        return ()
    for kind in tuple(needed):
        without = [one for one in needed if one != kind]
        if opens(without):
            needed = without
    return tuple(needed)


def _part_offers(
    role: str, about: Mapping[str, Any], policies: Policies
) -> tuple[DeclarationKind, ...]:
    """What would open a part of an open record: a protected person's documents, what they objected to."""
    offers: list[DeclarationKind] = []
    if about["protected"] and _would_show("SFL-3", role, about, policies, document=True):
        offers.append("SFL-3")
    objections = about["partObjections"]
    if (
        objections
        and _asked("declare-emergency", role, about, policies).permitted
        and any(_would_show("LR-16", role, about, policies, objections=[o]) for o in objections)
    ):
        offers.append("LR-16")
    return tuple(offers)


def _would_show(
    kind: str, role: str, about: Mapping[str, Any], policies: Policies, **part: Any
) -> bool:
    """It does not show now, and would with that declaration."""
    now = {
        **ORDINARY_PART,
        "protected": about["protected"],
        "declared": about["declared"],
        "mayDeclareEmergency": about["mayDeclareEmergency"],
        **part,
    }
    declared = {**now, "declared": sorted({*about["declared"], kind})}
    shown = _asked("show", role, now, policies).permitted
    return not shown and _asked("show", role, declared, policies).permitted


def _asked(action: Action, role: str, about: Mapping[str, Any], policies: Policies) -> Verdict:
    verdict = policies.ask(action, role, about)
    if verdict.failed:
        raise NotDecided(action)
    return verdict
