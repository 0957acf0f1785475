"""Go-live gates, privacy officers, suspension, closing and merging (ORG-1, ORG-2, ORG-5, ORG-6)."""

from __future__ import annotations

import asyncio

import pytest

from carerecord.onboarding import OnboardingRefused
from carerecord.onboarding.gates import GATES
from carerecord.onboarding.tests.small_region import AGREEMENT, CARER, DOCTOR, SHOWN, more
from carerecord.store import StoreError


async def test_an_organisation_with_nothing_shown_is_told_every_gate(empty):
    await empty.organisations.add("RNG01", "Northgate", "acute", by="lead")
    with pytest.raises(OnboardingRefused) as told:
        await empty.organisations.go_live("RNG01", by="lead")
    named = [gate for gate in GATES if gate.words in str(told.value)]
    assert {gate.name for gate in GATES} - {gate.name for gate in named} == {"ods-code"}
    missing = await empty.organisations.missing("RNG01")
    assert [gate.name for gate in missing] == [gate.name for gate in named]


async def test_all_shown_is_live(onboarding, region):
    assert await onboarding.organisations.missing("RNG01") == ()
    assert (await onboarding.standing(DOCTOR, region.now)).organisation_live


@pytest.mark.parametrize("gate", sorted(SHOWN))
async def test_a_gate_lost_later_is_no_longer_live_and_cannot_go_live_again(
    onboarding, region, gate
):
    await onboarding.organisations.set("RNG01", {gate: ""}, by="lead")
    assert not (await onboarding.standing(DOCTOR, region.now)).organisation_live
    with pytest.raises(OnboardingRefused, match="Missing: "):
        await onboarding.organisations.go_live("RNG01", by="lead")


@pytest.mark.parametrize("status", ["standards not met", "approaching standards"])
async def test_a_toolkit_status_below_the_standard_is_no_pass(onboarding, region, status):
    await onboarding.organisations.set("RNG01", {"dspt": status}, by="lead")
    assert not (await onboarding.standing(DOCTOR, region.now)).organisation_live


async def test_an_organisation_without_a_source_has_no_conformance_to_show(onboarding, region):
    await onboarding.organisations.set("VNW01", {"conformance": ""}, by="lead")
    assert await onboarding.organisations.missing("VNW01") == ()
    assert (await onboarding.standing(CARER, region.now)).organisation_live


async def test_without_a_trained_member_of_staff_it_does_not_go_live(onboarding, region):
    await onboarding.organisations.suspend("VNW01", by="lead", why="a test")
    await onboarding.training.withdraw("p.officer", "residency", by="lead", why="not done")
    with pytest.raises(OnboardingRefused, match="a trained member of staff"):
        await onboarding.organisations.go_live("VNW01", by="lead")
    await onboarding.training.train_all(["n.new"], "VNW01", by="lead")
    await onboarding.training.withdraw("n.new", "confidentiality", by="lead", why="not done")
    with pytest.raises(OnboardingRefused, match="a trained member of staff"):
        await onboarding.organisations.go_live("VNW01", by="lead")


async def test_suspended_stops_its_staff_and_live_again_asks_the_gates_again(onboarding, region):
    await onboarding.organisations.suspend("RNG01", by="lead", why="misuse is looked into")
    assert not (await onboarding.standing(DOCTOR, region.now)).organisation_live
    assert "RNG01" in (await onboarding.standing(CARER, region.now)).shares  # nobody else loses
    await onboarding.organisations.set("RNG01", {"dpo": ""}, by="lead")
    with pytest.raises(OnboardingRefused, match="a data protection officer"):
        await onboarding.organisations.go_live("RNG01", by="lead")
    await onboarding.organisations.set("RNG01", {"dpo": "D Officer"}, by="lead")
    await onboarding.organisations.go_live("RNG01", by="lead")
    assert (await onboarding.standing(DOCTOR, region.now)).organisation_live


async def test_what_never_was_live_shares_nothing(empty, region):
    for code in ("RNG01", "RNG11", "VNW01"):
        await empty.organisations.add(code, code, "gp", by="lead")
    await empty.agreements.add(AGREEMENT, by="lead")
    assert (await empty.standing(DOCTOR, region.now)).shares == {}


async def test_t21_the_last_privacy_officer_stays_until_another_is_named(onboarding):
    organisations = onboarding.organisations
    with pytest.raises(OnboardingRefused, match="last privacy officer"):
        await organisations.remove_privacy_officer("RNG01", "p.officer", by="lead")
    await organisations.replace_privacy_officer("RNG01", "p.officer", "n.officer", by="lead")
    assert (await organisations.all())["RNG01"].privacy_officers == {"n.officer"}
    await organisations.add_privacy_officer("RNG01", "p.officer", by="lead")
    await organisations.remove_privacy_officer("RNG01", "n.officer", by="lead")
    assert (await organisations.all())["RNG01"].privacy_officers == {"p.officer"}


@pytest.mark.parametrize("follows", ["", " ", "p.officer"])
async def test_nobody_and_themselves_are_no_replacement(onboarding, follows):
    with pytest.raises(OnboardingRefused):
        await onboarding.organisations.replace_privacy_officer(
            "RNG01", "p.officer", follows, by="lead"
        )
    assert (await onboarding.organisations.all())["RNG01"].privacy_officers == {"p.officer"}


