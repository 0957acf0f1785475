"""What no combination of facts whatever can bring about, proven from the policies themselves.

Each rule is read from its JSON form and written as a formula; a solver then looks for facts that break the
promise. That the formulas say what the engine says is held by the cases that stand beside the rules.
"""

from __future__ import annotations

from typing import Any

import pytest
import z3
from access_formulas import (
    ROLE,
    flag,
    nothing_of,
    permitted,
    told,
    values,
    within,
)

from carerecord.access import Policies
from carerecord.access.policies.cases import Case

VIEW, SHOW, EMERGENCY = permitted("view"), permitted("show"), permitted("declare-emergency")


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
            flag("mentalHealthDetail"),
            z3.Not(within("systemEvidence", "LR-6")),
        ),
        id="mental-health-detail-only-on-a-caseload",
    ),
    pytest.param(
        SHOW,
        z3.And(
            flag("safeguardingDetail"),
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
