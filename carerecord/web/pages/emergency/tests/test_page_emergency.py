"""Emergency access: two actions, no typing, and its consequences said first (ux S4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.contract import Closed, Decision, Reason, Terms
from carerecord.contract import Answer
from carerecord.viewing.contract import View
from carerecord.web.tests.harness import AT, MARGERY, WebRegion, permit, view_of

ADDRESS = "/p/h-yregram-p"
RESTRICTED = Decision("challenge", (Reason("OPT-2-restricted", "…"),), offers=("LR-16",))
NO_LINK = Decision("challenge", (Reason("LR-none", "…"),), offers=("LR-16",))
OWN = Decision("deny", (Reason("OWN-1", "This is your own record."),))


def refused(region: WebRegion, decision: Decision) -> WebRegion:
    region.holds(view_of()).door.refused[MARGERY.id] = decision
    return region


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (RESTRICTED, "This record is restricted. Mrs Gibson asked for it not to be shared."),
        (NO_LINK, "You have no recorded link to this person."),
    ],
)
def test_it_says_why_the_record_is_closed_and_what_opening_means(region, decision, words):
    page = refused(region, decision).page("emergency")
    assert words in page.words
    for consequence in (
        "4 hours",
        "what you see are recorded",
        "privacy officer at Northgate University Hospital is told",
        "find out",
    ):
        assert consequence in page.words
    assert page.text.count('type="radio"') == 3
    assert "required" not in page.text


def test_choosing_and_opening_is_enough(region):
    browser = refused(region, NO_LINK).browser()
    page = browser.post(f"{ADDRESS}/emergency", {"reason": "life-at-risk"})
    assert (page.status, page.headers["location"]) == (303, ADDRESS)
    assert region.door.declared == [(MARGERY.id, "life-at-risk", "")]


@pytest.mark.parametrize("reason", ["", "court-order", "curious"])
def test_without_one_of_the_three_reasons_nothing_is_declared(region, reason):
    browser = refused(region, NO_LINK).browser()
    page = browser.post(f"{ADDRESS}/emergency", {"reason": reason})
    assert page.status == 400
    assert "Choose what is happening" in page.words
    assert region.door.declared == []


def test_opening_leads_to_emergency_access_only_where_it_may_be_declared(region):
    browser = refused(region, NO_LINK).browser()
    assert browser.get(ADDRESS).headers["location"] == f"{ADDRESS}/emergency"
    refused(region, OWN)
    assert browser.get(ADDRESS).headers["location"] == f"{ADDRESS}/refused"
    assert browser.get(f"{ADDRESS}/emergency").headers["location"] == f"{ADDRESS}/refused"


def test_a_restricted_part_of_an_open_record_can_be_opened_in_an_emergency(region):
    withheld = Answer("riverside-gp", "withheld", words="is restricted. The person asked for it.")
    region.holds(closed_by(withheld, "OPT-4-part-restricted"))
    record = region.page()
    assert "Riverside Medical Practice: is restricted. The person asked for it." in record.words
    assert "for it.." not in record.words
    assert f'<a href="{ADDRESS}/emergency">Emergency access</a>' in record.text
    page = region.page("emergency")
    assert "anything Mrs Gibson asked not to be shared is left out" in page.words
    assert f'<a href="{ADDRESS}">Do not open</a>' in page.text


def closed_by(answer: Answer, rule: str) -> View:
    """A view in which an emergency would show more, and one source is closed by this rule."""
    closed = {answer.source_id: Closed(rule, "withheld", answer.words)}
    decision = permit(offers=("LR-16",), emergency_too=True)
    return replace(view_of(answer, decision=decision), terms=Terms(sources=closed))


def test_a_restricted_item_alone_is_not_given_away(region):
    record = region.holds(view_of(decision=permit(offers=("LR-16",)))).page()
    assert "emergency" not in record.text.split("<main")[1]


@pytest.mark.parametrize("rule", ["OPT-4-part-blocked", ""])
def test_nor_beside_a_source_that_no_emergency_opens(region, rule):
    """Blocked, or kept back by the source itself: what is offered there would be for something else."""
    withheld = Answer("riverside-gp", "withheld", words="is not shared")
    record = region.holds(closed_by(withheld, rule)).page()
    assert "emergency" not in record.text.split("<main")[1]


def test_an_open_record_has_the_same_page_whatever_is_restricted_in_it(region):
    """Where it were there only for a reason, whoever asked for it would learn that there is one."""
    pages = []
    for offers in ((), ("LR-16",), ("SFL-3",)):
        region.holds(view_of(decision=permit(offers=offers, emergency_too=True)))
        pages.append(region.page("emergency").text)
    assert "Open in an emergency" in pages[0]
    assert pages[0] == pages[1] == pages[2]


def test_what_was_typed_stays_when_something_is_missing(region):
    browser = refused(region, NO_LINK).browser()
    page = browser.post(f"{ADDRESS}/emergency", {"words": "found on the stairs"})
    assert 'value="found on the stairs"' in page.text
    assert '<a href="#reason-1">Choose what is happening</a>' in page.text


def test_while_it_runs_the_reason_gives_way_to_the_purple_line(region):
    page = region.holds(view_of(decision=permit(emergency_until=AT))).page()
    assert "Emergency access until 10:02. The privacy officer has been told." in page.words
    assert "You may see this record because" not in page.words
