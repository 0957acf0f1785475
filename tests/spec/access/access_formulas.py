"""The rules as formulas, read from their JSON form; and the facts of a case put into one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cedarpy
import z3

from carerecord.access import policies
from carerecord.access.policies import FILES
from carerecord.access.policies.cases import Case

FOLDER = Path(policies.__file__).parent
GROUPS = {
    "view": {"open", "use"},
    "declare-emergency": {"open", "use"},
    "opened": {"notify"},
    "refused": {"notify"},
    "show": set[str](),
}
KINDS = [f"LR-{n}" for n in range(1, 19)]
DECLARATIONS = ["LR-14", "OWN-3", "DEC-1", "SFL-3", "LR-16"]
ELEMENTS: Mapping[str, list[str]] = {
    "evidence": [*KINDS, "another"],
    "leaving": [*KINDS, "another"],
    "organisationEvidence": [*KINDS, "another"],
    "systemEvidence": [*KINDS, "another"],
    "declared": [*DECLARATIONS, "another"],
    "objections": ["requested", "restricted", "blocked"],
    "organisationObjections": ["requested", "restricted", "blocked"],
    "partObjections": ["requested", "restricted", "blocked"],
}
"""Every element of a set that a rule can tell from any other; “another” stands for all it cannot."""


def read_all() -> list[dict[str, Any]]:
    found = []
    for name in FILES:
        text = (FOLDER / name).read_text("utf-8")
        found += json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values()
    return found


RULES = read_all()
ROLE = z3.String("role")


class Formula:
    """The value of expressions over the facts: numbers, texts, truths and sets of named elements."""

    def truth(self, expression: Mapping[str, Any]) -> Any:
        return self.value(expression, z3.Bool)

    def has(self, name: str, element: str) -> Any:
        """Whether a set of the facts holds an element."""
        assert element in ELEMENTS[name], (name, element)
        return z3.Bool(f"{name}:{element}")

    def value(self, expression: Mapping[str, Any], kind: Callable[[str], Any] = z3.Bool) -> Any:
        [(operator, parts)] = expression.items()
        if operator == "Value":
            return self.constant(parts)
        if operator == ".":
            assert parts["left"] == {"Var": "context"}
            return kind(parts["attr"])
        if operator == "!":
            return z3.Not(self.truth(parts["arg"]))
        if operator == "isEmpty":
            name = self.named(parts["arg"])
            return z3.Not(z3.Or([self.has(name, one) for one in ELEMENTS[name]]))
        return self.binary(operator, parts["left"], parts["right"], kind)

    def binary(self, operator: str, left: Any, right: Any, kind: Any) -> Any:
        if operator == "&&":
            return z3.And(self.truth(left), self.truth(right))
        if operator == "||":
            return z3.Or(self.truth(left), self.truth(right))
        if operator in ("contains", "containsAny", "containsAll"):
            return self.contains(operator, left, right)
        compared = z3.Int if operator in (">", ">=", "<", "<=") else z3.String
        one, other = self.value(left, compared), self.value(right, compared)
        signs: dict[str, Callable[[Any, Any], Any]] = {
            ">": lambda a, b: a > b,
            ">=": lambda a, b: a >= b,
            "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b,
            "==": lambda a, b: a == b,
        }
        return signs[operator](one, other)

    def contains(self, operator: str, left: Any, right: Any) -> Any:
        if "Set" in left:  # a list in the rule, an attribute on the right
            wanted = self.value(right, z3.String)
            return z3.Or([wanted == self.value(one) for one in left["Set"]])
        name = self.named(left)
        if operator == "contains":
            return self.has(name, self.plain(right["Value"]))
        if operator == "containsAny":
            return z3.Or([self.has(name, self.plain(one["Value"])) for one in right["Set"]])
        other = self.named(right)
        return z3.And(
            [z3.Implies(self.has(other, one), self.has(name, one)) for one in ELEMENTS[other]]
        )

    @staticmethod
    def named(expression: Mapping[str, Any]) -> str:
        name: str = expression["."]["attr"]
        return name

    @staticmethod
    def plain(value: Any) -> str:
        return value["__entity"]["id"] if isinstance(value, dict) else value

    def constant(self, value: Any) -> Any:
        if isinstance(value, bool):
            return z3.BoolVal(value)
        return z3.IntVal(value) if isinstance(value, int) else z3.StringVal(self.plain(value))


def concerns(rule: Mapping[str, Any], action: str) -> bool:
    scope = rule["action"]
    if scope["op"] == "All":
        return True
    named = scope["entity"]["id"]
    return named == action or (scope["op"] == "in" and named in GROUPS[action])


def applies(rule: Mapping[str, Any]) -> Any:
    formula = Formula()
    holds = []
    if rule["principal"]["op"] == "==":
        holds.append(z3.StringVal(rule["principal"]["entity"]["id"]) == ROLE)
    for condition in rule["conditions"]:
        truth = formula.truth(condition["body"])
        holds.append(truth if condition["kind"] == "when" else z3.Not(truth))
    return z3.And(holds)


def permitted(action: str) -> Any:
    """The formula that is true of just those facts for which the rules permit."""
    about = [rule for rule in RULES if concerns(rule, action)]
    permits = [applies(rule) for rule in about if rule["effect"] == "permit"]
    forbids = [applies(rule) for rule in about if rule["effect"] == "forbid"]
    return z3.And(z3.Or(permits), z3.Not(z3.Or(forbids)))


def flag(name: str) -> Any:
    return z3.Bool(name)


def within(name: str, element: str) -> Any:
    return Formula().has(name, element)


def nothing_of(name: str) -> Any:
    return z3.Not(z3.Or([within(name, one) for one in ELEMENTS[name]]))


def told(rule_id: str) -> Any:
    [rule] = [one for one in RULES if one["annotations"]["id"] == rule_id]
    return applies(rule)


def values(case: Case) -> list[tuple[Any, Any]]:
    made: list[tuple[Any, Any]] = [(ROLE, z3.StringVal(case.role))]
    for name, value in case.about.items():
        if name in ELEMENTS:
            inside = {one["id"] if isinstance(one, dict) else one for one in value}
            inside |= {"another"} if inside - set(ELEMENTS[name]) else set()
            made += [(z3.Bool(f"{name}:{e}"), z3.BoolVal(e in inside)) for e in ELEMENTS[name]]
        elif isinstance(value, bool):
            made.append((z3.Bool(name), z3.BoolVal(value)))
        elif isinstance(value, int):
            made.append((z3.Int(name), z3.IntVal(value)))
        else:
            plain = value["id"] if isinstance(value, dict) else value
            made.append((z3.String(name), z3.StringVal(plain)))
    return made
