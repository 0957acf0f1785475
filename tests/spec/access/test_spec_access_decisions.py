"""Who may see whom: facts and a request in; outcome, rules and what would help out (governance 3.1 to 3.10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from access_facts import (
    CARING,
    CLAIM,
    DAY,
    DECLARED,
    DOCTOR,
    EMERGENCY_ONLY,
    HOUR,
    NOBODY,
    NOW,
    PERSON,
    STUDENT,
    declared,
    emergency,
    evidence,
    having,
    objection,
    request,
    standing,
    tied,
    viewer,
)

from carerecord.access import Policies, decide, may, replay
from carerecord.access.contract import AccessRequest, Evidence, Facts
from carerecord.contract import Person

POLICIES = Policies.load()


def wide(kind: str = "LR-2", **changes: Any) -> Evidence:
    return evidence(kind, holder_kind="organisation", holder="RNG01", **changes)


def person(**changes: Any) -> AccessRequest:
    return request(person=replace(PERSON, **changes))


def objected(*args: Any, to: Facts = CARING) -> Facts:
    return replace(to, objections=(objection(*args),))


PERMITS = [
    pytest.param(CARING, request(), ["LR-3"], id="caring"),
    pytest.param(
        having(evidence(), evidence("LR-1", id="e2", holder_kind="organisation", holder="RNG01")),
        request(), ["LR-3", "LR-1"], id="several-relationships-all-named",
    ),
    pytest.param(
        having(evidence(holder_kind="user", holder="a.okafor")), request(), ["LR-3"],
        id="held-by-the-viewer",
    ),
    pytest.param(
        having(evidence("LR-12", holder_kind="session", holder="s1")), request(), ["LR-12"],
        id="held-by-the-session",
    ),
    pytest.param(having(wide()), request(), ["LR-2"], id="held-by-the-organisation-as-agreed"),
    pytest.param(having(evidence(ends=NOW + HOUR)), request(), ["LR-3"], id="not-ended"),
    pytest.param(having(declared("LR-14")), request(), ["LR-14"], id="claimed"),
    pytest.param(DECLARED, request(), ["LR-16"], id="emergency"),
    pytest.param(
        objected("restricted", to=DECLARED), request(purpose="BTG"), ["LR-16"],
        id="restricted-opens-in-an-emergency",
    ),
    pytest.param(
        objected("restricted", "organisation", "RNG01", to=DECLARED), request(), ["LR-16"],
        id="restricted-from-the-organisation-opens-in-an-emergency",
    ),
    pytest.param(
        objected("blocked", "organisation", "OTHER"), request(), ["LR-3"],
        id="blocked-from-another-organisation",
    ),
    pytest.param(objected("blocked", "source", "gp"), request(), ["LR-3"], id="blocked-source"),
    pytest.param(
        replace(having(evidence(), declared("OWN-3")), ties=tied(related=True)), request(),
        ["LR-3"], id="related-and-said-so",
    ),
    pytest.param(
        replace(CARING, ties=tied(related=True, related_agreed=True)), request(), ["LR-3"],
        id="related-as-agreed-beforehand",
    ),
    pytest.param(CARING, person(died="2026-10-24"), ["LR-3"], id="died-28-days-ago"),
    pytest.param(CARING, person(died="2026-11"), ["LR-3"], id="died-this-month"),
    pytest.param(CARING, person(died="2026"), ["LR-3"], id="died-this-year"),
    pytest.param(CARING, person(death_status="formal"), ["LR-3"], id="died-nobody-knows-when"),
    pytest.param(
        CARING, person(died="2020-01-01", death_status="removed"), ["LR-3"], id="not-dead-after-all",
    ),
    pytest.param(
        having(evidence(), declared("DEC-1")), person(died="2020"), ["LR-3"], id="died-and-said-why",
    ),
    pytest.param(
        replace(CARING, supervised=True), request(STUDENT), ["LR-3"], id="student-supervised",
    ),
    pytest.param(CARING, request(viewer("receptionist")), ["LR-3"], id="no-clinical-role"),
]  # fmt: skip

REFUSALS = [
    pytest.param(NOBODY, request(), ["LR-none"], CLAIM, id="silence-is-not-a-permit"),
    pytest.param(
        NOBODY, request(viewer("receptionist")), ["LR-none"], (),
        id="silence-and-a-role-that-may-say-nothing",
    ),
    pytest.param(
        NOBODY, request(viewer("paramedic")), ["LR-none"], EMERGENCY_ONLY,
        id="silence-and-a-role-that-may-not-claim",
    ),
    pytest.param(
        NOBODY, request(viewer("social-worker")), ["LR-none"], ("LR-14",),
        id="silence-and-a-role-that-may-only-claim",
    ),
    pytest.param(having(evidence("LR-99")), request(), ["LR-none"], CLAIM, id="a-kind-nobody-knows"),
    # Whose evidence, about whom, and when.
    pytest.param(
        having(evidence(holder="RNG01/ward-7")), request(), ["LR-none"], CLAIM, id="another-teams",
    ),
    pytest.param(
        having(evidence(holder="OTHER/ed")), request(), ["LR-none"], CLAIM,
        id="a-team-of-the-same-name-elsewhere",
    ),
    pytest.param(
        having(evidence(holder_kind="user", holder="ed")), request(), ["LR-none"], CLAIM,
        id="a-user-named-like-the-team",
    ),
    pytest.param(
        having(evidence(person_id="p2")), request(), ["LR-none"], CLAIM, id="another-persons",
    ),
    pytest.param(having(evidence(ends=NOW)), request(), ["LR-none"], CLAIM, id="just-ended"),
    pytest.param(having(evidence(starts=NOW + HOUR)), request(), ["LR-none"], CLAIM, id="not-begun"),
    pytest.param(
        replace(having(wide()), standing=standing(organisation_scope=False)), request(),
        ["LR-none"], CLAIM, id="for-the-whole-organisation-and-not-agreed",
    ),
    # What the viewer says for themselves.
    pytest.param(
        having(declared("LR-14")), request(viewer("receptionist")), ["LR-none"], (),
        id="claimed-in-another-role",
    ),
    pytest.param(
        having(declared("LR-14")), request(at=NOW + 7 * HOUR), ["LR-none"], CLAIM,
        id="a-claim-eight-hours-later",
    ),
    pytest.param(
        having(declared("LR-14", holder_kind="team", holder="RNG01/ed")), request(), ["LR-none"],
        CLAIM, id="a-claim-is-never-a-teams",
    ),
    pytest.param(
        having(declared("LR-14", holder="someone.else")), request(), ["LR-none"], CLAIM,
        id="somebody-elses-claim",
    ),
    pytest.param(
        DECLARED, request(at=NOW + 3 * HOUR), ["LR-none"], CLAIM, id="emergency-four-hours-later",
    ),
    pytest.param(
        having(emergency(ends=NOW + 48 * HOUR)), request(at=NOW + 4 * HOUR), ["LR-none"], CLAIM,
        id="emergency-never-longer-than-four-hours",
    ),
    pytest.param(
        DECLARED, request(viewer("receptionist")), ["LR-none"], (), id="emergency-in-another-role",
    ),
    pytest.param(
        having(emergency(holder_kind="team", holder="RNG01/ed")), request(), ["LR-none"], CLAIM,
        id="an-emergency-is-never-a-teams",
    ),
    pytest.param(
        having(emergency(person_id="p2")), request(), ["LR-none"], CLAIM,
        id="an-emergency-is-for-one-person",
    ),
    # Objections.
    pytest.param(
        objected("restricted"), request(), ["OPT-2-restricted"], EMERGENCY_ONLY, id="restricted",
    ),
    pytest.param(
        objected("restricted", to=having(declared("LR-14"))), request(), ["OPT-2-restricted"],
        EMERGENCY_ONLY, id="restricted-and-claimed",
    ),
    pytest.param(
        objected("restricted"), request(viewer("social-worker")), ["OPT-2-restricted"], (),
        id="restricted-and-a-role-that-cannot-declare",
    ),
    pytest.param(
        objected("restricted", to=having(evidence(), emergency())), request(viewer("receptionist")),
        ["OPT-2-restricted"], (), id="restricted-and-an-emergency-in-another-role",
    ),
    pytest.param(
        objected("restricted", "record", "", False), request(), ["OPT-3"], EMERGENCY_ONLY,
        id="restricted-while-it-is-decided",
    ),
    pytest.param(
        objected("blocked", "record", "", False), request(), ["OPT-3"], EMERGENCY_ONLY,
        id="block-asked-for-and-not-decided",
    ),
    pytest.param(objected("blocked"), request(), ["OPT-2-blocked"], (), id="blocked"),
    pytest.param(
        objected("blocked", to=having(evidence(), emergency())), request(), ["OPT-2-blocked"], (),
        id="blocked-wins-over-everything",
    ),
    pytest.param(
        objected("restricted", "organisation", "RNG01"), request(), ["OPT-4-restricted"],
        EMERGENCY_ONLY, id="restricted-from-the-organisation",
    ),
    pytest.param(
        objected("blocked", "organisation", "RNG01", to=DECLARED), request(), ["OPT-4-blocked"], (),
        id="blocked-from-the-organisation",
    ),
    pytest.param(
        replace(
            objected("blocked", "organisation", "OLD01"),
            standing=standing(predecessors=frozenset({"OLD01"})),
        ), request(), ["OPT-4-blocked"], (), id="blocked-from-one-that-merged-into-it",
    ),
    # Own record, family, the dead.
    pytest.param(replace(CARING, ties=tied(own_record=True)), request(), ["OWN-1"], (), id="own-record"),
    pytest.param(
        replace(DECLARED, ties=tied(own_record=True)), request(), ["OWN-1"], (),
        id="own-record-in-an-emergency",
    ),
    pytest.param(
        replace(CARING, ties=tied(related=True)), request(), ["OWN-3"], ("OWN-3",), id="related",
    ),
    pytest.param(
        replace(NOBODY, ties=tied(related=True)), request(), ["OWN-3"], ("LR-14", "OWN-3", "LR-16"),
        id="related-and-no-link",
    ),
    pytest.param(
        replace(objected("restricted"), ties=tied(related=True)), request(),
        ["OWN-3", "OPT-2-restricted"], ("OWN-3", "LR-16"), id="related-and-restricted",
    ),
    pytest.param(CARING, person(died="2026-10-23"), ["DEC-1"], ("DEC-1",), id="died-29-days-ago"),
    pytest.param(CARING, person(died="2026-09"), ["DEC-1"], ("DEC-1",), id="died-the-month-before-last"),
    pytest.param(CARING, person(died="2025"), ["DEC-1"], ("DEC-1",), id="died-last-year"),
    pytest.param(
        CARING, person(died="2026-10-23T09:00:00+01:00"), ["DEC-1"], ("DEC-1",), id="died-at-nine",
    ),
    pytest.param(
        NOBODY, person(died="2020"), ["DEC-1"], ("LR-14", "DEC-1", "LR-16"), id="died-and-no-link",
    ),
    pytest.param(DECLARED, person(died="2020"), ["DEC-1"], ("DEC-1",), id="died-and-an-emergency"),
    # Organisation, training, role, purpose, sign-in, identity.
    pytest.param(
        replace(CARING, standing=standing(organisation_live=False)), request(), ["ORG-1"], (),
        id="organisation-not-live",
    ),
    pytest.param(
        replace(CARING, standing=standing(training_current=False)), request(), ["TRN-1"], (),
        id="training-not-current",
    ),
    pytest.param(
        replace(DECLARED, standing=standing(training_current=False)), request(), ["TRN-1"], (),
        id="training-not-current-in-an-emergency",
    ),
    pytest.param(
        replace(DECLARED, standing=standing(suspended=True)), request(), ["TRN-5"], (),
        id="suspended",
    ),
    pytest.param(CARING, request(viewer("privacy-officer")), ["ROL-2"], (), id="privacy-officer"),
    pytest.param(CARING, request(STUDENT), ["ROL-4"], (), id="student-whose-supervisor-has-no-link"),
    pytest.param(
        replace(CARING, supervised=True), request(replace(STUDENT, supervisor="")), ["ROL-4"], (),
        id="student-with-no-supervisor-named",
    ),
    pytest.param(CARING, request(purpose="HRESCH"), ["ROL-6"], (), id="research"),
    pytest.param(CARING, request(viewer("doctor", assurance=1)), ["AUT-1"], (), id="a-weak-sign-in"),
    pytest.param(CARING, request(viewer("doctor", assurance=0)), ["AUT-1"], (), id="sign-in-not-known"),
    pytest.param(CARING, request(viewer("doctor", name=" ")), ["AUT-10"], (), id="nobodys-account"),
    pytest.param(
        replace(CARING, must_sign_in_again=True), request(), ["LR-26"], (), id="sign-in-again",
    ),
    pytest.param(CARING, person(nhs_number=""), ["IDN"], (), id="no-nhs-number"),
    pytest.param(CARING, person(invalidated=True), ["SEN-13"], (), id="number-withdrawn"),
    pytest.param(
        replace(
            CARING, ties=tied(own_record=True),
            standing=standing(organisation_live=False, training_current=False),
        ), request(), ["ORG-1", "TRN-1", "OWN-1"], (), id="every-reason-is-given-in-order",
    ),
    # What cannot be read is not a permit.
    pytest.param(CARING, request(viewer("wizard")), ["3.1-fault"], (), id="no-such-role"),
    pytest.param(objected("perhaps"), request(), ["3.1-fault"], (), id="an-objection-nobody-knows"),
    pytest.param(
        objected("blocked", "everything"), request(), ["3.1-fault"], (), id="a-scope-nobody-knows",
    ),
    pytest.param(
        replace(CARING, ties=tied(own_record=None)), request(), ["3.1-fault"], (), id="a-missing-fact",
    ),
    pytest.param(
        CARING, request(at=NOW.replace(tzinfo=None)), ["3.1-fault"], (), id="a-time-without-a-zone",
    ),
    pytest.param(CARING, person(died="last spring"), ["3.1-fault"], (), id="a-death-nobody-can-read"),
]  # fmt: skip


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
