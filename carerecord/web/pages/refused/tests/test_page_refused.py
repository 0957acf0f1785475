"""Refused: why, whom to call, and nothing of the record (ux S5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.contract import Decision, Reason
from carerecord.web.pages.refused.page import why
from carerecord.web.tests.harness import DOCTOR, MARGERY, WebRegion, view_of

OWN = Reason("OWN-1", "You cannot open your own record here.")
NO_LINK = Reason("LR-none", "You have no recorded link to this person.")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (OWN, "is told that this was tried"),
        (Reason("ROL-2", "Your role does not open records."), "Access review shows who has looked"),
        (Reason("TRN-1", "Your training is out of date."), "Ask whoever runs training"),
        (Reason("LR-26", "There were many searches."), "Sign out, and sign in again."),
        (Reason("ORG-1", "Your organisation is not using it."), "call the privacy officer of"),
    ],
)
def test_it_says_why_and_whom_to_call(region: WebRegion, reason, words):
    region.holds(view_of()).door.refused[MARGERY.id] = Decision("deny", (reason,))
    page = region.page("refused")
    assert page.status == 403
    assert "You cannot open this record." in page.words
    assert reason.words in page.words
    assert words in page.words
    assert "This attempt has been recorded." in page.words
    assert MARGERY.family.upper() not in page.text
    assert region.door.released == []


def test_it_never_says_that_something_could_be_said_where_that_would_not_help():
    related = Reason("OWN-3", "You may be related. Say why you need their record before it opens.")
    training = Reason("TRN-1", "Your training has run out.")
    assert why(Decision("deny", (OWN, related)), DOCTOR) == (OWN.words,)
    assert why(Decision("deny", (related, training)), DOCTOR) == (training.words,)


def test_a_care_home_is_told_that_it_is_nobody_of_theirs():
    manager = replace(DOCTOR, role="care-home-manager", organisation_name="Willow Court")
    assert why(Decision("deny", (NO_LINK,)), manager) == (
        "This person is not recorded as living at Willow Court.",
    )
    assert why(Decision("deny", (NO_LINK,)), DOCTOR) == (NO_LINK.words,)


def test_a_record_that_may_be_opened_is_opened(region: WebRegion):
    assert region.holds(view_of()).page("refused").headers["location"] == "/p/h-yregram-p"


def test_where_an_emergency_may_be_declared_it_leads_there(region: WebRegion):
    decision = Decision("challenge", (NO_LINK,), offers=("LR-16",))
    region.holds(view_of()).door.refused[MARGERY.id] = decision
    assert region.page("refused").headers["location"] == "/p/h-yregram-p/emergency"


def test_a_refusal_for_want_of_training_leads_to_it_where_the_region_says_where(region: WebRegion):
    address = "https://learn.region.example/shared-record"
    region.holds(view_of()).door.refused[MARGERY.id] = Decision(
        "deny", (Reason("TRN-1", "Your training has run out."),)
    )
    assert "Go to the training" not in region.page("refused").text
    settings = replace(
        region.settings, region=replace(region.settings.region, training_url=address)
    )
    region.app.state.carerecord.settings = settings
    page = region.page("refused").text
    assert f'<a href="{address}" rel="noreferrer">Go to the training</a>' in page
    region.door.refused[MARGERY.id] = Decision("deny", (OWN,))
    assert address not in region.page("refused").text
