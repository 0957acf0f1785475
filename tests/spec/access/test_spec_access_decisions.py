"""Who may see whom: facts and a request in, outcome and rules out (governance 3.1 to 3.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access import Policies, decide
from carerecord.access.contract import AccessRequest, Evidence, Facts
from carerecord.contract import Person, Viewer

POLICIES = Policies.load()
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate", ("ed",)
)


def viewer(role: str) -> Viewer:
    return replace(DOCTOR, role=role)


def request(who: Viewer = DOCTOR, purpose: str = "TREAT", at: datetime = NOW) -> AccessRequest:
    return AccessRequest(who, PERSON, at, purpose)


def evidence(kind: str = "LR-3", **changes: object) -> Evidence:
    made = Evidence(
        "e1", kind, "p1", "team", "ed", "in your emergency department since 09:41", NOW - HOUR
    )
    return replace(made, **changes)


def emergency(**changes: object) -> Evidence:
    declared = {"holder_kind": "user", "holder": "a.okafor", "strength": "BTG"}
    return evidence("LR-16", **{**declared, **changes})


NOBODY = Facts()
CARING = Facts(evidence=(evidence(),))
DECLARED = Facts(emergency=emergency())

DECISIONS = [
    pytest.param(CARING, request(), "permit", ["LR-3"], id="caring"),
    pytest.param(NOBODY, request(), "challenge", ["LR-none"], id="silence-is-not-a-permit"),
    pytest.param(
        NOBODY, request(viewer("receptionist")), "deny", ["LR-none"],
        id="silence-and-a-role-that-cannot-declare",
    ),
    pytest.param(
        Facts(evidence=(evidence("LR-99"),)), request(), "challenge", ["LR-none"],
        id="a-kind-of-evidence-nobody-knows",
    ),
    pytest.param(
        Facts(evidence=(evidence(), evidence("LR-1", id="e2", holder_kind="organisation", holder="RNG01"))),
        request(), "permit", ["LR-1", "LR-3"], id="several-relationships-all-named",
    ),
    # Whose evidence, about whom, and when.
    pytest.param(
        Facts(evidence=(evidence(holder_kind="user", holder="a.okafor"),)), request(),
        "permit", ["LR-3"], id="held-by-the-viewer",
    ),
    pytest.param(
        Facts(evidence=(evidence(holder_kind="organisation", holder="RNG01"),)), request(),
        "permit", ["LR-3"], id="held-by-the-organisation",
    ),
    pytest.param(
        Facts(evidence=(evidence(holder="ward-7"),)), request(), "challenge", ["LR-none"],
        id="another-teams-evidence",
    ),
    pytest.param(
        Facts(evidence=(evidence(holder_kind="user", holder="ed"),)), request(),
        "challenge", ["LR-none"], id="a-user-named-like-the-team",
    ),
    pytest.param(
        Facts(evidence=(evidence(person_id="p2"),)), request(), "challenge", ["LR-none"],
        id="another-persons-evidence",
    ),
    pytest.param(
        Facts(evidence=(evidence(ends=NOW),)), request(), "challenge", ["LR-none"], id="just-ended",
    ),
    pytest.param(
        Facts(evidence=(evidence(starts=NOW + HOUR),)), request(), "challenge", ["LR-none"],
        id="not-begun",
    ),
    pytest.param(
        Facts(evidence=(evidence(ends=NOW + HOUR),)), request(), "permit", ["LR-3"], id="not-ended",
    ),
    # Emergencies.
    pytest.param(DECLARED, request(), "permit", ["LR-16"], id="emergency"),
    pytest.param(
        DECLARED, request(at=NOW + 3 * HOUR), "challenge", ["LR-none"], id="emergency-four-hours-later",
    ),
    pytest.param(
        Facts(emergency=emergency(ends=NOW + 48 * HOUR)), request(at=NOW + 4 * HOUR),
        "challenge", ["LR-none"], id="emergency-never-longer-than-four-hours",
    ),
    pytest.param(
        DECLARED, request(viewer("receptionist")), "deny", ["LR-none"],
        id="emergency-declared-in-another-role",
    ),
    pytest.param(
        Facts(emergency=emergency(holder="someone.else")), request(), "challenge", ["LR-none"],
        id="somebody-elses-emergency",
    ),
    pytest.param(
        Facts(emergency=emergency(holder_kind="team", holder="ed")), request(),
        "challenge", ["LR-none"], id="an-emergency-is-never-a-teams",
    ),
    pytest.param(
        Facts(emergency=emergency(person_id="p2")), request(), "challenge", ["LR-none"],
        id="an-emergency-is-for-one-person",
    ),
    # Objections.
    pytest.param(
        replace(CARING, objection="restricted"), request(), "challenge", ["OPT-2-restricted"],
        id="restricted",
    ),
    pytest.param(
        replace(CARING, objection="restricted"), request(viewer("student")),
        "deny", ["OPT-2-restricted"], id="restricted-and-a-role-that-cannot-declare",
    ),
    pytest.param(
        replace(DECLARED, objection="restricted"), request(purpose="BTG"), "permit", ["LR-16"],
        id="restricted-opens-in-an-emergency",
    ),
    pytest.param(
        Facts(evidence=(evidence(),), emergency=emergency(), objection="restricted"),
        request(viewer("receptionist")), "deny", ["OPT-2-restricted"],
        id="restricted-and-an-emergency-declared-in-another-role",
    ),
    pytest.param(
        replace(CARING, objection="blocked"), request(), "deny", ["OPT-2-blocked"], id="blocked",
    ),
    pytest.param(
        Facts(evidence=(evidence(),), emergency=emergency(), objection="blocked"), request(),
        "deny", ["OPT-2-blocked"], id="blocked-wins-over-everything",
    ),
    # Own record.
    pytest.param(replace(CARING, own_record=True), request(), "deny", ["OWN-1"], id="own-record"),
    pytest.param(
        replace(DECLARED, own_record=True), request(), "deny", ["OWN-1"],
        id="own-record-in-an-emergency",
    ),
    # Organisation, training, role, purpose.
    pytest.param(
        replace(CARING, organisation_live=False), request(), "deny", ["ORG-1"], id="organisation-not-live",
    ),
    pytest.param(
        replace(CARING, training_current=False), request(), "deny", ["TRN-1"], id="training-not-current",
    ),
    pytest.param(
        replace(DECLARED, training_current=False), request(), "deny", ["TRN-1"],
        id="training-not-current-in-an-emergency",
    ),
    pytest.param(
        CARING, request(viewer("privacy-officer")), "deny", ["ROL-2"], id="privacy-officer",
    ),
    pytest.param(CARING, request(viewer("wizard")), "deny", ["3.1-fault"], id="no-such-role"),
    pytest.param(CARING, request(purpose="RESEARCH"), "deny", ["ROL-6"], id="research"),
    pytest.param(
        replace(CARING, organisation_live=False, training_current=False, own_record=True), request(),
        "deny", ["ORG-1", "TRN-1", "OWN-1"], id="every-reason-is-given-in-order",
    ),
    # What cannot be read is not a permit.
    pytest.param(
        replace(CARING, objection="perhaps"), request(), "deny", ["3.1-fault"],
        id="an-objection-nobody-knows",
    ),
    pytest.param(
        replace(CARING, own_record=None), request(), "deny", ["3.1-fault"], id="a-missing-fact",
    ),
    pytest.param(
        CARING, request(at=NOW.replace(tzinfo=None)), "deny", ["3.1-fault"], id="a-time-without-a-zone",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "asked", "outcome", "rules"), DECISIONS)
def test_decisions(facts: Facts, asked: AccessRequest, outcome: str, rules: list[str]) -> None:
    decision = decide(asked, facts, POLICIES)
    assert decision.outcome == outcome
    named = {reason.rule for reason in decision.reasons}
    assert named == set(rules)
    if outcome != "permit":
        assert [reason.rule for reason in decision.reasons] == rules
    assert all(reason.words for reason in decision.reasons)
    assert decision.may_declare_emergency == (outcome == "challenge")
    assert (outcome == "permit") == any(level != "none" for level in decision.levels.values())


def test_a_permit_gives_the_words_and_the_evidence_it_rests_on():
    decision = decide(request(), CARING, POLICIES)
    assert [reason.words for reason in decision.reasons] == [
        "in your emergency department since 09:41"
    ]
    assert decision.evidence == CARING.evidence
    assert decision.policies == ("LR-3",)
    assert decision.policy_version == POLICIES.version
    assert decision.emergency_until is None


def test_the_strongest_evidence_is_named_first():
    claimed = evidence("LR-14", id="e2", strength="S1", starts=NOW - timedelta(minutes=1))
    decision = decide(request(), Facts(evidence=(claimed, evidence())), POLICIES)
    assert [reason.rule for reason in decision.reasons] == ["LR-3", "LR-14"]


def test_an_emergency_says_until_when():
    assert decide(request(), DECLARED, POLICIES).emergency_until == NOW + 3 * HOUR


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


@pytest.mark.parametrize("kind", [f"LR-{n}" for n in range(1, 19) if n != 16])
def test_every_kind_of_relationship_opens_the_record(kind: str) -> None:
    decision = decide(request(), Facts(evidence=(evidence(kind),)), POLICIES)
    assert decision.outcome == "permit"
    assert decision.policies == (kind,)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(CARING, own_record=True), "Ask for a copy through the NHS App or your GP."),
        (replace(CARING, objection="restricted"), "asked for it not to be shared"),
        (NOBODY, "You have no recorded link to this person."),
    ],
)
def test_a_refusal_is_in_words_for_the_viewer(facts: Facts, words: str) -> None:
    assert words in decide(request(), facts, POLICIES).reasons[0].words
