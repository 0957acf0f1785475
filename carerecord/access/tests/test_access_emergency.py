"""Declaring an emergency: which reasons, which words, for how long (governance 3.6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access import EMERGENCY_REASONS, EmergencyNotDeclared
from carerecord.access.emergency import declaration
from carerecord.contract import Viewer

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")


def test_three_reasons_are_offered_and_none_of_them_needs_typing() -> None:
    offered = [reason for reason in EMERGENCY_REASONS if reason.offered]
    assert len(offered) == 3
    assert not any(reason.words_required for reason in offered)


@pytest.mark.parametrize("reason", EMERGENCY_REASONS, ids=lambda reason: reason.code)
def test_a_declaration_holds_for_one_viewer_one_person_and_four_hours(reason) -> None:
    made = declaration("e1", DOCTOR, "p1", reason.code, "order of the court, 2026/44", NOW)
    assert (made.kind, made.person_id) == ("LR-16", "p1")
    assert (made.holder_kind, made.holder) == ("user", "a.okafor")
    assert (made.starts, made.ends) == (NOW, NOW + timedelta(hours=4))
    assert made.words.startswith("you declared an emergency: ")


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("", "", "Choose a reason"),
        ("because", "", "Choose a reason"),
        ("other", "", "at least 10"),
        ("other", "  short   ", "at least 10"),
        ("court-order", "2026/44", "at least 10"),
        ("life-at-risk", "x" * 501, "at most 500"),
    ],
)
def test_an_incomplete_declaration_says_what_is_missing(code: str, words: str, said: str) -> None:
    with pytest.raises(EmergencyNotDeclared, match=said):
        declaration("e1", DOCTOR, "p1", code, words, NOW)
