"""A neighbouring region in the source strip: named as one, and never “no data” when it did not share (ux 3)."""

from __future__ import annotations

from carerecord.contract import Answer, SourceSettings
from carerecord.web.tests.harness import SOURCES, WebRegion, view_of

WEST = SourceSettings("west", "Westmere", "West", "neighbour", "neighbour", sections=("problems",))
EVERY = (*SOURCES, WEST)
REFUSED = "did not share: the reason given for looking is not one agreed between our regions"


def test_the_strip_says_which_source_is_a_region(region: WebRegion):
    page = region.holds(view_of(sources=EVERY)).page("problems")
    assert "◇ Neighbouring region: Westmere" in page.words


def test_a_region_that_did_not_share_is_never_a_region_with_nothing(region: WebRegion):
    answer = Answer(WEST.id, "withheld", words=REFUSED)
    words = region.holds(view_of(answer, sources=EVERY)).page("problems").words
    assert f"Not shown: {REFUSED}" in words
    assert f"Westmere: {REFUSED}." in words
    assert "That is not the same as nothing." in words


def test_a_region_that_was_not_asked_says_why(region: WebRegion):
    answer = Answer(WEST.id, "not-asked", words="not agreed for your role")
    words = region.holds(view_of(answer, sources=EVERY)).page("problems").words
    assert "Not asked: not agreed for your role" in words
