"""“This looks wrong”, from the entry to the officers' page and back to whoever opens the entry next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.doubts import Doubt, Taken
from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.client import Page
from carerecord.web.tests.harness import AT, MARGERY, OFFICER, WebRegion, answer, view_of
from carerecord.web.tests.no_cases import NoDoubts

STROKE = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
DOUBT = Doubt(
    "a1b2c3", MARGERY.id, "riverside-gp", "riverside-gp/Condition/p", "problems", "RNG11",
    "never", "It was her sister.", "a.okafor", "Dr A Okafor", "RNG01", AT,
)  # fmt: skip
BASE = f"/p/h-{MARGERY.id[::-1]}"


def view(*doubts: Doubt, second: bool = False) -> View:
    more = [answer("northgate-acute", [{**STROKE, "id": "q"}])] if second else []
    return replace(view_of(answer("riverside-gp", [STROKE]), *more), doubts=doubts)


def entry_of(found: View) -> str:
    return found.records["problems"].entries[0].id


def desk(region: WebRegion) -> NoDoubts:
    found = region.app.state.carerecord.doubts
    assert isinstance(found, NoDoubts)
    return found


def sent(region: WebRegion, found: View, **form: str) -> Page:
    browser = region.holds(found).browser()
    return browser.post(f"{BASE}/item/{entry_of(found)}/wrong", form)


def test_an_entry_leads_to_the_form_and_the_form_to_who_holds_it(region: WebRegion):
    found = view()
    page = region.holds(found).page(f"item/{entry_of(found)}")
    assert f"/item/{entry_of(found)}/wrong" in page.text
    form = region.page(f"item/{entry_of(found)}/wrong").words
    assert "This looks wrong: Stroke" in form
    assert "Held by Riverside Medical Practice." in form
    page = sent(region, found, what="never", words="It was her sister.")
    assert (page.status, page.headers["location"]) == (303, f"{BASE}/item/{entry_of(found)}")
    ((about, what, words),) = desk(region).put_here
    assert (about.item, about.section, about.source.id) == (
        "riverside-gp/Condition/p",
        "problems",
        "riverside-gp",
    )
    assert (what, words, about.person_id, about.view_id) == (
        "never",
        "It was her sister.",
        MARGERY.id,
        "v1",
    )


def test_of_two_sources_that_say_it_the_one_that_is_chosen_is_told(region: WebRegion):
    found = view(second=True)
    assert "Whose entry?" in region.holds(found).page(f"item/{entry_of(found)}/wrong").words
    sent(region, found, what="never", item="northgate-acute/Condition/q")
    sent(region, found, what="never", item="elsewhere/Condition/z")
    chosen, unknown = (about.source.id for about, _, _ in desk(region).put_here)
    assert (chosen, unknown) == (
        "northgate-acute",
        found.records["problems"].entries[0].head.source_id,
    )


def test_what_is_missing_is_said_and_nothing_typed_is_lost(region: WebRegion):
    desk(region).refuses = "Choose what looks wrong."
    page = sent(region, view(), words="It was her sister.")
    assert "There is a problem Choose what looks wrong." in page.words
    assert "It was her sister." in page.text


def test_an_entry_that_is_not_there_cannot_be_doubted(region: WebRegion):
    page = region.holds(view()).browser().post(f"{BASE}/item/nothing/wrong", {"what": "never"})
    assert page.status == 404
    assert desk(region).put_here == []


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "which has not read it yet"),
        ((Taken("seen", "", "x", "X", AT),), "read this on 21-Nov-2026 and has not answered yet"),
        (
            (Taken("stands", "Seen by neurology.", "x", "X", AT),),
            "Looked at on 21-Nov-2026 and left as it is: Seen by neurology.",
        ),
    ],
)
def test_later_viewers_of_the_entry_read_that_it_was_queried_and_what_came_of_it(
    region: WebRegion, steps: tuple[Taken, ...], said: str
):
    found = view(replace(DOUBT, steps=steps))
    words = region.holds(found).page(f"item/{entry_of(found)}").words
    assert "Queried on 21-Nov-2026" in words
    assert said in words
    assert "It was her sister" not in words
    listed = region.page("problems").words
    assert ("Queried on 21-Nov-2026" in listed) is (not steps or steps[-1].step == "seen")


def test_another_entry_and_whoever_may_not_see_it_read_nothing_of_it(region: WebRegion):
    other = replace(DOUBT, item="riverside-gp/Condition/other")
    plain, doubted = view(), view(other)
    for slug in ("", "problems", "social", f"item/{entry_of(plain)}"):
        assert region.holds(doubted).page(slug).body == region.holds(plain).page(slug).body


def test_officers_read_what_waits_and_answer_it(region: WebRegion):
    desk(region).found = [(DOUBT, MARGERY)]
    browser = region.browser(OFFICER)
    words = browser.get("/review/doubts").words
    for said in ("GIBSON, Margery (Mrs)", "It is not true, and never was.", "It was her sister."):
        assert said in words
    form = {"doubt": "a1b2c3", "step": "corrected", "words": "Ended."}
    assert browser.post("/review/doubts", form).status == 303
    assert desk(region).answered == [("a1b2c3", "corrected", "Ended.")]
    desk(region).refuses = "Choose what was done."
    refused = browser.post("/review/doubts", {"doubt": "a1b2c3"})
    assert (refused.status, "Choose what was done." in refused.words) == (400, True)


def test_an_answer_is_shown_in_place_of_the_form(region: WebRegion):
    taken = Taken("corrected", "Ended in our system.", "x", "X", AT)
    desk(region).found = [(replace(DOUBT, steps=(taken,)), None)]
    page = region.browser(OFFICER).get("/review/doubts")
    assert "Put right at the source on 21-Nov-2026: Ended in our system." in page.words
    assert "What was done?" not in page.words


def test_other_roles_do_not_reach_the_officers_page(region: WebRegion):
    desk(region).found = [(DOUBT, MARGERY)]
    assert "Gibson" not in region.browser().get("/review/doubts").text.title()
