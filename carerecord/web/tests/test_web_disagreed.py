"""A person's note stands beside what they disagree with, and nowhere that it would give away what is not shown (PAT-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carerecord.access.notes import Note
from carerecord.contract import Answer
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

NOTE = Note("northgate-acute", "problems", "I never had <b>asthma</b>.", date(2026, 11, 21))


def region_with(*answers: Answer, note: Note = NOTE) -> WebRegion:
    return WebRegion().holds(replace(view_of(*answers), notes=(note,)))


@pytest.mark.parametrize("slug", ["", "problems"])
def test_it_stands_on_the_page_of_its_section_and_on_the_summary(slug: str):
    page = region_with(answer("northgate-acute", gibson.NORTHGATE)).page(slug)
    said = (
        "The person disagrees with something that Northgate University Hospital holds in problems"
    )
    assert said in page.words
    assert "In their words: “I never had" in page.words
    assert "Noted 21-Nov-2026." in page.words
    assert "<b>asthma" not in page.text


def test_it_stands_on_no_page_of_another_section():
    page = region_with(answer("northgate-acute", gibson.NORTHGATE)).page("medicines")
    assert "disagrees" not in page.words


@pytest.mark.parametrize(
    "note",
    [
        replace(NOTE, source="riverside-gp"),
        replace(NOTE, source="gone"),
        replace(NOTE, section="immunisations"),
    ],
)
def test_it_stands_beside_something_that_is_shown_or_not_at_all(note: Note):
    page = region_with(answer("northgate-acute", gibson.NORTHGATE), note=note).page("")
    assert "disagrees" not in page.words


def test_a_source_that_is_not_shown_shows_no_note_either():
    withheld = Answer("northgate-acute", "withheld", words="the patient has asked not to share")
    assert "disagrees" not in region_with(withheld).page("problems").words
