"""Refused: why, whom to call, and nothing of the record (ux S5)."""

from __future__ import annotations

import pytest

from carerecord.access.contract import Decision, Reason
from carerecord.web.tests.harness import MARGERY, WebRegion, view_of


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("OWN-1", "This is your own record."), "through the NHS App or your GP"),
        (Reason("ROL-2", "Your role does not include records."), "Your role does not include"),
        (Reason("TRN-1", "Your training is out of date."), "call the privacy officer"),
    ],
)
def test_it_says_why_and_whom_to_call(region: WebRegion, reason, words):
    region.holds(view_of()).door.refused[MARGERY.id] = Decision("deny", (reason,))
    page = region.page("refused")
    assert page.status == 403
    assert "You cannot open this record." in page.words
    assert words in page.words
    assert MARGERY.family.upper() not in page.text
    assert region.door.released == []


def test_a_record_that_may_be_opened_is_opened(region: WebRegion):
    assert region.holds(view_of()).page("refused").headers["location"] == "/p/h-yregram-p"
