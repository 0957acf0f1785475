"""Agreements to the second, switches, suspension, and what another process sees (ORG-3, ORG-4, TRN-5, T17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from carerecord.onboarding import OnboardingRefused, Party
from carerecord.onboarding.tests.small_region import (
    AGREEMENT,
    ALL,
    CARE,
    CARER,
    DOCTOR,
    SETTINGS,
    SHOWN,
    more,
    seen,
)

SOURCES = {one.id: one.organisation for one in SETTINGS.source}
MICROSECOND = timedelta(microseconds=1)


async def test_shares_are_what_is_given_and_wanted(onboarding, region):
    doctor = await onboarding.standing(DOCTOR, region.now)
    assert doctor.shares == {"RNG01": ALL, "RNG11": {"allergies", "medicines"}}
    assert doctor.switched_off == frozenset()
    carer = await onboarding.standing(CARER, region.now)
    assert carer.shares == {"RNG01": {"allergies", "care_plans"}, "RNG11": {"allergies"}}


@pytest.mark.parametrize(
    ("last_day", "midnight"),
    [
        pytest.param(date(2026, 12, 31), datetime(2027, 1, 1, 0, 0, tzinfo=UTC), id="winter"),
        pytest.param(date(2027, 6, 30), datetime(2027, 6, 30, 23, 0, tzinfo=UTC), id="summer"),
        pytest.param(
            date(2027, 3, 28), datetime(2027, 3, 28, 23, 0, tzinfo=UTC), id="clock-change"
        ),
    ],
)
async def test_t17_an_agreement_is_over_at_midnight_in_london(
    onboarding, region, last_day, midnight
):
    await onboarding.agreements.end("DSA-1", by="lead", why="replaced", at=region.now)
    await onboarding.agreements.add(replace(AGREEMENT, id="DSA-2", ends=last_day), by="lead")
    for before in (midnight - timedelta(seconds=1), midnight - MICROSECOND):
        standing = await onboarding.standing(DOCTOR, before)
        assert standing.organisation_live
        assert standing.shares
    for after in (midnight, midnight + timedelta(seconds=1)):
        standing = await onboarding.standing(DOCTOR, after)
        assert not standing.organisation_live
        assert standing.shares == {}
        assert not standing.organisation_scope


async def test_an_agreement_counts_from_its_first_day(onboarding, region):
    starts = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)
    assert (await onboarding.standing(DOCTOR, starts - MICROSECOND)).shares == {}
    assert (await onboarding.standing(DOCTOR, starts)).shares


async def test_an_agreement_ended_early_ends_at_that_moment(onboarding, region):
    ends = region.now + timedelta(hours=1)
    await onboarding.agreements.end("DSA-1", by="lead", why="withdrawn", at=ends)
    assert (await onboarding.standing(DOCTOR, ends - MICROSECOND)).shares
    assert (await onboarding.standing(DOCTOR, ends)).shares == {}
    later = ends + timedelta(hours=1)
    with pytest.raises(OnboardingRefused, match="has ended already"):
        await onboarding.agreements.end("DSA-1", by="lead", why="put off", at=later)


async def test_a_purpose_no_agreement_covers_shares_nothing(onboarding, region):
    assert (await onboarding.standing(DOCTOR, region.now, purpose="BTG")).shares
    assert (await onboarding.standing(DOCTOR, region.now, purpose="ETREAT")).shares == {}
    carer = await onboarding.standing(CARER, region.now, purpose="BTG")
    assert carer.shares == {}
    assert carer.organisation_live  # it has an agreement, only not for this


async def test_direction_counts_what_is_only_received_is_not_given(onboarding, region):
    assert "VNW01" not in (await onboarding.standing(DOCTOR, region.now)).shares


@pytest.mark.parametrize("accepted", [True, False])
async def test_organisation_scope_is_what_the_agreement_says(onboarding, region, accepted):
    await onboarding.agreements.end("DSA-1", by="lead", why="replaced", at=region.now)
    new = replace(AGREEMENT, id="DSA-2", organisation_scope=accepted)
    await onboarding.agreements.add(new, by="lead")
    assert (await onboarding.standing(DOCTOR, region.now)).organisation_scope is accepted


def parties(**changed):
    return (replace(AGREEMENT.parties[0], **changed), *AGREEMENT.parties[1:])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"parties": parties(sections_out=frozenset({"alergies"}))}, "no section “alergies”"),
        ({"parties": parties(sections_in=frozenset({"*", "x"}))}, "no section “x”"),
        ({"parties": parties(purposes=frozenset({"HRESCH"}))}, "purposes must be"),
        ({"parties": parties(purposes=frozenset())}, "purposes must be"),
        ({"parties": parties(organisation="NONE9")}, "no organisation “NONE9”"),
        ({"parties": parties(organisation="RNG11")}, "each of them once"),
        ({"parties": (Party(organisation="RNG01"),)}, "neither gives nor gets"),
        ({"parties": ()}, "needs parties"),
        ({"signatory": ""}, "a signatory"),
        ({"ends": date(2025, 12, 31)}, "before it starts"),
        ({"ends": date(9999, 12, 31)}, "not a day"),
        ({"id": "DSA-1"}, "is there already"),
    ],
)
async def test_an_agreement_that_says_something_wrong_is_refused(onboarding, changed, words):
    with pytest.raises(OnboardingRefused, match=words):
        await onboarding.agreements.add(replace(AGREEMENT, **{"id": "DSA-9", **changed}), by="lead")
    assert [one.id for one in await onboarding.agreements.all()] == ["DSA-1"]


async def test_a_source_is_off_until_it_is_turned_on(empty, region):
    off = (await empty.standing(DOCTOR, region.now)).switched_off
    assert off == {("acute", "*"), ("gp", "*")}


async def test_a_source_turns_off_all_one_section_or_one_organisation(onboarding, region):
    switches = onboarding.switches
    await switches.disable("gp", by="gp", section="medicines")
    assert (await onboarding.standing(DOCTOR, region.now)).switched_off == {("gp", "medicines")}
    await switches.disable("gp", by="gp", consumer="VNW01")
    assert (await onboarding.standing(CARER, region.now)).switched_off == {("gp", "*")}
    assert (await onboarding.standing(DOCTOR, region.now)).switched_off == {("gp", "medicines")}
    await switches.disable("gp", by="gp")
    assert (await onboarding.standing(DOCTOR, region.now)).switched_off == {("gp", "*")}
    await switches.enable("gp", by="gp")  # what was turned off more narrowly stays off
    assert (await onboarding.standing(DOCTOR, region.now)).switched_off == {("gp", "medicines")}
    assert (await onboarding.standing(CARER, region.now)).switched_off == {("gp", "*")}
    await switches.enable("gp", by="gp", section="medicines")
    await switches.enable("gp", by="gp", consumer="VNW01")
    assert (await onboarding.standing(CARER, region.now)).switched_off == frozenset()


async def test_one_section_for_one_organisation(onboarding, region):
    await onboarding.switches.disable("gp", by="gp", section="allergies", consumer="VNW01")
    assert (await onboarding.standing(CARER, region.now)).switched_off == {("gp", "allergies")}
    assert (await onboarding.standing(DOCTOR, region.now)).switched_off == frozenset()


async def test_a_section_can_be_turned_on_alone(empty, region):
    await empty.switches.enable("gp", by="gp", section="allergies")
    off = (await empty.standing(DOCTOR, region.now)).switched_off
    assert ("gp", "allergies") not in off
    assert ("gp", "medicines") in off


async def test_turning_on_for_one_organisation_turns_nothing_on(empty, region):
    await empty.organisations.add("RNG01", "Northgate", "acute", by="lead")
    await empty.switches.enable("gp", by="gp", consumer="RNG01")
    assert ("gp", "*") in (await empty.standing(DOCTOR, region.now)).switched_off


@pytest.mark.parametrize(
    ("source", "options"),
    [("gpp", {}), ("gp", {"section": "medicine"}), ("gp", {"consumer": "VNW1"})],
)
async def test_a_switch_with_a_wrong_name_is_refused(onboarding, source, options):
    """Misspelt, it would be believed to be off and would not be."""
    with pytest.raises(OnboardingRefused, match=r"^no "):
        await onboarding.switches.disable(source, by="gp", **options)


async def test_turning_off_tells_what_to_audit(onboarding):
    change = await onboarding.switches.disable("gp", by="gp", why="a fault in its codes")
    assert (change.what, change.about, change.why) == (
        "source disable", "gp", "a fault in its codes",
    )  # fmt: skip
    assert (change.before["on"], change.after["on"]) == (True, False)


async def test_suspended_everywhere_until_somebody_else_lifts_it(onboarding, region):
    suspensions = onboarding.suspensions
    await suspensions.suspend("a.okafor", by="p.officer", why="misuse was upheld")
    for organisation in ("RNG01", "RNG11"):
        viewer = replace(DOCTOR, organisation=organisation, role="pharmacist")
        assert (await onboarding.standing(viewer, region.now)).suspended
    for same in ("p.officer", " P.Officer ", "a.okafor"):
        with pytest.raises(OnboardingRefused, match="somebody else"):
            await suspensions.lift("a.okafor", by=same, why="a mistake")
    with pytest.raises(OnboardingRefused, match="suspended already"):
        await suspensions.suspend("a.okafor", by="c.guardian", why="so that I can lift it")
    await suspensions.lift("a.okafor", by="c.guardian", why="an appeal was upheld")
    assert not (await onboarding.standing(DOCTOR, region.now)).suspended
    with pytest.raises(OnboardingRefused, match="is not suspended"):
        await suspensions.lift("a.okafor", by="c.guardian", why="again")


async def test_a_suspension_needs_who_and_why(onboarding):
    for who, why, by in (
        ("a.okafor", " ", "p.officer"),
        ("", "why", "p.officer"),
        ("a", "why", ""),
    ):
        with pytest.raises(OnboardingRefused, match=r"^say "):
            await onboarding.suspensions.suspend(who, by=by, why=why)


async def test_another_process_sees_every_change_at_its_next_request(onboarding, region):
    """ORG-4: at once, not only within 60 seconds."""
    other = region.another()
    assert seen(await other.standing(DOCTOR, region.now), SOURCES)
    await onboarding.switches.disable("gp", by="gp")
    assert (await other.standing(DOCTOR, region.now)).switched_off == {("gp", "*")}
    await onboarding.agreements.end("DSA-1", by="lead", why="withdrawn", at=region.now)
    assert (await other.standing(DOCTOR, region.now)).shares == {}
    await onboarding.agreements.add(replace(AGREEMENT, id="DSA-2"), by="lead")
    assert (await other.standing(DOCTOR, region.now)).organisation_live
    await onboarding.organisations.suspend("RNG01", by="lead", why="a test")
    assert not (await other.standing(DOCTOR, region.now)).organisation_live
    await onboarding.training.withdraw("a.okafor", "system-use", by="lead", why="a test")
    assert not (await other.standing(DOCTOR, region.now)).training_current
    await onboarding.suspensions.suspend("a.okafor", by="lead", why="a test")
    assert (await other.standing(DOCTOR, region.now)).suspended


async def gate(onboarding, name):
    await onboarding.organisations.set("RNG01", {name: ""}, by="lead")


async def agreement(onboarding, which):
    at = onboarding.changes.now()
    await onboarding.agreements.end(which, by="lead", why="property", at=at)


async def switch(onboarding, which):
    source, section, consumer = which
    await onboarding.switches.disable(source, by="lead", section=section, consumer=consumer)


async def training(onboarding, module):
    await onboarding.training.withdraw("a.okafor", module, by="lead", why="property")


async def organisation(onboarding, code):
    await onboarding.organisations.close(code, by="lead", why="property")


async def suspension(onboarding, who):
    await onboarding.suspensions.suspend(who, by="lead", why="property")


async def republished(onboarding, module):
    await onboarding.training.publish(module, by="lead", why="property")


TAKEN_AWAY = [
    *((gate, name) for name in SHOWN),
    *((agreement, which) for which in ("DSA-1", "DSA-2", "DSA-3")),
    *(
        (switch, which)
        for which in (("gp", "", ""), ("gp", "allergies", ""), ("acute", "", "RNG01"))
    ),
    (training, "data-security"),
    (republished, "data-security"),
    (organisation, "RNG11"),
    (suspension, "a.okafor"),
]


async def several_agreements(onboarding):
    """Three that overlap in organisations, sections, purposes and scope."""
    more_agreements = (
        replace(
            AGREEMENT,
            id="DSA-2",
            organisation_scope=False,
            parties=(
                Party(organisation="RNG01", sections_in=frozenset({"allergies", "letters"})),
                Party(organisation="RNG11", sections_out=ALL, purposes=CARE),
            ),
        ),
        replace(
            AGREEMENT,
            id="DSA-3",
            organisation_scope=False,
            parties=(
                Party(organisation="RNG01", sections_out=ALL, sections_in=ALL, purposes=CARE),
            ),
        ),
    )
    for one in more_agreements:
        await onboarding.agreements.add(one, by="lead")


@pytest.mark.parametrize("seed", range(6))
async def test_taking_anything_away_never_gives_more(onboarding, region, seed):
    """All of it, one after another, in a different order each time."""
    await several_agreements(onboarding)
    last = await onboarding.standing(DOCTOR, region.now)
    assert seen(last, SOURCES)
    for take_away, what in Random(seed).sample(TAKEN_AWAY, len(TAKEN_AWAY)):
        await take_away(onboarding, what)
        now = await onboarding.standing(DOCTOR, region.now)
        assert not more(now, last, SOURCES)
        last = now
    assert not seen(last, SOURCES)


async def test_whom_a_neighbour_vouches_for_is_trained_there_and_only_what_it_says_counts(
    onboarding, region
):
    vouched = replace(DOCTOR, id="west:n.dale", neighbour="west")
    found = await onboarding.standing(vouched, region.now)
    assert (found.training_current, found.neighbour) == (True, True)
    theirs = await onboarding.standing(replace(vouched, neighbour=""), region.now)
    assert (theirs.training_current, theirs.neighbour) == (False, False)