async def test_two_who_remove_the_last_two_officers_at_once_leave_one(onboarding, region):
    """ORG-2 under a race: two processes, each removing another of the two."""
    other = region.another()
    for _ in range(5):
        await onboarding.organisations.add_privacy_officer("RNG01", "n.officer", by="lead")
        await onboarding.organisations.add_privacy_officer("RNG01", "p.officer", by="lead")
        done = await asyncio.gather(
            onboarding.organisations.remove_privacy_officer("RNG01", "n.officer", by="lead"),
            other.organisations.remove_privacy_officer("RNG01", "p.officer", by="lead"),
            return_exceptions=True,
        )
        assert sum(isinstance(one, OnboardingRefused) for one in done) == 1
        assert len((await onboarding.organisations.all())["RNG01"].privacy_officers) == 1


async def test_closed_stops_looking_and_sharing_for_good(onboarding, region):
    await onboarding.organisations.close("RNG11", by="lead", why="closed by its commissioner")
    assert "RNG11" not in (await onboarding.standing(DOCTOR, region.now)).shares
    with pytest.raises(OnboardingRefused, match="is closed"):
        await onboarding.organisations.go_live("RNG11", by="lead")


async def test_a_successor_gets_what_it_signs_itself_and_nothing_before(onboarding, region):
    """ORG-6: the old agreement does not follow."""
    await onboarding.organisations.add("RNG99", "The new trust", "acute", by="lead")
    await onboarding.organisations.merge("RNG01", "RNG99", by="lead", why="merged")
    moved = DOCTOR.__class__(
        "a.okafor", "Dr A Okafor", "doctor", "Doctor", "RNG99", "The new trust"
    )
    for viewer in (DOCTOR, moved):
        standing = await onboarding.standing(viewer, region.now)
        assert not standing.organisation_live
    assert (await onboarding.standing(moved, region.now)).shares == {}


async def test_a_merger_carries_what_people_and_sources_asked_of_the_old_one(onboarding, region):
    """ORG-5, through more than one merger."""
    await onboarding.switches.disable("gp", by="gp", consumer="VNW01")
    await onboarding.organisations.merge("VNW01", "RNG11", by="lead", why="merged")
    await onboarding.organisations.merge("RNG11", "RNG01", by="lead", why="merged")
    after = await onboarding.standing(DOCTOR, region.now)
    assert after.predecessors == {"VNW01", "RNG11"}
    assert await onboarding.organisations.predecessors("RNG01") == {"VNW01", "RNG11"}
    assert ("gp", "*") in after.switched_off


async def test_an_organisation_cannot_be_merged_into_itself_or_a_closed_one(onboarding):
    await onboarding.organisations.close("RNG11", by="lead", why="closed")
    for into in ("RNG01", "RNG11", "NONE9"):
        with pytest.raises(OnboardingRefused):
            await onboarding.organisations.merge("RNG01", into, by="lead", why="merged")
    assert (await onboarding.organisations.all())["RNG01"].state == "live"


@pytest.mark.parametrize("code", ["", "ab", "rng01", "RNG 01", "R;DROP", "ABCDEFGHIJK"])
async def test_a_code_that_is_no_ods_code_is_refused(empty, code):
    with pytest.raises(OnboardingRefused, match="not an ODS code"):
        await empty.organisations.add(code, "Somewhere", "gp", by="lead")


@pytest.mark.parametrize("values", [{"state": "live"}, {"been_live": "1"}, {"dspt": "fine"}])
async def test_only_what_can_be_shown_can_be_set(onboarding, values):
    with pytest.raises(OnboardingRefused):
        await onboarding.organisations.set("RNG01", values, by="lead")


async def test_an_organisation_nobody_added_has_no_standing(onboarding, region):
    stranger = DOCTOR.__class__("a.okafor", "Dr A Okafor", "doctor", "Doctor", "XXX99", "Nowhere")
    standing = await onboarding.standing(stranger, region.now)
    assert not standing.organisation_live
    assert standing.shares == {}
    assert not more(standing, await empty_standing(onboarding, region), {"acute": "RNG01"})


async def empty_standing(onboarding, region):
    nobody = DOCTOR.__class__("nobody", "", "doctor", "", "", "")
    return await onboarding.standing(nobody, region.now)


async def test_every_change_is_kept_with_who_when_and_from_what_to_what(onboarding, region):
    change = await onboarding.organisations.set(
        "RNG01", {"dpo": "N Officer"}, by="i.governance", why="a new one"
    )
    assert (change.by, change.at, change.about) == ("i.governance", region.now, "RNG01")
    assert (change.before, change.after) == ({"dpo": "D Officer"}, {"dpo": "N Officer"})
    assert (await onboarding.changes.recent(1)) == [change]


async def test_a_refused_change_leaves_nothing_in_the_log(onboarding):
    last = await onboarding.changes.recent(1)
    with pytest.raises(OnboardingRefused):
        await onboarding.organisations.remove_privacy_officer("RNG01", "p.officer", by="lead")
    assert await onboarding.changes.recent(1) == last


async def test_a_change_that_nobody_makes_is_refused(onboarding):
    with pytest.raises(OnboardingRefused, match="say who"):
        await onboarding.organisations.set("RNG01", {"dpo": ""}, by=" ")


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM onboarding_change", "UPDATE onboarding_change SET made_by = 'somebody'"],
)
async def test_the_log_of_changes_cannot_be_rewritten(onboarding, region, statement):
    with pytest.raises(StoreError):
        await region.opened[0].write(lambda tx: tx.run(statement))
