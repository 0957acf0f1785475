"""A source that was asked not to share: said by name and reason on every page, and never taken for nothing (T15)."""

from __future__ import annotations

import pytest

from carerecord.contract import Answer
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

WHY = "the patient has asked the practice not to share"
DISSENT = Answer("riverside-gp", "withheld", words=WHY)


@pytest.fixture
def region() -> WebRegion:
    return WebRegion().holds(view_of(DISSENT, answer("northgate-acute", gibson.NORTHGATE)))


@pytest.mark.parametrize("slug", ["", "allergies", "medicines", "problems", "timeline"])
def test_every_page_it_concerns_says_so_and_shows_the_other_sources(region, slug: str):
    words = region.page(slug).words
    assert f"Riverside Medical Practice: {WHY}." in words
    assert f"Not shown: {WHY}" in words
    assert "That is not the same as nothing." in words
    assert "Riverside Medical Practice: not shown" in words
    assert "Sources: 5 of 6 shown" in words


def test_none_known_is_never_plain_while_a_source_is_not_shown() -> None:
    view = view_of(DISSENT, answer("northgate-acute", []))
    words = WebRegion().holds(view).page("allergies").words
    assert "Allergies not recorded in the" in words
    assert "did not answer" not in words
    assert f"Riverside Medical Practice: {WHY}." in words


def test_a_source_that_was_not_asked_says_why() -> None:
    view = view_of(Answer("riverside-gp", "not-asked", words="no agreement covers it"))
    assert "Not asked: no agreement covers it" in WebRegion().holds(view).page().words


def test_how_many_were_not_asked_stands_beside_how_many_are_shown() -> None:
    whole = WebRegion().holds(view_of(answer("northgate-acute", gibson.NORTHGATE))).page().words
    assert "not asked Fetched" not in whole
    one = WebRegion().holds(view_of(Answer("riverside-gp", "not-asked"))).page().words
    assert "Sources: 5 of 5 shown; 1 not asked" in one
