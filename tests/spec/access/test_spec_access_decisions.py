"""Who may see whom: facts and a request in; outcome, rules and what would help out (governance 3.1 to 3.10)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from access_facts import (
    NOBODY,
    declared,
    request,
    viewer,
)
from access_tables import (
    PERMITS,
    REFUSALS,
)

from carerecord.access import Policies, decide, replay
from carerecord.access.contract import AccessRequest, Facts

POLICIES = Policies.load()


@pytest.mark.parametrize(("facts", "asked", "rules"), PERMITS)
def test_permits(facts: Facts, asked: AccessRequest, rules: list[str]) -> None:
    decision = decide(asked, facts, POLICIES)
    assert decision.outcome == "permit"
    assert {reason.rule for reason in decision.reasons} == set(rules)
    assert any(level != "none" for level in decision.levels.values())


@pytest.mark.parametrize(("facts", "asked", "rules", "offers"), REFUSALS)
def test_refusals(
    facts: Facts, asked: AccessRequest, rules: list[str], offers: tuple[str, ...]
) -> None:
    decision = decide(asked, facts, POLICIES)
    assert decision.outcome == ("challenge" if offers else "deny")
    assert [reason.rule for reason in decision.reasons] == rules
    assert all(reason.words for reason in decision.reasons)
    assert decision.offers == offers
    assert decision.evidence == ()
    assert all(level == "none" for level in decision.levels.values())


@pytest.mark.parametrize(
    ("facts", "asked", "rules", "offers"), [p for p in REFUSALS if p.values[3]]
)
def test_what_is_offered_opens_it(
    facts: Facts, asked: AccessRequest, rules: list[str], offers: tuple[str, ...]
) -> None:
    """Each way that is offered, taken, is a permit; and without any one of it, it is not."""
    for way in {"LR-14", "LR-16"} & set(offers) or {""}:
        kinds = [kind for kind in offers if kind not in {"LR-14", "LR-16"} - {way}]
        made = [declared(kind, starts=asked.at) for kind in kinds]
        taken = replace(facts, evidence=(*facts.evidence, *made))
        assert decide(asked, taken, POLICIES).allowed
        for one in made:
            without = tuple(e for e in taken.evidence if e != one)
            assert not decide(asked, replace(taken, evidence=without), POLICIES).allowed


@pytest.mark.parametrize(
    ("facts", "asked"), [(p.values[0], p.values[1]) for p in REFUSALS + PERMITS]
)
def test_a_decision_can_be_asked_again_from_what_was_kept(
    facts: Facts, asked: AccessRequest
) -> None:
    decision = decide(asked, facts, POLICIES)
    if decision.policies or decision.asked:
        again = replay(decision.asked, POLICIES)
        assert (again.outcome, again.rules) == (decision.outcome, decision.policies)
        assert again.offers == decision.offers
        assert again.obligations == tuple((o.rule, o.kind) for o in decision.obligations)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("doctor", True),
        ("nurse", True),
        ("paramedic", True),
        ("pharmacist", True),
        ("care-home-nurse", True),
        ("social-worker", False),
        ("care-home-manager", False),
        ("receptionist", False),
        ("student", False),
        ("privacy-officer", False),
    ],
)
def test_roles_that_may_declare_an_emergency(role: str, may: bool) -> None:
    assert decide(request(viewer(role)), NOBODY, POLICIES).may_declare_emergency is may
