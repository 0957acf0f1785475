"""What is kept of a view: enough to decide it again, and to say of every item what became of it (AUD-3, AUD-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.connectors.contract import SourceTimeout
from carerecord.contract import Answer, Failure
from carerecord.store import Database
from carerecord.viewing.contract import View
from carerecord.viewing.tests.door_region import (
    DOCTOR,
    NOW,
    OFFICER,
    PERSON,
    POLICIES,
    DoorRegion,
    patient,
    problem,
)


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    made = await DoorRegion(db).begin()
    await made.relate()
    return made


async def test_what_was_decided_can_be_decided_again_from_what_is_kept(region: DoorRegion):
    viewer = replace(DOCTOR, supervisor="b.senior")
    shares = {"RP001": frozenset({"problems", "results"}), "RNG01": frozenset({"*"})}
    region.standings.now = replace(
        region.standings.now, shares=shares, switched_off=frozenset({("acute", "*")})
    )
    view = await region.records.open(viewer, "p1")
    (entry,) = await region.entries("open")
    assert entry.body["as"] == {
        "role_id": "r-7",
        "registration": "gmc_id|9000001",
        "provider": "demo",
        "assurance": 3,
        "supervisor": "b.senior",
    }
    assert entry.body["policy_version"] == POLICIES.version
    assert entry.body["policies"] == list(view.decision.policies) != []
    assert entry.body["asked"] == dict(view.decision.asked)
    assert entry.body["reasons"] == [one.rule for one in view.decision.reasons]
    closed = {(source, section): rule for source, section, rule in entry.body["closed"]}
    assert closed == {
        **{(source, ""): why.rule for source, why in view.terms.sources.items()},
        **{place: why.rule for place, why in view.terms.sections.items()},
    }
    assert {("acute", ""), ("gp", "allergies")} <= closed.keys()


async def test_what_a_decision_obliges_is_kept_with_it(region: DoorRegion):
    await region.people.add([replace(PERSON, id="p2", nhs_number="9990000026", died="2026-11-01")])
    await region.relate(person_id="p2", id="e-2")
    view = await region.records.open(DOCTOR, "p2")
    (entry,) = await region.entries("open", "refused")
    assert view.decision.obligations
    assert entry.body["obligations"] == [[o.rule, o.kind] for o in view.decision.obligations]


async def test_what_was_shown_is_kept_item_by_item_and_adds_up(region: DoorRegion):
    versioned = problem("Stroke", meta={"versionId": "3"})
    region.gp.holds = [patient(), versioned, problem("Gout", meta="not an object")]
    region.acute.breaks = SourceTimeout("too late")
    view = await region.records.open(DOCTOR, "p1")
    await region.records.release(view, b"", ["problems", "no-section"], content_type="text/x")
    (entry,) = await region.entries("shown")
    assert entry.body["sections"].keys() == {"problems"}
    assert set(entry.body["sections"]["problems"]) == {
        "gp/Condition/Stroke/_history/3",
        "gp/Condition/Gout",
        "acute/Condition/Asthma",
    }
    acute = entry.body["sources"]["acute"]
    assert (acute["state"], acute["failure"]) == ("partial", "timeout")
    assert acute["request_ids"] == ["to-acute"]
    assert acute["seconds"] == round(view.answers["acute"].seconds, 3)
    assert entry.body["sources"]["gp"].keys() == {"state", "seconds", "request_ids"}
    assert ["gp", "problems", 2, 2, 0, 0, 0] in entry.body["account"]


async def test_who_failed_and_who_is_not_shown_are_told_apart(region: DoorRegion):
    made = await region.records.open(DOCTOR, "p1")
    _, acute = made.sources

    def of(state: str) -> View:
        changed = Answer("acute", state, failure=Failure("timeout", "late"))
        return replace(made, answers={**made.answers, "acute": changed})

    for state in ("failed", "partial"):
        assert [source for source, _ in of(state).missing] == [acute]
        assert of(state).not_shown == ()
    assert [source for source, _ in of("withheld").not_shown] == [acute]
    for state in ("withheld", "answered", "empty", "not-found"):
        assert of(state).missing == ()


async def test_a_privacy_officer_explains_what_each_source_would_let_through(region: DoorRegion):
    region.standings.now = replace(region.standings.now, switched_off=frozenset({("gp", "*")}))
    explained = await region.records.explain(OFFICER, DOCTOR, "p1")
    assert explained.terms.sources.keys() == {"gp"}
    assert explained.decision.allowed
    assert await region.records.may_explain(OFFICER)
    assert not await region.records.may_explain(DOCTOR)
    assert region.at == NOW
