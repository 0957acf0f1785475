"""The access rules, in the order a decision is explained, and what runs them.

Each rule is a Cedar policy with the governance rule as its `@id` and, where it forbids, the words a
viewer reads as its `@words`. Everything is read once, and tried on the cases that stand beside the rules;
anything unreadable, unlisted, untried or not true to the schema stops the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cedarpy

from carerecord.access.policies.cases import Case, fails, read_cases, untried
from carerecord.access.policies.facts import Asking
from carerecord.access.policies.reading import FILES, PoliciesUnusable, Read, Rule, read_rules
from carerecord.access.policies.verdict import FAILED, Action, Verdict

__all__ = [
    "FAILED",
    "FILES",
    "Action",
    "Policies",
    "PoliciesUnusable",
    "Rule",
    "Verdict",
    "answer",
    "fails",
]

PACKAGED = Path(__file__).parent
REMEMBERED = 4096
"""Answers kept. What is asked names nobody, and the same question of the same rules has the same answer."""
_PERSON = {"type": "Person", "id": "the person"}  # which one, no rule may ask


class NoAnswer(Exception):
    """The engine did not decide."""


@dataclass(frozen=True, slots=True, eq=False)
class Policies:
    """Rules parsed once, and the answers to what was asked lately. Safe to share."""

    rules: Mapping[str, Rule]  # by id, in the order of explaining
    version: str  # a digest of every rule and of the schema; stands in every decision
    assurance: int  # the lowest authenticator assurance level that opens a record (AUT-1)
    cases: tuple[Case, ...]
    asking: Mapping[str, Asking]  # by action
    _answer: Callable[[str, str, str], Verdict]

    @classmethod
    def load(
        cls, folder: Path | None = None, *, assurance: int = 2, tried: bool = True
    ) -> Policies:
        """The rules of this package, or of `folder`. Raises PoliciesUnusable, naming the rule.

        `tried=False` leaves out trying the cases: for the command that shows which of them fail.
        """
        folder = folder or PACKAGED
        read = read_rules(folder)
        loaded = cls(
            rules=read.rules,
            version=read.version,
            assurance=assurance,
            cases=read_cases(folder, read.rules),
            asking=read.asking,
            _answer=lru_cache(REMEMBERED)(partial(answer, read)),
        )
        if tried:
            loaded._must_pass()
        return loaded

    def ask(self, action: Action, role: str, about: Mapping[str, Any]) -> Verdict:
        """What the rules say. Whatever goes wrong, on the way or inside, is `FAILED`.

        `about` is what `schema.cedarschema` describes for the action.
        """
        try:
            return self._answer(action, role, self.asking[action].put(role, about))
        except Exception:  # a fault of the engine denies (governance 3.1, iii)
            return FAILED

    def listing(self) -> tuple[Rule, ...]:
        """Every rule in the order of explaining: id, what it does, in words, and the viewer's words."""
        return tuple(self.rules.values())

    def _must_pass(self) -> None:
        verdicts = [self.ask(case.action, case.role, case.about) for case in self.cases]
        for case, verdict in zip(self.cases, verdicts, strict=True):
            if said := fails(case, verdict):
                raise PoliciesUnusable(f"cases.toml: “{case.name}”: {said}")
        if missing := untried(self.rules, verdicts):
            raise PoliciesUnusable(f"cases.toml: no case is determined by {missing[0]}")


def answer(read: Read, action: str, role: str, about: str) -> Verdict:
    """The engine's own answer, to facts as `Asking.put` has checked and given them.

    Raises when it gives none, so that no fault is ever remembered.
    """
    request = {
        "principal": {"type": "Role", "id": role},
        "action": {"type": "Action", "id": action},
        "resource": _PERSON,
        "context": about,
    }
    result = cedarpy.is_authorized(request, read.sets[action], read.actions)
    decision, said = result.decision, result.diagnostics
    if decision is cedarpy.Decision.NoDecision or said.errors:
        raise NoAnswer(action)
    rules = [read.rules[name] for name in said.reasons]
    permitted = decision is cedarpy.Decision.Allow
    return Verdict(permitted, tuple(sorted(rules, key=lambda rule: rule.place)))
