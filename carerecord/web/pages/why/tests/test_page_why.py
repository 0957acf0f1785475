"""Why this record: one question at a time, no default, nothing said of what made the rules ask (ux S3, OWN-6)."""

from __future__ import annotations

import pytest

from carerecord.access.contract import Decision, Reason
from carerecord.web.tests.harness import MARGERY, WebRegion, permit, view_of

ADDRESS = "/p/h-yregram-p"
CLOSED = (Reason("LR-none", "…"),)
NO_LINK = Decision("challenge", CLOSED, offers=("LR-14", "LR-16"))
RELATED = Decision("challenge", (Reason("OWN-3", "You may be related."),), offers=("OWN-3",))
DIED = Decision("challenge", (Reason("DEC-1", "…"),), offers=("DEC-1",))
EMERGENCY_ONLY = Decision("challenge", CLOSED, offers=("LR-16",))
OWN = Decision("deny", (Reason("OWN-1", "This is your own record."),))


def refused(region: WebRegion, decision: Decision) -> WebRegion:
    region.holds(view_of()).door.refused[MARGERY.id] = decision
    return region


def test_a_record_without_a_link_asks_why_with_four_reasons_and_no_default(region):
    browser = refused(region, NO_LINK).browser()
    assert browser.get(ADDRESS).headers["location"] == f"{ADDRESS}/why"
    page = browser.get(f"{ADDRESS}/why")
    assert "We found no appointment, referral or stay with you for Mrs Gibson." in page.words
    assert page.text.count('type="radio"') == 4
    assert "checked" not in page.text.split("<form")[-1]
    assert "Emergency access" in page.words
    assert "GIBSON, Margery" in page.words


@pytest.mark.parametrize(
    ("decision", "heading"),
    [
        (RELATED, "You may know this person outside work"),
        (DIED, "Why do you need the record of somebody who has died?"),
    ],
)
def test_each_question_has_its_own_words(region, decision, heading):
    page = refused(region, decision).page("why")
    assert heading in page.words
    assert "Emergency access" not in page.words


def test_the_question_about_family_says_nothing_of_what_was_matched(region):
    page = refused(region, RELATED).page("why")
    for leak in ("address", "postcode", "surname", "next of kin", "related."):
        assert leak not in page.words


def test_choosing_nothing_says_so_and_declares_nothing(region):
    browser = refused(region, NO_LINK).browser()
    page = browser.post(f"{ADDRESS}/why", {"kind": "LR-14"})
    assert page.status == 400
    assert "Choose why you need this record" in page.words
    assert region.door.declared == []


@pytest.mark.parametrize("kind", ["", "LR-16", "LR-1", "nonsense"])
def test_only_what_this_page_asks_can_be_answered_here(region, kind):
    browser = refused(region, NO_LINK).browser()
    page = browser.post(f"{ADDRESS}/why", {"kind": kind, "reason": "life-at-risk"})
    assert page.status == 400
    assert region.door.declared == []


def test_a_reason_opens_the_record(region):
    browser = refused(region, RELATED).browser()
    page = browser.post(f"{ADDRESS}/why", {"kind": "OWN-3", "reason": "not-related"})
    assert (page.status, page.headers["location"]) == (303, ADDRESS)
    assert region.door.declared == [(MARGERY.id, "not-related", "")]


def test_where_only_an_emergency_helps_or_nothing_it_leads_there(region):
    browser = refused(region, EMERGENCY_ONLY).browser()
    assert browser.get(f"{ADDRESS}/why").headers["location"] == f"{ADDRESS}/emergency"
    refused(region, OWN)
    assert browser.get(f"{ADDRESS}/why").headers["location"] == f"{ADDRESS}/refused"


def test_an_open_record_asks_nothing(region):
    page = region.holds(view_of(decision=permit())).page("why")
    assert page.headers["location"] == ADDRESS


def test_a_protected_persons_documents_ask_before_they_open(region):
    decision = permit(offers=("SFL-3",))
    page = region.holds(view_of(decision=decision)).page("why")
    assert "Open this person’s documents?" in page.words
    browser = region.browser()
    answered = browser.post(f"{ADDRESS}/why", {"kind": "SFL-3", "reason": "needed-for-care"})
    assert answered.headers["location"] == f"{ADDRESS}/documents"
