"""Every rule changed in every small way: the cases beside the rules have to notice, or they would let it pass."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cedarpy
import pytest

from carerecord.access import Policies, policies
from carerecord.access.policies import FAILED, FILES, Verdict, answer
from carerecord.access.policies.cases import fails
from carerecord.access.policies.reading import ACTIONS, read_rules

FOLDER = Path(policies.__file__).parent
READ = read_rules(FOLDER)
CASES = Policies.load().cases
Rule = dict[str, Any]
Change = Callable[[Rule], None]
OTHER_WAY = {"&&": "||", "||": "&&", ">": ">=", ">=": ">", "<": "<=", "<=": "<"}
NAMED = {"Objection": {"requested", "restricted", "blocked"}}
LEAST_KILLED = 0.95


def all_rules() -> dict[str, Rule]:
    found = {}
    for name in FILES:
        text = (FOLDER / name).read_text("utf-8")
        for rule in json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values():
            found[rule["annotations"]["id"]] = rule
    return found


RULES = all_rules()


def mutants(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """What was changed, and the rule so changed; None when it is gone."""
    yield "removed", None
    flipped = {"permit": "forbid", "forbid": "permit"}[rule["effect"]]
    yield "effect turned round", {**rule, "effect": flipped}
    for name in ("principal", "action"):
        if rule[name]["op"] != "All":
            yield f"for every {name}", {**rule, name: {"op": "All"}}
    for at, condition in enumerate(rule["conditions"]):
        rest = [one for other, one in enumerate(rule["conditions"]) if other != at]
        yield f"condition {at} dropped", {**rule, "conditions": rest}
        other_kind = {"when": "unless", "unless": "when"}[condition["kind"]]
        negated = [*rest, {**condition, "kind": other_kind}]
        yield f"condition {at} negated", {**rule, "conditions": negated}
        for what, body in bodies(condition["body"]):
            yield (
                f"condition {at}: {what}",
                {**rule, "conditions": [*rest, {**condition, "body": body}]},
            )


def bodies(expression: Any) -> Iterator[tuple[str, Any]]:
    """Each expression with one thing in it changed."""
    if not isinstance(expression, dict):
        return
    [(operator, parts)] = expression.items()
    if operator in OTHER_WAY:
        yield f"{operator} to {OTHER_WAY[operator]}", {OTHER_WAY[operator]: parts}
        if operator in ("&&", "||"):
            yield f"only the left of {operator}", parts["left"]
            yield f"only the right of {operator}", parts["right"]
    if operator == "Value" and isinstance(parts, int) and not isinstance(parts, bool):
        yield f"{parts} to {parts + 1}", {"Value": parts + 1}
        yield f"{parts} to {parts - 1}", {"Value": parts - 1}
    if operator == "Value" and isinstance(parts, str):
        yield f"{parts} to another", {"Value": f"{parts}x"}
    if operator == "Value" and isinstance(parts, dict):
        entity = parts["__entity"]
        for other in NAMED[entity["type"]] - {entity["id"]}:
            yield f"{entity['id']} to {other}", {"Value": {"__entity": {**entity, "id": other}}}
    if operator == "Set":
        for at in range(len(parts)):
            yield f"without element {at}", {"Set": [*parts[:at], *parts[at + 1 :]]}
    if operator == "!":
        yield "not", parts["arg"]
    if operator == "Value" or not isinstance(parts, dict):
        return
    for name in parts:
        for what, changed in bodies(parts[name]):
            yield what, {operator: {**parts, name: changed}}


def noticed(rule_id: str, changed: Rule | None) -> bool:
    document = copy.copy(RULES)
    if changed is None:
        del document[rule_id]
    else:
        document[rule_id] = changed
    rules = cedarpy.PolicySet.from_json_str(
        json.dumps({"templates": {}, "staticPolicies": document, "templateLinks": []})
    )
    read = replace(READ, sets=dict.fromkeys(ACTIONS, rules))
    return any(fails(case, asked(read, case)) for case in CASES)


def asked(read: Any, case: Any) -> Verdict:
    try:
        facts = read.asking[case.action].put(case.role, case.about)
        return answer(read, case.action, case.role, facts)
    except Exception:
        return FAILED


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_that_is_gone_is_noticed(rule_id: str) -> None:
    assert noticed(rule_id, None)


@pytest.mark.slow
def test_nearly_every_small_change_of_a_rule_is_noticed() -> None:
    tried = {
        f"{rule_id}: {what}": noticed(rule_id, changed)
        for rule_id, rule in RULES.items()
        for what, changed in mutants(rule)
    }
    survivors = [name for name, killed in tried.items() if not killed]
    share = 1 - len(survivors) / len(tried)
    print(f"\n{len(tried)} mutants, {share:.1%} killed; not: {survivors}", file=sys.stderr)
    assert share >= LEAST_KILLED, survivors


def test_the_cases_pass_on_the_rules_as_they_are() -> None:
    assert not [case.name for case in CASES if fails(case, asked(READ, case))]


def test_no_two_cases_have_one_name() -> None:
    names: list[str] = [case.name for case in CASES]
    assert len(set(names)) == len(names)


def test_every_fact_a_rule_may_read_is_changed_by_some_case() -> None:
    """A fact that no case changes could be left out of every rule, and nobody would notice."""
    usual: dict[str, Mapping[str, Any]] = {}
    changed: set[str] = set()
    for case in CASES:
        first = usual.setdefault(case.action, case.about)
        changed |= {name for name in case.about if case.about[name] != first[name]}
    known = set().union(*(case.about for case in CASES))
    assert known - changed == set()
