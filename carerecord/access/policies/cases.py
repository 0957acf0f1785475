"""The cases beside the rules: facts and what has to come of them, tried at every start.

`cases.toml` is for a governance lead to read and to add to. A case names only what is not usual; what is
usual stands once, at the head of the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carerecord.access.policies.reading import (
    ACTIONS,
    PoliciesUnusable,
    Rule,
    text_of,
)
from carerecord.access.policies.verdict import Action, Verdict

CASES = "cases.toml"
_USUAL: dict[str, str] = {"show": "part", "find": "staff", "review": "staff", "explain": "staff"}
_OBJECTIONS = ("objections", "organisationObjections", "partObjections")
_KEYS = frozenset({"name", "action", "role", "facts", "permitted", "rules"})


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that may be asked of the rules, and what has to be answered."""

    name: str
    action: Action
    role: str
    about: Mapping[str, Any]  # as the schema has it
    permitted: bool
    rules: frozenset[str]  # that have to determine it, and no others


def read_cases(folder: Path, rules: Mapping[str, Rule]) -> tuple[Case, ...]:
    """Raises PoliciesUnusable, naming the case."""
    try:
        content = tomllib.loads(text_of(folder / CASES))
        usual = content["usual"]
        cases = tuple(_case(one, usual) for one in content["case"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PoliciesUnusable(f"{CASES}: {error}") from None
    for case in cases:
        if unknown := case.rules - rules.keys():
            raise PoliciesUnusable(
                f"{CASES}: “{case.name}” names a rule {min(unknown)} that is gone"
            )
    return cases


def fails(case: Case, verdict: Verdict) -> str:
    """What came instead, in words; empty when it is as the case says."""
    if verdict.failed:
        return "the rules could not be asked: does it name a role, and facts of the schema?"
    if (verdict.permitted, frozenset(verdict.ids)) == (case.permitted, case.rules):
        return ""
    got = f"{_said(verdict.permitted)} by {', '.join(verdict.ids) or 'no rule'}"
    return f"expected {_said(case.permitted)} by {', '.join(sorted(case.rules)) or 'no rule'}, got {got}"


def untried(rules: Mapping[str, Rule], verdicts: Sequence[Verdict]) -> list[str]:
    """Rules that determined nothing: nobody would notice if they were gone."""
    tried = {rule for verdict in verdicts for rule in verdict.ids}
    return [rule for rule in rules if rule not in tried]


def _case(one: Mapping[str, Any], usual: Mapping[str, Mapping[str, Any]]) -> Case:
    name, action = one["name"], one.get("action", "view")
    if unknown := one.keys() - _KEYS:
        raise ValueError(f"“{name}” says {min(unknown)}, which a case does not have")
    if action not in ACTIONS:
        raise ValueError(f"“{name}”: {action} is not an action")
    facts = usual[_USUAL.get(action, "about")] | one.get("facts", {})
    return Case(
        name=name,
        action=action,
        role=one.get("role", "doctor"),
        about={fact: _typed(fact, value) for fact, value in facts.items()},
        permitted=one["permitted"],
        rules=frozenset(one["rules"]),
    )


def _typed(fact: str, value: Any) -> Any:
    """The few facts that are entities of the schema, written as plain words in the file."""
    return [{"type": "Objection", "id": one} for one in value] if fact in _OBJECTIONS else value


def _said(permitted: bool) -> str:
    return "permitted" if permitted else "denied"
