"""What a permit says and obliges to, what it leaves to ask for, and what needs no person at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from access_facts import (
    CARING,
    DAY,
    DECLARED,
    DOCTOR,
    HOUR,
    NOBODY,
    NOW,
    PERSON,
    declared,
    emergency,
    evidence,
    having,
    request,
    standing,
    tied,
    viewer,
)
from access_tables import (
    objected,
    person,
)

from carerecord.access import Policies, decide, may, with_emergency
from carerecord.access.contract import AccessRequest, Facts
from carerecord.contract import Person

POLICIES = Policies.load()

TOLD = [
    pytest.param(CARING, request(), [], id="nothing-in-the-ordinary-case"),
    pytest.param(
        having(evidence("LR-1", notify_from=NOW - DAY)), request(), [("LR-1", "notification")],
        id="left-the-practice",
    ),
    pytest.param(
        having(evidence("LR-1", notify_from=NOW + DAY)), request(), [], id="leaves-tomorrow",
    ),
    pytest.param(
        having(evidence("LR-1", notify_from=NOW - DAY), evidence("LR-1", id="e2")), request(), [],
        id="left-one-practice-for-another-of-the-viewers",
    ),
    pytest.param(having(declared("LR-14")), request(), [("LR-14", "alert")], id="claimed"),
    pytest.param(DECLARED, request(), [("LR-16", "alert")], id="emergency"),
    pytest.param(
        replace(DECLARED, emergencies_in_shift=4), request(),
        [("LR-16", "alert"), ("BTG-8", "alert")], id="fourth-emergency-of-a-shift",
    ),
    pytest.param(
        replace(CARING, ties=tied(own_record=True)), request(), [("OWN-1", "notification")],
        id="own-record-refused",
    ),
    pytest.param(
        replace(having(evidence(), declared("OWN-3")), ties=tied(related=True)), request(),
        [("OWN-3", "alert")], id="related",
    ),
    pytest.param(
        replace(CARING, ties=tied(colleague=True)), request(), [("OWN-4", "notification")],
        id="colleague",
    ),
    pytest.param(
        replace(CARING, ties=tied(watched=True)), request(), [("OWN-5", "alert")], id="watched",
    ),
    pytest.param(CARING, person(protected=True), [("SFL-6", "alert")], id="protected"),
    pytest.param(CARING, person(died="2026-11-01"), [("DEC-2", "banner")], id="died-lately"),
    pytest.param(
        having(evidence(), declared("DEC-1")), person(died="2020"),
        [("DEC-1", "alert"), ("DEC-2", "banner")], id="died-long-ago",
    ),
    pytest.param(having(evidence("LR-17")), request(), [("LR-17", "alert")], id="safeguarding"),
    pytest.param(
        CARING, request(viewer("doctor", registration="")), [("ROL-5", "banner")],
        id="no-registration",
    ),
    pytest.param(
        replace(NOBODY, ties=tied(related=True, colleague=True, watched=True)), request(), [],
        id="a-refusal-tells-nobody-but-of-oneself",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "asked", "told"), TOLD)
def test_what_has_to_happen(
    facts: Facts, asked: AccessRequest, told: list[tuple[str, str]]
) -> None:
    decision = decide(asked, facts, POLICIES)
    assert [(one.rule, one.kind) for one in decision.obligations] == told
    assert all(one.words for one in decision.obligations)


def test_a_permit_gives_the_words_and_the_evidence_it_rests_on() -> None:
    decision = decide(request(), CARING, POLICIES)
    assert [r.words for r in decision.reasons] == ["in your emergency department since 09:41"]
    assert decision.evidence == CARING.evidence
    assert decision.policies == ("LR-3",)
    assert decision.policy_version == POLICIES.version
    assert decision.emergency_until is None


def test_what_was_declared_is_among_the_evidence_after_what_it_rests_on() -> None:
    facts = replace(having(declared("OWN-3"), evidence()), ties=tied(related=True))
    assert [one.kind for one in decide(request(), facts, POLICIES).evidence] == ["LR-3", "OWN-3"]


def test_the_strongest_evidence_is_named_first() -> None:
    facts = having(declared("LR-14", starts=NOW), evidence())
    reasons = decide(request(), facts, POLICIES).reasons
    assert [reason.rule for reason in reasons] == ["LR-3", "LR-14"]


def test_an_emergency_says_until_when() -> None:
    assert decide(request(), DECLARED, POLICIES).emergency_until == NOW + 3 * HOUR


def test_without_a_registration_nothing_is_shown_in_full() -> None:
    with_one = decide(request(), CARING, POLICIES).levels
    without = decide(request(viewer("doctor", registration="")), CARING, POLICIES).levels
    assert set(with_one.values()) == {"full"}
    assert set(without.values()) == {"summary"}


@pytest.mark.parametrize("role", ["care-home-manager", "receptionist", "social-worker"])
def test_a_role_without_a_register_needs_no_registration(role: str) -> None:
    decision = decide(request(viewer(role, registration="")), CARING, POLICIES)
    assert "full" in decision.levels.values()


@pytest.mark.parametrize("kind", [f"LR-{n}" for n in range(1, 19) if n not in (14, 16)])
def test_every_kind_of_relationship_opens_the_record(kind: str) -> None:
    decision = decide(request(), having(evidence(kind)), POLICIES)
    assert decision.outcome == "permit"
    assert decision.policies == (kind,)


def test_a_protected_persons_documents_are_offered_with_a_reason() -> None:
    protected = person(protected=True)
    assert decide(protected, CARING, POLICIES).offers == ("SFL-3",)
    said = having(evidence(), declared("SFL-3"))
    assert decide(protected, said, POLICIES).offers == ()


@pytest.mark.parametrize(
    ("state", "scope", "offers"),
    [
        ("restricted", "section", ("LR-16",)),
        ("restricted", "item", ("LR-16",)),
        ("blocked", "source", ()),
        ("restricted", "organisation", ()),
    ],
)
def test_an_emergency_is_offered_for_the_part_that_was_restricted(
    state: str, scope: str, offers: tuple[str, ...]
) -> None:
    facts = objected(state, scope, "other")
    assert decide(request(), facts, POLICIES).offers == offers
    in_emergency = replace(facts, evidence=(evidence(), emergency()))
    assert decide(request(), in_emergency, POLICIES).offers == ()
    assert decide(request(viewer("social-worker")), facts, POLICIES).offers == ()


@pytest.mark.parametrize("state", ["restricted", "blocked", ""])
@pytest.mark.parametrize("scope", ["section", "item", "source"])
def test_an_emergency_about_an_open_record_may_be_declared_whatever_is_restricted_in_it(
    state: str, scope: str
) -> None:
    """Otherwise the offer itself would tell that there is something (I4)."""
    facts = objected(state, scope, "other") if state else CARING
    in_emergency = replace(facts, evidence=(evidence(), emergency()))
    assert may_in_emergency(request(), facts)
    assert not may_in_emergency(request(), in_emergency), "once is enough"
    assert not may_in_emergency(request(viewer("social-worker")), facts)


def may_in_emergency(asked: AccessRequest, facts: Facts) -> bool:
    decision = decide(asked, facts, POLICIES)
    assert decision.allowed
    return with_emergency(decision, POLICIES).may_declare_emergency


def test_an_emergency_is_added_to_nothing_that_is_closed() -> None:
    blocked = decide(request(), objected("blocked", "record"), POLICIES)
    assert with_emergency(blocked, POLICIES) == blocked
    assert not blocked.may_declare_emergency


def test_when_the_rules_cannot_be_asked_no_emergency_is_added() -> None:
    decision = replace(decide(request(), CARING, POLICIES), asked={"role": "doctor", "about": {}})
    assert not with_emergency(decision, POLICIES).may_declare_emergency


def test_what_is_kept_to_be_asked_again_names_nobody() -> None:
    kept = str(decide(request(), CARING, POLICIES).asked)
    for named in (DOCTOR.id, DOCTOR.name, DOCTOR.organisation, PERSON.id, PERSON.nhs_number):
        assert named not in kept


@pytest.mark.parametrize(
    ("role", "function", "allowed"),
    [
        ("privacy-officer", "review", True),
        ("privacy-officer", "explain", True),
        ("privacy-officer", "find", True),
        ("doctor", "review", False),
        ("doctor", "explain", False),
        ("doctor", "find", True),
        ("receptionist", "find", True),
        ("wizard", "find", False),
    ],
)
def test_what_needs_no_person(role: str, function: Any, allowed: bool) -> None:
    decision = may(viewer(role), function, standing(), POLICIES)
    assert decision.allowed is allowed
    assert decision.policy_version == POLICIES.version
    assert bool(decision.reasons) is not allowed


@pytest.mark.parametrize(
    ("who", "changes", "rule"),
    [
        (viewer("privacy-officer", assurance=1), {}, "AUT-1"),
        (viewer("privacy-officer", name=""), {}, "AUT-10"),
        (viewer("privacy-officer"), {"organisation_live": False}, "ORG-1"),
        (viewer("privacy-officer"), {"training_current": False}, "TRN-1"),
        (viewer("privacy-officer"), {"suspended": True}, "TRN-5"),
        (viewer("privacy-officer"), {"suspended": None}, "3.1-fault"),
        (viewer("doctor"), {}, "ROL-none"),
    ],
)
def test_what_stands_in_the_way_of_a_function(who: Any, changes: Any, rule: str) -> None:
    decision = may(who, "review", standing(**changes), POLICIES)
    assert [reason.rule for reason in decision.reasons] == [rule]


def test_a_region_may_ask_for_a_stronger_sign_in() -> None:
    strict = Policies.load(assurance=3)
    assert decide(request(), CARING, strict).policies == ("AUT-1",)
    assert decide(request(viewer("doctor", assurance=3)), CARING, strict).allowed


def test_nothing_is_known_of_a_person_without_an_id() -> None:
    assert not decide(request(person=Person("", "9990000018", "", "")), CARING, POLICIES).allowed
