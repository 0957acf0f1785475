"""From when to when each kind counts, whatever was said about it and in whatever order it arrived."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.access.contract import Evidence
from carerecord.access.evidence.kinds import KINDS, package_kinds
from carerecord.access.evidence.signals import Signal, SignalRefused, covering, team_name
from carerecord.access.evidence.tests.evidence_signals import DAY, HOUR, NOW, signal
from carerecord.access.evidence.windows import worked_out

ON = package_kinds()


def only(*signals: Signal) -> Evidence:
    (worked,) = worked_out(signals, ON)
    return worked.evidence


def at(days: float) -> dict[str, Any]:
    return {"at": NOW + days * DAY}


@pytest.mark.parametrize(
    ("said", "starts", "ends"),
    [
        pytest.param([signal(kind="LR-1")], 0, None, id="LR-1-registered"),
        pytest.param([signal(kind="LR-1"), signal("ended", "LR-1", **at(9))], 0, 37, id="LR-1-left"),
        pytest.param([signal(kind="LR-2")], -14, None, id="LR-2-admitted"),
        pytest.param([signal(kind="LR-2"), signal("ended", "LR-2", **at(5))], -14, 35, id="LR-2-A03"),
        pytest.param(
            [signal(kind="LR-2"), signal("cancelled", "LR-2", **at(1))], -14, 1, id="LR-2-A11"
        ),
        pytest.param([signal(kind="LR-3")], 0, 7, id="LR-3"),
        pytest.param([signal(kind="LR-3"), signal("ended", "LR-3", **at(1))], 0, 7, id="LR-3-left"),
        pytest.param([signal(kind="LR-4")], -14, 90, id="LR-4"),
        pytest.param(
            [signal(kind="LR-4", said=NOW - 9 * DAY), signal("cancelled", "LR-4", **at(-5))],
            -14, 7, id="LR-4-cancelled",
        ),
        pytest.param([signal(kind="LR-5")], 0, 548, id="LR-5-never-closed"),
        pytest.param([signal(kind="LR-5"), signal("ended", "LR-5", **at(10))], 0, 100, id="LR-5"),
        pytest.param(
            [signal(kind="LR-5"), signal("ended", "LR-5", **at(600))], 0, 548, id="LR-5-closed-late"
        ),
        pytest.param(
            [signal(kind="LR-5"), signal("cancelled", "LR-5", **at(2))], 0, 9, id="LR-5-rejected"
        ),
        pytest.param([signal(kind="LR-6")], 0, None, id="LR-6"),
        pytest.param([signal(kind="LR-6"), signal("ended", "LR-6", **at(3))], 0, 33, id="LR-6-ended"),
        pytest.param([signal(kind="LR-7")], 0, None, id="LR-7-fed"),
        pytest.param([signal(kind="LR-7"), signal("ended", "LR-7", **at(3))], 0, 3, id="LR-7-moved"),
        pytest.param([signal(kind="LR-7", strength="S2")], 0, 45, id="LR-7-said-by-the-home"),
        pytest.param(
            [signal(kind="LR-7", strength="S2"), signal("attested", "LR-7", **at(60))],
            0, 105, id="LR-7-attested-again",
        ),
        pytest.param([signal(kind="LR-8")], 0, 0.5, id="LR-8"),
        pytest.param(
            [signal(kind="LR-8"), signal("ended", "LR-8", **at(0.25))], 0, 0.75, id="LR-8-closed"
        ),
        pytest.param([signal(kind="LR-9")], 0, 1, id="LR-9"),
        pytest.param([signal(kind="LR-9"), signal("ended", "LR-9", **at(0.5))], 0, 0.5, id="LR-9-end"),
        pytest.param([signal(kind="LR-10")], -7, 30, id="LR-10"),
        pytest.param([signal(kind="LR-11")], 0, None, id="LR-11-ordered"),
        pytest.param(
            [signal(kind="LR-11"), signal("ended", "LR-11", **at(2))], 0, 32, id="LR-11-reported"
        ),
        pytest.param([signal(kind="LR-12")], 0, 0.5, id="LR-12"),
        pytest.param([signal(kind="LR-13")], 0, None, id="LR-13"),
        pytest.param([signal(kind="LR-13"), signal("ended", "LR-13", **at(2))], 0, 2, id="LR-13-end"),
        pytest.param([signal(kind="LR-17"), signal("ended", "LR-17", **at(2))], 0, 2, id="LR-17-end"),
        pytest.param([signal(kind="LR-6", until=NOW + 4 * DAY)], 0, 34, id="known-to-end"),
        pytest.param(
            [signal(kind="LR-6", until=NOW + 9 * DAY), signal("ended", "LR-6", **at(4))],
            0, 34, id="ended-before-it-was-known-to",
        ),
        pytest.param(
            [
                signal(kind="LR-2"),
                signal("ended", "LR-2", **at(5)),
                signal(kind="LR-2", at=NOW, said=NOW + 6 * DAY),
            ],
            -14, None, id="a-discharge-called-off",
        ),
        pytest.param(
            [signal(kind="LR-4"), signal(kind="LR-4", at=NOW + 30 * DAY, said=NOW + DAY)],
            16, 120, id="an-appointment-moved",
        ),
        pytest.param([signal(kind="LR-3"), signal("cancelled", **at(-1), said=NOW)], 0, 0, id="never"),
    ],
)  # fmt: skip
def test_each_kind_counts_from_when_to_when(
    said: list[Signal], starts: float, ends: float | None
) -> None:
    for arrived in itertools.permutations([*said, said[0]]):
        evidence = only(*arrived)
        assert evidence.starts == NOW + starts * DAY
        assert evidence.ends == (None if ends is None else NOW + ends * DAY)


def test_after_leaving_the_practice_each_use_is_a_notification() -> None:
    assert only(signal(kind="LR-1")).notify_from is None
    left = only(signal(kind="LR-1"), signal("ended", "LR-1", **at(9)))
    assert left.notify_from == NOW + 9 * DAY


def test_an_end_without_a_start_is_no_evidence() -> None:
    assert worked_out([signal("ended")], ON) == ()


def test_whoever_wrote_the_ambulance_record_keeps_it_longer() -> None:
    crew = signal(kind="LR-8", holder_kind="user", holder="r.boyd")
    mate = signal(kind="LR-8", holder_kind="user", holder="k.solberg")
    wrote = signal("authored", "LR-8", at=NOW + HOUR, holder_kind="user", holder="r.boyd")
    ends = {w.evidence.holder: w.evidence.ends for w in worked_out([wrote, crew, mate], ON)}
    assert ends == {"r.boyd": NOW + 73 * HOUR, "k.solberg": NOW + 12 * HOUR}


def test_a_team_named_narrows_the_organisation_to_it() -> None:
    whole = signal(kind="LR-2")
    team = signal(kind="LR-2", team="ward-4", said=NOW + HOUR)
    found = {
        w.evidence.holder: (w.evidence.holder_kind, w.evidence.ends)
        for w in worked_out([team, whole], ON)
    }
    assert found == {"RNG01": ("organisation", NOW + HOUR), "RNG01/ward-4": ("team", None)}


def test_a_team_named_by_mistake_narrows_nothing() -> None:
    whole = signal(kind="LR-2")
    team = signal(kind="LR-2", team="ward-4", said=NOW + HOUR)
    wrong = signal("cancelled", "LR-2", holder="RNG01", team="ward-4", at=NOW + 2 * HOUR)
    found = {w.evidence.holder: w.evidence.ends for w in worked_out([wrong, team, whole], ON)}
    assert found["RNG01"] is None
    assert found["RNG01/ward-4"] == NOW + 2 * HOUR


def test_an_end_for_one_team_leaves_the_other_and_one_for_all_ends_both() -> None:
    first = signal(kind="LR-6", team="a")
    second = signal(kind="LR-6", team="b")
    left = signal("ended", "LR-6", holder="RNG01", team="a", at=NOW + DAY)
    ends = {w.evidence.holder: w.evidence.ends for w in worked_out([first, second, left], ON)}
    assert ends == {"RNG01/a": NOW + 31 * DAY, "RNG01/b": None}
    over = signal("ended", "LR-6", at=NOW + 2 * DAY)
    ends = {w.evidence.holder: w.evidence.ends for w in worked_out([over, first, second], ON)}
    assert ends == {"RNG01/a": NOW + 32 * DAY, "RNG01/b": NOW + 32 * DAY}


def test_a_shift_names_the_colleague_and_their_teams() -> None:
    shift = covering(
        "locum", "s.amin", ("RNG01/ward-4",), source="roster", source_id="s1", starts=NOW,
        ends=NOW + 13 * HOUR, said=NOW,
    )  # fmt: skip
    covers = {(w.covers_kind, w.covers, w.evidence.ends) for w in worked_out(shift, ON)}
    assert covers == {
        ("user", "s.amin", NOW + 13 * HOUR),
        ("team", "RNG01/ward-4", NOW + 13 * HOUR),
    }


@pytest.mark.parametrize(
    ("team", "name"),
    [("ward-4", "RNG01/ward-4"), ("RNG01/ward-4", "RNG01/ward-4"), ("RXX/a", "RNG01/RXX/a")],
)
def test_no_team_is_of_another_organisation_than_its_own(team: str, name: str) -> None:
    assert team_name("RNG01", team) == name


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "LR-19"}, id="kind"),
        pytest.param({"event": "vanished"}, id="event"),
        pytest.param({"source": ""}, id="no-source"),
        pytest.param({"source_id": ""}, id="no-source-id"),
        pytest.param({"person_id": ""}, id="nobody"),
        pytest.param({"holder": ""}, id="no-holder"),
        pytest.param({"words": ""}, id="no-words"),
        pytest.param({"words": "x" * 501}, id="long-words"),
        pytest.param({"source_id": "x" * 201}, id="long-id"),
        pytest.param({"source_id": "a\0b"}, id="nul"),
        pytest.param({"at": NOW.replace(tzinfo=None)}, id="no-zone"),
        pytest.param({"until": NOW.replace(year=9999)}, id="no-year-9999"),
        pytest.param({"at": NOW.replace(year=1)}, id="no-year-1"),
        pytest.param({"team": "a", "holder_kind": "user"}, id="a-team-of-a-user"),
        pytest.param({"holder_kind": "team", "holder": "ward-4"}, id="a-team-of-nobody"),
        pytest.param({"kind": "LR-18"}, id="a-shift-about-one-person"),
        pytest.param({"kind": "LR-18", "person_id": ""}, id="a-shift-that-covers-nobody"),
        pytest.param(
            {
                "kind": "LR-18",
                "person_id": "",
                "covers_kind": "user",
                "covers": "s.amin",
                "holder_kind": "user",
                "holder": "locum",
            },
            id="a-shift-without-end",
        ),
        pytest.param(
            {
                "kind": "LR-18",
                "person_id": "",
                "covers_kind": "user",
                "covers": "s.amin",
                "until": NOW + DAY,
            },
            id="a-shift-of-a-whole-organisation",
        ),
    ],
)
def test_what_means_nothing_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SignalRefused):
        signal(**{"event": "started", **changes})


moments = st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days))


@st.composite
def signals(draw: st.DrawFn) -> list[Signal]:
    """Anything one source may say about one occurrence, each event with any time."""
    kind = draw(st.sampled_from(KINDS[:17]))
    said = []
    for event in draw(st.lists(st.sampled_from(
        ["started", "started", "ended", "cancelled", "attested", "authored"]), max_size=7
    )):  # fmt: skip
        holder_kind, holder = draw(
            st.sampled_from(
                [("organisation", "RNG01"), ("user", "r.boyd"), ("organisation", "RXX")]
            )
        )
        closes = event in ("ended", "cancelled")
        said.append(
            signal(
                event,
                kind,
                at=draw(moments),
                said=draw(moments),
                holder_kind=holder_kind,
                holder="" if closes and draw(st.booleans()) else holder,
                strength=draw(st.sampled_from(["", "S2"])),
                until=draw(st.none() | moments),
                words=draw(st.sampled_from(["one", "two"])),
            )
        )
        if holder_kind == "organisation" and said[-1].holder and draw(st.booleans()):
            said.append(signal(event, kind, at=said[-1].at, said=said[-1].said, team="a"))
    return said


@given(signals(), st.randoms())
def test_any_order_of_the_same_signals_gives_the_same_evidence(
    said: list[Signal], shuffled: random.Random
) -> None:
    expected = sorted(worked_out(said, ON), key=lambda one: one.evidence.id)
    again = [*said, *said[: len(said) // 2]]
    shuffled.shuffle(again)
    assert sorted(worked_out(again, ON), key=lambda one: one.evidence.id) == expected


@given(signals())
def test_no_window_ends_before_it_begins_and_none_is_stronger_than_its_kind(
    said: list[Signal],
) -> None:
    for worked in worked_out(said, ON):
        evidence = worked.evidence
        assert evidence.ends is None or evidence.ends >= evidence.starts
        assert evidence.strength <= ON[evidence.kind].strength or evidence.strength == "BTG"
