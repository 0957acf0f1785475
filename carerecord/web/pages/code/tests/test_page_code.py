"""“Show access code”: one press, one page, nothing in an address, nothing on paper."""

from __future__ import annotations

from dataclasses import replace

from carerecord.access.withholding import without_access_codes
from carerecord.contract import Answer
from carerecord.viewing.access_codes import HiddenCodes
from carerecord.viewing.contract import View
from carerecord.web.tests.harness import WebRegion, answer, view_of

PLAN = {
    "resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "title": "Urgent care plan",
    "note": [{"text": "Getting in: key safe code 4471"}],
}  # fmt: skip
PATH = "/p/h-yregram-p/"


def hidden() -> View:
    said: Answer = answer("urgent-care-plans", [PLAN])
    without = without_access_codes(said.items)
    view = view_of(replace(said, items=tuple(one for one, _ in without)))
    return replace(view, codes=HiddenCodes.of(without))


def test_every_page_hides_it_and_offers_to_show_it(region: WebRegion):
    view = hidden()
    region.holds(view)
    entry = view.records["care_plans"].entries[0].id
    for slug in ("", "care-plans", f"item/{entry}", f"care-plans/{entry}", "changes", "timeline"):
        assert "4471" not in region.page(slug).text, slug
    for slug in ("care-plans", f"item/{entry}"):
        assert "Show access code" in region.page(slug).words
    assert region.door.codes.shown == []


def test_it_is_on_the_page_that_was_asked_for_and_not_on_paper(region: WebRegion):
    view = hidden()
    browser = region.holds(view).browser()
    entry = view.records["care_plans"].entries[0].id
    page = browser.post(f"{PATH}item/{entry}/code", {})
    assert "key safe code 4471" in page.words
    assert 'class="card not-on-paper"' in page.text
    assert ">Print<" not in page.text
    assert region.door.codes.shown == [entry]


def test_a_link_shows_nothing(region: WebRegion):
    view = hidden()
    entry = view.records["care_plans"].entries[0].id
    page = region.holds(view).browser().get(f"{PATH}item/{entry}/code")
    assert page.status == 405
    assert region.door.codes.shown == []
