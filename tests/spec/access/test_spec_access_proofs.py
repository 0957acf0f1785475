"""What no combination of facts whatever can bring about, proven from the policies themselves.

Each rule is read from its JSON form and written as a formula; a solver then looks for facts that break the
promise. That the formulas say what the engine says is held by the cases that stand beside the rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cedarpy
import pytest
import z3

from carerecord.access import Policies, policies
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


@dataclass
class Formula:
    """The value of expressions over the facts: numbers, texts, truths and sets of named elements."""

    facts: dict[str, Any] = field(default_factory=dict)

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


VIEW, SHOW, EMERGENCY = permitted("view"), permitted("show"), permitted("declare-emergency")


def flag(name: str) -> Any:
    return z3.Bool(name)


def within(name: str, element: str) -> Any:
    return Formula().has(name, element)


def nothing_of(name: str) -> Any:
    return z3.Not(z3.Or([within(name, one) for one in ELEMENTS[name]]))


def told(rule_id: str) -> Any:
    [rule] = [one for one in RULES if one["annotations"]["id"] == rule_id]
    return applies(rule)


IN_EMERGENCY = z3.And(within("declared", "LR-16"), flag("mayDeclareEmergency"))
CLAIMED = z3.And(within("declared", "LR-14"), flag("mayClaim"))
NO_LINK = z3.And(nothing_of("evidence"), nothing_of("organisationEvidence"))

NEVER = [
    pytest.param(VIEW, flag("ownRecord"), id="own-record-is-never-opened"),
    pytest.param(EMERGENCY, flag("ownRecord"), id="nor-an-emergency-declared-about-oneself"),
    pytest.param(VIEW, within("objections", "blocked"), id="blocked-is-never-opened"),
    pytest.param(
        VIEW, within("organisationObjections", "blocked"), id="blocked-from-ours-is-never-opened"
    ),
    pytest.param(EMERGENCY, within("objections", "blocked"), id="nor-an-emergency-about-blocked"),
    *[
        pytest.param(action, wrong, id=f"never-{name}-{what}")
        for what, action in (("view", VIEW), ("emergency", EMERGENCY))
        for name, wrong in (
            ("organisation-not-live", z3.Not(flag("organisationLive"))),
            ("untrained", z3.Not(flag("trainingCurrent"))),
            ("suspended", flag("suspended")),
            ("nobodys-account", z3.Not(flag("named"))),
            ("weak-sign-in", z3.Int("assurance") < z3.Int("assuranceNeeded")),
            ("sign-in-again", flag("mustSignInAgain")),
            ("not-verified", z3.Not(flag("verified"))),
            ("withdrawn", flag("withdrawn")),
            ("privacy-officer", z3.StringVal("privacy-officer") == ROLE),
            (
                "student-alone",
                z3.And(
                    z3.StringVal("student") == ROLE,
                    z3.Not(z3.And(flag("supervised"), flag("supervisorNamed"))),
                ),
            ),
            (
                "purpose",
                z3.And([z3.String("purpose") != z3.StringVal(p) for p in ("TREAT", "ETREAT", "BTG")]),
            ),
        )
    ],
    *[
        pytest.param(
            VIEW, z3.And(within(name, state), z3.Not(IN_EMERGENCY)), id=f"{name}-{state}-emergency-only"
        )
        for name in ("objections", "organisationObjections")
        for state in ("restricted", "requested")
    ],
    pytest.param(
        VIEW,
        z3.And(NO_LINK, z3.Not(IN_EMERGENCY), z3.Not(CLAIMED)),
        id="no-evidence-no-claim-no-emergency-is-never-opened",
    ),
    pytest.param(
        VIEW,
        z3.And(
            nothing_of("evidence"),
            z3.Not(flag("organisationScope")),
            z3.Not(IN_EMERGENCY),
            z3.Not(CLAIMED),
        ),
        id="evidence-of-a-whole-organisation-only-as-agreed",
    ),
    pytest.param(
        VIEW,
        z3.And(flag("related"), z3.Not(flag("relatedAgreed")), z3.Not(within("declared", "OWN-3"))),
        id="family-only-when-said-or-agreed",
    ),
    pytest.param(
        VIEW,
        z3.And(flag("dead"), z3.Int("daysSinceDeath") > 28, z3.Not(within("declared", "DEC-1"))),
        id="after-28-days-only-with-a-reason",
    ),
    pytest.param(SHOW, z3.Not(flag("shared")), id="nothing-without-an-agreement"),
    pytest.param(SHOW, flag("switchedOff"), id="nothing-that-is-turned-off"),
    pytest.param(SHOW, within("objections", "blocked"), id="no-blocked-part"),
    pytest.param(
        SHOW, z3.And(within("objections", "restricted"), z3.Not(IN_EMERGENCY)),
        id="restricted-part-in-an-emergency-only",
    ),
    pytest.param(
        SHOW, z3.And(flag("labelled"), nothing_of("systemEvidence")),
        id="labelled-never-by-an-emergency-or-a-claim-alone",
    ),
    pytest.param(
        SHOW, z3.And(flag("labelled"), z3.Not(flag("roleMaySeeLabelled"))),
        id="labelled-only-in-a-listed-role",
    ),
    pytest.param(
        SHOW, z3.And(flag("protected"), z3.String("protocol") == z3.StringVal("gp_connect")),
        id="gp-systems-never-asked-about-protected-people",
    ),
    pytest.param(
        SHOW,
        z3.And(
            z3.String("detail") == z3.StringVal("mental-health"),
            z3.Not(within("systemEvidence", "LR-6")),
        ),
        id="mental-health-detail-only-on-a-caseload",
    ),
    pytest.param(
        SHOW,
        z3.And(
            z3.String("detail") == z3.StringVal("safeguarding"),
            z3.Not(within("systemEvidence", "LR-17")),
        ),
        id="safeguarding-detail-only-on-duty",
    ),
    pytest.param(
        z3.And(VIEW, IN_EMERGENCY), z3.Not(told("LR-16-alert")), id="an-emergency-is-always-told"
    ),
    pytest.param(z3.And(VIEW, CLAIMED), z3.Not(told("LR-14-alert")), id="a-claim-is-always-told"),
    pytest.param(
        z3.And(VIEW, NO_LINK),
        z3.Not(z3.Or(told("LR-16-alert"), told("LR-14-alert"))),
        id="nothing-opens-without-a-link-and-untold",
    ),
    pytest.param(
        z3.And(VIEW, flag("related")),
        z3.Not(z3.Or(told("OWN-3-alert"), told("OWN-3-notification"))),
        id="family-is-always-told",
    ),
    pytest.param(
        z3.And(VIEW, flag("protected")), z3.Not(told("SFL-6-alert")), id="protected-is-always-told"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("permit", "wrong"), NEVER)
def test_no_facts_whatever_bring_it_about(permit: Any, wrong: Any) -> None:
    assert found(wrong), "the promise is about nothing"
    assert found(permit), "nothing is ever permitted"
    assert not found(z3.And(permit, wrong))


def found(formula: Any) -> bool:
    solver = z3.Solver()
    solver.add(formula)
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


CASES = [
    case for case in Policies.load().cases if case.action in ("view", "declare-emergency", "show")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_formulas_say_what_the_engine_says(case: Case) -> None:
    formula = {"view": VIEW, "declare-emergency": EMERGENCY, "show": SHOW}[case.action]
    told_apart = z3.simplify(z3.substitute(formula, *values(case)))
    assert z3.is_true(told_apart) == case.permitted
    assert z3.is_false(told_apart) != case.permitted


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
