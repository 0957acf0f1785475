"""What holds of every decision, whatever the facts (governance 3.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from access_facts import NOW
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from carerecord.access import Policies, decide, terms
from carerecord.access.contract import AccessRequest, Decision, Evidence, Facts, Objection, Ties
from carerecord.access.roles import ROLES
from carerecord.contract import Person, SourceSettings, Standing, Viewer

POLICIES = Policies.load()
KINDS = [*(f"LR-{n}" for n in range(1, 19)), "OWN-3", "DEC-1", "SFL-3"]
OF_THEMSELVES = {"LR-14": 8, "LR-16": 4, "OWN-3": 8, "DEC-1": 8, "SFL-3": 8}
SOURCE = SourceSettings("s", "S", "S", "acute", "fhir_r4", organisation="o2")

times = st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours))
mostly = st.sampled_from([True, True, True, False])
seldom = mostly.map(lambda value: not value)
evidences = st.builds(
    Evidence,
    id=st.sampled_from(["e1", "e2", "e3"]),
    kind=st.sampled_from(KINDS),
    person_id=st.sampled_from(["p1", "p1", "p2"]),
    holder_kind=st.sampled_from(["user", "user", "team", "organisation"]),
    holder=st.sampled_from(["u1", "u1", "o1/t1", "o1", "u2"]),
    words=st.just("you look after them"),
    starts=times,
    ends=st.none() | times,
    strength=st.sampled_from(["S1", "S2", "S3", "BTG"]),
    notify_from=st.none() | times,
)
objections = st.builds(
    Objection,
    id=st.just("o"),
    state=st.sampled_from(["restricted", "blocked"]),
    scope=st.sampled_from(["record", "source", "section", "organisation", "item"]),
    target=st.sampled_from(["", "s", "results", "o1", "s/Condition/1"]),
    decided=st.booleans(),
)
facts = st.builds(
    Facts,
    evidence=st.lists(evidences, max_size=5).map(tuple),
    objections=st.lists(objections, max_size=2).map(tuple),
    ties=st.builds(
        Ties,
        own_record=seldom,
        related=seldom,
        related_agreed=seldom,
        colleague=seldom,
        watched=seldom,
    ),
    standing=st.builds(
        Standing,
        organisation_live=mostly,
        training_current=mostly,
        suspended=seldom,
        organisation_scope=st.booleans(),
        shares=st.sampled_from([{}, {"o2": frozenset({"*"})}, {"o2": frozenset({"results"})}]),
        switched_off=st.sampled_from([frozenset(), frozenset({("s", "*")})]),
    ),
    supervised=st.booleans(),
    emergencies_in_shift=st.integers(0, 12),
    emergencies_in_month=st.integers(0, 12),
    must_sign_in_again=seldom,
)
viewers = st.builds(
    Viewer,
    id=st.just("u1"),
    name=st.just("N"),
    role=st.sampled_from(["doctor", *ROLES]),
    role_name=st.just("R"),
    organisation=st.just("o1"),
    organisation_name=st.just("O"),
    teams=st.sampled_from([(), ("t1",)]),
    assurance=st.sampled_from([2, 2, 3, 1, 0]),
    supervisor=st.sampled_from(["", "u2"]),
)
people = st.builds(
    Person,
    id=st.just("p1"),
    nhs_number=st.sampled_from(["9990000018", "9990000018", ""]),
    family=st.just("GIBSON"),
    given=st.just("Margery"),
    died=st.sampled_from(["", "", "2026-11-01", "2026", "2019-02"]),
    death_status=st.sampled_from(["", "formal", "removed"]),
    protected=st.booleans(),
    invalidated=seldom,
)


def asked(viewer: Viewer, person: Person, found: Facts, purpose: Any = "TREAT") -> Decision:
    return decide(AccessRequest(viewer, person, NOW, purpose), found, POLICIES)


def counts(viewer: Viewer, one: Evidence) -> bool:
    """Said again, on purpose in other words than the code."""
    teams = [f"{viewer.organisation}/{team}" for team in viewer.teams]
    holders = {"user": [viewer.id], "organisation": [viewer.organisation], "team": teams}
    ends = one.ends or datetime.max.replace(tzinfo=NOW.tzinfo)
    if hours := OF_THEMSELVES.get(one.kind):
        ends = min(ends, one.starts + timedelta(hours=hours))
        if one.holder_kind != "user":
            return False
    mine = one.person_id == "p1" and one.holder in holders[one.holder_kind]
    return mine and one.starts <= NOW < ends


@given(viewers, people, facts)
def test_without_evidence_nothing_is_permitted(v: Viewer, person: Person, found: Facts) -> None:
    grounds = [one for one in found.evidence if one.kind not in ("OWN-3", "DEC-1", "SFL-3")]
    assume(not any(counts(v, one) for one in grounds))
    assert not asked(v, person, found).allowed


@given(viewers, people, facts)
def test_a_permit_rests_on_evidence_that_counts(v: Viewer, person: Person, found: Facts) -> None:
    decision = asked(v, person, found)
    if decision.allowed:
        assert decision.reasons
        assert {reason.rule for reason in decision.reasons} <= {e.kind for e in decision.evidence}
        assert all(counts(v, one) for one in decision.evidence)
    else:
        assert decision.evidence == ()


@given(viewers, people, facts)
def test_a_blocked_record_is_never_permitted_nor_challenged(
    v: Viewer, person: Person, found: Facts
) -> None:
    blocked = replace(found, objections=(Objection(id="b", state="blocked"), *found.objections))
    assert asked(v, person, blocked).outcome == "deny"


@given(viewers, people, facts)
def test_what_stands_in_everybodys_way_is_never_challenged(
    v: Viewer, person: Person, found: Facts
) -> None:
    state = found.standing
    assume(
        found.ties.own_record
        or not (state.organisation_live and state.training_current)
        or state.suspended
        or found.must_sign_in_again
        or v.role == "privacy-officer"
        or v.assurance < 2
        or person.invalidated
        or not person.nhs_number
    )
    decision = asked(v, person, found)
    assert decision.outcome == "deny"
    assert decision.offers == ()


@given(viewers, people, facts)
def test_a_restricted_record_is_permitted_only_in_an_emergency(
    v: Viewer, person: Person, found: Facts
) -> None:
    restricted = replace(found, objections=(Objection(id="r", state="restricted"),))
    decision = asked(v, person, restricted)
    if decision.allowed:
        assert any(one.kind == "LR-16" and counts(v, one) for one in decision.evidence)
        assert decision.emergency_until is not None


@given(viewers, people, facts, st.lists(evidences, max_size=3), objections)
def test_less_evidence_or_one_more_objection_never_opens_more(
    v: Viewer, person: Person, found: Facts, more: list[Evidence], objection: Objection
) -> None:
    if not asked(v, person, replace(found, evidence=(*found.evidence, *more))).allowed:
        assert not asked(v, person, found).allowed
    if not asked(v, person, found).allowed:
        one_more = replace(found, objections=(*found.objections, objection))
        assert not asked(v, person, one_more).allowed


@given(viewers, people, facts)
def test_a_record_that_is_closed_asks_nobody(v: Viewer, person: Person, found: Facts) -> None:
    request = AccessRequest(v, person, NOW)
    decision = decide(request, found, POLICIES)
    within = terms(request, found, (SOURCE,), POLICIES, decision)
    if not decision.allowed or "o2" not in found.standing.shares:
        assert set(within.sources) == {"s"}
    assert not within.labelled


@given(viewers, people, facts)
def test_the_same_facts_decide_the_same(v: Viewer, person: Person, found: Facts) -> None:
    assert asked(v, person, found) == asked(v, person, found)


@given(viewers, people, facts)
def test_every_decision_gives_a_reason(v: Viewer, person: Person, found: Facts) -> None:
    reasons = asked(v, person, found).reasons
    assert reasons
    assert all(reason.rule and reason.words for reason in reasons)


odd = st.none() | st.integers() | st.text() | st.binary() | st.lists(st.integers())


@settings(max_examples=200)
@given(odd, odd, odd, odd)
def test_a_broken_request_is_denied(role: Any, purpose: Any, state: Any, own: Any) -> None:
    assume(role not in ROLES or state not in ("restricted", "blocked") or own is not False)
    viewer = Viewer("u1", "N", role, "R", "o1", "O", assurance=2)
    evidence = Evidence("e1", "LR-1", "p1", "user", "u1", "w", NOW - timedelta(hours=1))
    ties = Ties(own_record=own, related=False, related_agreed=False, colleague=False, watched=False)
    standing = Standing(
        organisation_live=True,
        training_current=True,
        suspended=False,
        organisation_scope=True,
        shares={},
        switched_off=frozenset(),
    )
    found = Facts(
        evidence=(evidence,),
        objections=(Objection(id="o", state=state),),
        ties=ties,
        standing=standing,
        supervised=False,
        emergencies_in_shift=0,
        emergencies_in_month=0,
        must_sign_in_again=False,
    )
    assert asked(viewer, Person("p1", "9990000018", "G", "M"), found, purpose).outcome == "deny"
