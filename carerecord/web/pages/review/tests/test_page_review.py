"""What a privacy officer is told of, newest first, and nobody else (ux S19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from carerecord.access.alerts import Alert
from carerecord.access.evidence.emergencies import Emergency
from carerecord.viewing.contract import MOST_TOLD, Told
from carerecord.web.tests.harness import DOCTOR, MARGERY, OFFICER, WebRegion

AT = datetime(2026, 11, 21, 10, 2, 7, tzinfo=UTC)


def told(rule: str = "LR-16", kind: str = "alert", *, about: bool = True) -> Told:
    alert = Alert(
        kind="alert" if kind == "alert" else "notification",
        rule=rule,
        to="RNG01",
        viewer=DOCTOR,
        person_id=MARGERY.id if about else "",
        occasion="o1",
        at=AT,
        words="Opened in a declared emergency.",
        reference="f9d7c63b",
    )
    return Told(alert, MARGERY if about else None)


def test_a_line_says_when_who_whose_record_and_why(region: WebRegion):
    region.door.told = [told()]
    words = region.browser(OFFICER).get("/review/told").words
    for said in (
        *("21-Nov-2026 10:02:07", "Alert", "Dr A Okafor", "a.okafor", "GIBSON, Margery (Mrs)"),
        *("999 417 3626", "Opened in a declared emergency. LR-16", "f9d7c63b", "End of list."),
    ):
        assert said in words
    assert "A picked access is a question, not an accusation." in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "No reason in words yet."),
        ("Found in the street.", "Said since: “Found in the street.”"),
        ("Opened in a declared emergency.", "emergency. LR-16"),
    ],
)
def test_an_emergency_declared_without_words_says_so_or_what_came_since(
    region: WebRegion, words: str, said: str
):
    declared = Emergency(id="o1", person_id="p1", at=AT, until=AT, reason="Life", words=words)
    region.door.told = [replace(told(), emergency=declared)]
    assert said in region.browser(OFFICER).get("/review/told").words


def test_what_is_about_nobody_in_particular_says_so(region: WebRegion):
    region.door.told = [told("LR-26", about=False)]
    assert "No one person" in region.browser(OFFICER).get("/review/told").words


def test_a_full_page_never_says_that_it_is_the_end(region: WebRegion):
    region.door.told = [told()] * MOST_TOLD
    words = region.browser(OFFICER).get("/review/told").words
    assert "End of list." not in words
    assert "there may be older ones" in words


def test_nothing_to_tell_is_said(region: WebRegion):
    words = region.browser(OFFICER).get("/review/told").words
    assert "Nobody has done anything that your organisation was told of." in words


def test_another_role_sees_nothing_of_it(region: WebRegion):
    region.door.told = [told()]
    page = region.browser().get("/review/told")
    assert page.status == 403
    assert "for the privacy officer" in page.words
    assert "GIBSON" not in page.text
