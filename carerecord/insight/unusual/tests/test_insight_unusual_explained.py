"""Which views the facts of care explain, template by template."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.insight.unusual import Access, Care, Known, Somebody, StaffMember, find

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VIEW = Access(
    id="a1", at=AT, viewer="okafor", person="p1", role="doctor", organisation="RNG", teams=("ED",)
)
CARE = Care(
    person="p1", kind="LR-3", holder_kind="team", holder="ED", starts=AT - DAY, ends=AT + DAY
)


def explanation(care: list[Care], view: Access = VIEW, known: Known | None = None):
    facts = replace(known or Known(), care=care)
    return find([view], facts).explanations["a1"]


@pytest.mark.parametrize(
    ("care", "strength", "template"),
    [
        pytest.param(CARE, "direct", "LR-3", id="team"),
        pytest.param(
            replace(CARE, holder_kind="user", holder="okafor"), "direct", "LR-3", id="user"
        ),
        pytest.param(
            replace(CARE, kind="LR-1", holder_kind="organisation", holder="RNG", ends=None),
            *("direct", "LR-1"),
            id="registration",
        ),
        pytest.param(replace(CARE, recorded=AT + DAY), "direct", "late", id="late-evidence"),
        pytest.param(
            replace(CARE, holder_kind="organisation", holder="RNG"),
            *("broad", "organisation"),
            id="organisation-names-no-team",
        ),
        pytest.param(
            replace(CARE, starts=AT + DAY, ends=AT + 3 * DAY), "broad", "close", id="a-day-early"
        ),
        pytest.param(replace(CARE, ends=AT - 30 * DAY), "broad", "close", id="followed-up"),
        pytest.param(replace(CARE, ends=AT - 91 * DAY), "none", "", id="long-over"),
        pytest.param(replace(CARE, starts=AT + 15 * DAY), "none", "", id="far-ahead"),
        pytest.param(replace(CARE, person="p2"), "none", "", id="somebody-else"),
        pytest.param(replace(CARE, holder="W7"), "none", "", id="another-team-of-elsewhere"),
        pytest.param(
            replace(CARE, kind="LR-14", holder_kind="user", holder="okafor"),
            *("none", ""),
            id="what-the-viewer-said-themselves",
        ),
        pytest.param(
            replace(CARE, kind="LR-16", holder_kind="user", holder="okafor"),
            *("none", ""),
            id="an-emergency-they-declared",
        ),
    ],
)
def test_templates(care: Care, strength: str, template: str):
    found = explanation([care])
    assert (found.strength, found.template) == (strength, template)


def test_what_a_view_was_decided_on_explains_it_whoever_holds_it():
    care = replace(CARE, id="e1", holder="a team the log does not keep")
    assert explanation([care]).strength == "none"
    assert explanation([care], replace(VIEW, evidence=frozenset({"e1"}))).strength == "direct"


def test_teams_that_a_view_does_not_say_are_the_employers():
    staff = StaffMember(id="okafor", teams=("ED",))
    view = replace(VIEW, teams=())
    assert explanation([CARE], view).strength == "none"
    assert explanation([CARE], view, Known(staff=[staff])).strength == "direct"


def test_a_launch_with_an_encounter_explains():
    assert explanation([], replace(VIEW, encounter=True)).template == "launch"


def test_care_close_by_does_not_explain_where_the_two_may_know_each_other():
    known = Known(
        staff=[StaffMember(id="okafor", homes=frozenset({"1 Elm"}))],
        people=[Somebody(id="p1", homes=frozenset({"1 Elm"}))],
    )
    launched = replace(VIEW, encounter=True)
    assert explanation([], launched, known).strength == "none"
    assert explanation([CARE], launched, known).strength == "direct"


def views(*viewers: str, teams: tuple[str, ...] = ("ED",)) -> list[Access]:
    return [replace(VIEW, id=one, viewer=one, teams=teams) for one in viewers]


def test_a_team_that_looked_together_cared_for_somebody_no_feed_told_of():
    found = find(views("a", "b", "c"), Known())
    assert {one.template for one in found.explanations.values()} == {"team"}
    assert {e.strength for e in find(views("a", "b"), Known()).explanations.values()} == {"none"}


def test_several_teams_at_once_are_talk_and_not_care():
    looked = [*views("a", "b", "c"), *views("d", teams=("Booking",))]
    assert {e.strength for e in find(looked, Known()).explanations.values()} == {"none"}
