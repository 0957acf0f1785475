"""What holds of every decision, whatever the facts (governance 3.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from carerecord.access import Policies, decide
from carerecord.access.contract import AccessRequest, Decision, Evidence, Facts
from carerecord.access.roles import ROLES
from carerecord.contract import Person, Viewer

POLICIES = Policies.load()
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
KINDS = [f"LR-{n}" for n in range(1, 19)]

times = st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours))
evidences = st.builds(
    Evidence,
    id=st.sampled_from(["e1", "e2", "e3"]),
    kind=st.sampled_from(KINDS),
    person_id=st.sampled_from(["p1", "p2"]),
    holder_kind=st.sampled_from(["user", "team", "organisation"]),
    holder=st.sampled_from(["u1", "t1", "o1", "u2"]),
    words=st.just("you look after them"),
    starts=times,
    ends=st.none() | times,
    strength=st.sampled_from(["S1", "S2", "S3", "BTG"]),
)
facts = st.builds(
    Facts,
    evidence=st.lists(evidences, max_size=4).map(tuple),
    objection=st.sampled_from(["none", "restricted", "blocked"]),
    own_record=st.booleans(),
    emergency=st.none() | evidences,
    organisation_live=st.booleans(),
    training_current=st.booleans(),
)
viewers = st.builds(
    Viewer,
    id=st.just("u1"),
    name=st.just("N"),
    role=st.sampled_from(ROLES),
    role_name=st.just("R"),
    organisation=st.just("o1"),
    organisation_name=st.just("O"),
    teams=st.sampled_from([(), ("t1",)]),
)


def asked(viewer: Viewer, found: Facts, purpose: str = "TREAT") -> Decision:
    person = Person("p1", "9990000018", "GIBSON", "Margery")
    return decide(AccessRequest(viewer, person, NOW, purpose), found, POLICIES)


def counts(viewer: Viewer, one: Evidence) -> bool:
    """Said again, on purpose in other words than the code."""
    holders = {"user": [viewer.id], "organisation": [viewer.organisation], "team": viewer.teams}
    ends = one.ends or datetime.max.replace(tzinfo=UTC)
    if one.kind == "LR-16":
        ends = min(ends, one.starts + timedelta(hours=4))
        if one.holder_kind != "user":
            return False
    return (
        one.person_id == "p1"
        and one.holder in holders[one.holder_kind]
        and one.starts <= NOW < ends
    )


@given(viewers, facts)
def test_without_evidence_nothing_is_permitted(viewer: Viewer, found: Facts) -> None:
    given_evidence = [*found.evidence, *([found.emergency] if found.emergency else [])]
    assume(not any(counts(viewer, one) for one in given_evidence))
    assert not asked(viewer, found).allowed


@given(viewers, facts)
def test_a_permit_rests_on_evidence_that_counts(viewer: Viewer, found: Facts) -> None:
    decision = asked(viewer, found)
    if decision.allowed:
        assert decision.evidence
        assert all(counts(viewer, one) for one in decision.evidence)


@given(viewers, facts.map(lambda f: Facts(f.evidence, "blocked", f.own_record, f.emergency)))
def test_a_blocked_record_is_never_permitted_nor_challenged(viewer: Viewer, found: Facts) -> None:
    assert asked(viewer, found).outcome == "deny"


@given(viewers, facts)
def test_whatever_forbids_wins(viewer: Viewer, found: Facts) -> None:
    forbidden = found.own_record or not found.organisation_live or not found.training_current
    assume(forbidden or viewer.role == "privacy-officer")
    decision = asked(viewer, found)
    assert decision.outcome == "deny"
    assert not decision.may_declare_emergency


@given(viewers, facts)
def test_a_restricted_record_is_permitted_only_in_an_emergency(
    viewer: Viewer, found: Facts
) -> None:
    decision = asked(viewer, Facts(found.evidence, "restricted", emergency=found.emergency))
    if decision.allowed:
        assert any(one.kind == "LR-16" and counts(viewer, one) for one in decision.evidence)
        assert decision.emergency_until is not None


@given(viewers, facts)
def test_the_same_facts_decide_the_same(viewer: Viewer, found: Facts) -> None:
    assert asked(viewer, found) == asked(viewer, found)


@given(viewers, facts)
def test_every_decision_gives_a_reason(viewer: Viewer, found: Facts) -> None:
    assert all(reason.rule and reason.words for reason in asked(viewer, found).reasons)
    assert asked(viewer, found).reasons


odd = st.none() | st.integers() | st.text() | st.binary() | st.lists(st.integers())


@settings(max_examples=200)
@given(odd, odd, odd, odd)
def test_a_broken_request_is_denied(
    role: object, purpose: object, objection: object, own: object
) -> None:
    assume(
        role not in ROLES or objection not in ("none", "restricted", "blocked") or own is not False
    )
    viewer = Viewer("u1", "N", role, "R", "o1", "O")
    evidence = Evidence("e1", "LR-1", "p1", "user", "u1", "w", NOW - timedelta(hours=1))
    found = Facts((evidence,), objection=objection, own_record=own)
    decision = asked(viewer, found, purpose)
    assert decision.outcome == "deny"
