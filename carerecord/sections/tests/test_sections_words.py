"""How the notes under a row are put together, and what an entry without a name is called."""

from __future__ import annotations

import pytest

from carerecord.sections import owner_of
from carerecord.sections.words import NOT_NAMED, lines, unnamed


def test_the_same_words_are_said_once_and_with_what_they_are() -> None:
    assert lines("Fell at home", "Reason: Fell at home", "", "Fell at home") == (
        "Reason: Fell at home",
    )


def test_words_that_only_share_their_end_are_all_said() -> None:
    said = ("Reaction: rash: severe", "severe", "Ring first", "Call: Ring first, please")
    assert lines(*said) == said


def test_why_a_medicine_was_stopped_is_there_once_though_it_was_sent_twice() -> None:
    stopped = {
        "resourceType": "MedicationStatement",
        "status": "stopped",
        "medicationCodeableConcept": {"text": "Ramipril 5mg capsules"},
        "statusReason": [{"text": "Acute kidney injury"}],
        "note": [{"text": "Acute kidney injury"}],
    }
    row = owner_of(stopped).row(stopped, lambda _: None)
    assert row.notes == ("Status reason: Acute kidney injury",)


@pytest.mark.parametrize(
    "mark_up",
    [
        "Penicillin <del>no</del> known allergy",
        "<s>Penicillin</s> Latex",
        '<span style="text-decoration: line-through">Nuts</span> Eggs',
        "<p hidden>No</p> allergy",
    ],
)
def test_words_that_are_struck_out_or_hidden_are_not_quoted_as_if_they_stood(mark_up: str) -> None:
    said = unnamed({"text": {"div": f"<div>{mark_up}</div>"}})
    assert said.startswith(NOT_NAMED)
    assert "“" not in said
    assert "stand in its entry" in said
