"""Staff of a neighbouring region open what their region vouches for, and nothing on their own word (LR-15, T25)."""

from __future__ import annotations

import pytest
from access_facts import (
    DOCTOR,
    NOBODY,
    WARD,
    declared,
    emergency,
    evidence,
    having,
    objection,
    request,
    standing,
    viewer,
)

from carerecord.access import Policies, decide, terms

POLICIES = Policies.load()
NEIGHBOUR = standing(neighbour=True)


@pytest.mark.parametrize("role", ["doctor", "nurse", "paramedic", "pharmacist", "social-worker"])
def test_staff_of_a_neighbouring_region_are_offered_nothing_to_say(role: str) -> None:
    assert decide(request(viewer(role)), NOBODY, POLICIES).offers
    decision = decide(request(viewer(role)), having(standing=NEIGHBOUR), POLICIES)
    assert (decision.outcome, decision.offers) == ("deny", ())


def test_and_what_they_said_before_opens_nothing() -> None:
    said = having(declared("LR-14"), emergency(), standing=NEIGHBOUR)
    assert decide(request(DOCTOR), said, POLICIES).outcome == "deny"


def test_what_their_region_vouches_for_opens_it_but_nothing_that_is_restricted() -> None:
    facts = having(
        evidence("LR-15"),
        emergency(),
        standing=NEIGHBOUR,
        objections=(objection("restricted", "source", WARD.id),),
    )
    asked = request(DOCTOR)
    decision = decide(asked, facts, POLICIES)
    assert decision.allowed
    assert "LR-16" not in decision.offers
    assert WARD.id in terms(asked, facts, [WARD], POLICIES, decision).sources
