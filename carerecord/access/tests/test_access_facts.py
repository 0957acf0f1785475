"""A request is refused here for just what the engine would refuse it for, and a rule reads no fact it is not given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cedarpy
import msgspec
import pytest

from carerecord.access import Policies, policies
from carerecord.access.policies.reading import ACTIONS, SCHEMA, read_rules

FOLDER = Path(policies.__file__).parent
SCHEMA_TEXT = (FOLDER / SCHEMA).read_text("utf-8")
WHOLE = cedarpy.Schema.from_str(SCHEMA_TEXT)
NOBODY = cedarpy.Entities.from_json_str("[]", WHOLE)
ANYTHING = cedarpy.PolicySet.from_str("permit (principal, action, resource);")
READ = read_rules(FOLDER)
CASES = Policies.load().cases
FIRST = {action: next(case for case in CASES if case.action == action) for action in ACTIONS}
BLOCKED = {"type": "Objection", "id": "blocked"}
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.0, 1.5, 2**63 - 1, "", "LR-1", [], ["LR-1"], [1], [True], [["LR-1"]], {}, {"id": "blocked"},
    BLOCKED, [BLOCKED], [BLOCKED, BLOCKED], [{**BLOCKED, "id": "perhaps"}], [{**BLOCKED, "type": "Role"}],
    [BLOCKED, "LR-1"],
)  # fmt: skip


def engine_takes(action: str, role: str, about: Mapping[str, Any]) -> bool:
    """Every fact, checked by the engine against the schema as it is in the file."""
    request = {
        "principal": {"type": "Role", "id": role},
        "action": {"type": "Action", "id": action},
        "resource": {"type": "Person", "id": "anybody"},
        "context": json.dumps(about),
    }
    return cedarpy.is_authorized(request, ANYTHING, NOBODY, WHOLE).allowed


def taken(action: str, role: str, about: Mapping[str, Any]) -> bool:
    try:
        READ.asking[action].put(role, about)
    except (ValueError, msgspec.ValidationError):
        return False
    return True


def spoilt(about: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {**about, "surprise": True}
    for name in about:
        yield {fact: value for fact, value in about.items() if fact != name}
        for value in VALUES:
            yield {**about, name: value}


@pytest.mark.parametrize("action", ACTIONS)
def test_what_the_engine_would_refuse_is_refused_and_nothing_else(action: str) -> None:
    first = FIRST[action]
    assert taken(action, first.role, first.about)
    refused = 0
    for about in spoilt(first.about):
        accepted = taken(action, first.role, about)
        assert accepted == engine_takes(action, first.role, about), about
        refused += not accepted
    assert refused > 10 * len(first.about)


def test_an_objection_that_says_more_is_refused_too() -> None:
    about = FIRST["show"].about
    assert not taken("show", "doctor", {**about, "objections": [{**BLOCKED, "more": 1}]})


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ["wizard", "", "Doctor"])
def test_a_role_nobody_knows_may_ask_nothing(action: str, role: str) -> None:
    assert not taken(action, role, FIRST[action].about)
    assert not engine_takes(action, role, FIRST[action].about)


def test_every_role_of_the_schema_may_ask() -> None:
    for action, asking in READ.asking.items():
        assert len(asking.roles) == 10
        assert all(engine_takes(action, role, FIRST[action].about) for role in asking.roles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rules_say_the_same_of_every_fact_and_of_those_they_read(case: Any) -> None:
    """The engine with the whole request and the whole schema, beside what it is handed."""
    request = {
        "principal": {"type": "Role", "id": case.role},
        "action": {"type": "Action", "id": case.action},
        "resource": {"type": "Person", "id": "anybody"},
        "context": json.dumps(case.about),
    }
    rules = READ.sets[case.action]
    whole = cedarpy.is_authorized(request, rules, READ.actions, WHOLE)
    facts = READ.asking[case.action].put(case.role, case.about)
    few = cedarpy.is_authorized({**request, "context": facts}, rules, READ.actions)
    assert not whole.diagnostics.errors
    assert not few.diagnostics.errors
    assert (few.decision, sorted(few.diagnostics.reasons)) == (
        whole.decision,
        sorted(whole.diagnostics.reasons),
    )
