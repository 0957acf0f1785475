"""How the notes under a row are put together."""

from __future__ import annotations

from carerecord.sections import owner_of
from carerecord.sections.words import lines


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
