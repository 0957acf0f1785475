"""A source that tells somebody when it is asked: said to be unasked, offered, and asked by a form alone (SEN-12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Answer
from carerecord.viewing.contract import View
from carerecord.web.tests.harness import SOURCES, WebRegion, answer, view_of

TELLS = replace(SOURCES[0], notifies="the council is told who looked")
WHY = "not asked unless you choose to; then the council is told who looked"


def unasked() -> View:
    view = view_of(Answer(TELLS.id, "withheld", words=WHY), sources=(TELLS, *SOURCES[1:]))
    return replace(view, unasked=(TELLS,))


def asked() -> View:
    return replace(view_of(answer(TELLS.id), sources=(TELLS, *SOURCES[1:])), chosen=(TELLS,))


@pytest.mark.parametrize("page", ["", "timeline", "allergies", "problems"])
def test_it_is_said_to_be_missing_and_can_be_asked_from_the_same_page(region: WebRegion, page: str):
    read = region.holds(unasked()).page(page)
    assert f"{TELLS.name}: {WHY}." in read.words
    assert f'name="ask" value="{TELLS.id}">Ask {TELLS.name}</button>' in read.text


def test_once_chosen_the_page_says_what_that_has_set_off(region: WebRegion):
    read = region.holds(asked()).page("allergies")
    assert f"You asked {TELLS.name}" in read.words
    assert "So the council is told who looked." in read.words
    assert f'value="{TELLS.id}"' not in read.text


@pytest.mark.parametrize("page", ["item/e1", "documents/e1", "results/e1"])
def test_an_entry_that_nobody_asked_holds_may_be_with_it(region: WebRegion, page: str):
    read = region.holds(unasked()).page(page)
    assert read.status == 200
    assert "This entry is not in what the other sources hold" in read.words
    assert f"Ask {TELLS.name}" in read.words
    assert region.holds(asked()).page(page).status == 404


def unknown(*own: str) -> View:
    """These said lately that they have no record of the person."""
    words = "nothing is known to be held there"
    return view_of(*(Answer(one, "not-asked", words=words) for one in own))


@pytest.mark.parametrize("page", ["", "timeline", "problems", "item/e1"])
def test_a_source_of_which_nothing_is_known_is_named_and_can_be_asked(region: WebRegion, page: str):
    read = region.holds(unknown(SOURCES[0].id)).page(page)
    assert f"Not asked: {SOURCES[0].name}. Nothing is known to be held there." in read.words
    assert 'name="ask" value="*">Ask anyway</button>' in read.text
    assert "Not asked: nothing is known to be held there" in read.words


def test_a_section_it_shares_is_never_said_to_be_whole(region: WebRegion):
    read = region.holds(unknown(SOURCES[0].id)).page("problems")
    assert "not recorded in the" in read.words
    assert f"Not asked: {SOURCES[0].name}. Nothing is known to be held there." in read.words


def test_of_many_that_are_not_asked_the_number_is_said(region: WebRegion):
    own = [one.id for one in SOURCES]
    assert len(own) > 3
    read = region.holds(unknown(*own)).page("")
    assert f"Not asked: {len(own)} sources. Nothing is known to be held there." in read.words


def test_those_asked_all_the_same_are_named(region: WebRegion):
    view = replace(view_of(answer(SOURCES[0].id)), anyway=(SOURCES[0],))
    read = region.holds(view).page("problems")
    assert f"You asked {SOURCES[0].name} anyway" in read.words
