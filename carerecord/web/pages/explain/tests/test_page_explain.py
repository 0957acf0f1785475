"""Who may see what: the outcome, each rule, and what stays unseen; nothing of the record (governance 3.1)."""

from __future__ import annotations

import pytest

from carerecord.access.contract import Closed, Decision, Obligation, Reason, Terms
from carerecord.viewing.contract import Explanation
from carerecord.web.tests.harness import DOCTOR, EVERY, MARGERY, OFFICER, WebRegion, permit

ASKED = {"staff": DOCTOR.id, "nhs_number": MARGERY.nhs_number}
OWN = Decision(
    "deny",
    (Reason("OWN-1", "You cannot open your own record here."),),
    obligations=(Obligation("OWN-1", "notification", "Tried to open their own record."),),
)


def explanation(decision: Decision, terms: Terms | None = None) -> Explanation:
    return Explanation(DOCTOR, MARGERY, decision, terms or Terms())


def test_the_page_asks_for_two_numbers(region: WebRegion):
    page = region.browser(OFFICER).get("/explain")
    assert page.status == 200
    assert "No source is asked, and nothing of the record is shown." in page.words
    assert page.text.count("<label") == 2


def test_an_open_record_says_by_which_rule_and_what_is_in_sight(region: WebRegion):
    levels = dict.fromkeys(EVERY, "full") | {"results": "summary", "problems": "none"}
    closed = Closed("OPT-4-part-restricted", "withheld", "is restricted.")
    terms = Terms(sources={"riverside-gp": closed}, details=frozenset({"mental_health"}))
    region.door.explained = explanation(permit(levels), terms)
    words = region.browser(OFFICER).post("/explain", ASKED).words
    for said in (
        *("The record opens", "LR-3", "in your emergency department since 09:41"),
        *("Test results summary only", "Problems and diagnoses not for this role, ROL-1"),
        *("riverside-gp: is restricted. OPT-4-part-restricted", "Safeguarding: the detail"),
        "This question has been recorded.",
    ):
        assert said in words
    assert "Mental health: the guarded detail" not in words


def test_a_closed_record_says_why_and_who_is_told(region: WebRegion):
    region.door.explained = explanation(OWN)
    words = region.browser(OFFICER).post("/explain", ASKED).words
    assert "The record stays closed" in words
    assert "The privacy officer is told: Tried to open their own record." in words
    assert "Safeguarding" not in words
    assert "in full" not in words


@pytest.mark.parametrize("staff", ["", "nobody"])
def test_somebody_unknown_is_a_problem_of_what_was_typed(region: WebRegion, staff: str):
    region.door.explained = explanation(OWN)
    page = region.browser(OFFICER).post("/explain", {**ASKED, "staff": staff})
    assert page.status == 400
    assert "No such member of staff at your organisation, or no such person." in page.words


def test_another_role_may_not_ask(region: WebRegion):
    region.door.explained = explanation(OWN)
    browser = region.browser()
    assert browser.get("/explain").status == 403
    assert browser.post("/explain", ASKED).status == 403
