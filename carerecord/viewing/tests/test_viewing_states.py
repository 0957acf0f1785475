"""What each source is said to have said of one section, whoever else failed or has nothing (ux 4)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.access.contract import Terms
from carerecord.contract import Answer, Failure, Item, Level, Resource, SourceSettings
from carerecord.fhir import encode_resource
from carerecord.merge.merge import merge
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import SectionState
from carerecord.viewing.ledger import states
from carerecord.viewing.tests.door_region import problem

EVERY: dict[str, Level] = {section.name: "full" for section in SECTIONS}
GP = SourceSettings("gp", "Riverside", "Riverside", "gp", "none", sections=("problems",))
ACUTE = SourceSettings("acute", "Northgate", "Northgate", "acute", "none", sections=("problems",))
HOME = SourceSettings("home", "Elm House", "Elm House", "home", "none", sections=("problems",))
LAB = SourceSettings("lab", "Northgate lab", "Lab", "lab", "none", sections=("results",))
LATE = Failure("timeout", "no answer in 8 s")


def said(source: str, state: Any = "", *resources: Resource, **more: Any) -> Answer:
    items = tuple(Item(source, one, encode_resource(one)) for one in resources)
    return Answer(source, state or ("answered" if items else "empty"), items, **more)


def problems(*answers: Answer, levels: dict[str, Level] = EVERY) -> SectionState:
    sources = [one for one in (GP, ACUTE, HOME, LAB) if one.id in {a.source_id for a in answers}]
    found = {one.source_id: one for one in answers}
    return states(sources, found, merge(answers).records, levels, Terms())["problems"]


def test_when_all_who_share_it_answered_the_count_is_the_count():
    made = problems(said("gp", "", problem("Stroke"), problem("Gout")), said("acute"), said("lab"))
    assert (made.heading, made.positive, made.at_least, made.count_words) == ("1", 2, False, "2")
    assert (made.sharers, made.answered) == ((GP, ACUTE), (GP, ACUTE))
    assert (made.missing, made.not_shown, made.why) == ((), (), {})
    assert made.by_source == {"gp": "answered", "acute": "empty", "lab": "not-asked"}
    assert made.counts == {"gp": 2}


@pytest.mark.parametrize(
    ("answer", "state", "heading"),
    [
        (said("acute", "failed", failure=LATE), "failed", "2"),
        (said("acute", "partial", failure=LATE), "partial", "2"),
    ],
)
def test_one_who_failed_is_missing_and_makes_it_at_least(answer: Answer, state: str, heading: str):
    made = problems(said("gp", "", problem("Stroke")), answer)
    assert (made.heading, made.count_words) == (heading, "1+")
    assert made.missing == (ACUTE,)
    assert made.by_source["acute"] == state
    assert made.why == {}
    assert made.answered == ((GP,) if state == "failed" else (GP, ACUTE))


def test_one_who_failed_and_one_who_is_not_shown_are_both_missing():
    here = said("gp", "", problem("Stroke"))
    made = problems(here, said("acute", "failed", failure=LATE), said("home", "withheld"))
    assert (made.heading, made.count_words) == ("2", "1+")
    assert (made.missing, made.not_shown) == ((ACUTE,), (HOME,))


@pytest.mark.parametrize("state", ["failed", "partial"])
def test_a_source_that_shares_nothing_of_it_and_failed_is_not_missing_from_it(state: str):
    made = problems(said("gp", "", problem("Stroke")), said("lab", state, failure=LATE))
    assert (made.heading, made.missing) == ("1", ())
    assert made.by_source["lab"] == "not-asked"


def test_a_source_that_sent_some_of_it_unasked_is_said_to_have_answered():
    made = problems(said("gp"), said("lab", "", problem("Stroke")))
    assert made.by_source["lab"] == "answered"
    assert made.sharers == (GP, LAB)
    part = problems(said("gp"), said("lab", "partial", problem("Stroke"), failure=LATE))
    assert (part.by_source["lab"], part.missing) == ("partial", (LAB,))


def test_a_source_with_items_of_other_sections_alone_has_none_of_this_one():
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "patient": {"reference": "Patient/1"},
        "code": {"text": "Penicillin"},
    }
    made = problems(said("gp", "", problem("Stroke")), said("acute", "", allergy))
    assert made.by_source == {"gp": "answered", "acute": "empty"}
    assert made.heading == "1"


def test_no_record_is_a_reply_only_where_nobody_else_replied():
    both = problems(said("gp"), said("acute", "not-found"))
    assert (both.answered, both.by_source["acute"]) == ((GP,), "not-found")
    alone = problems(said("acute", "not-found"))
    assert (alone.answered, alone.heading) == ((ACUTE,), "4")


def test_what_a_source_says_of_not_sharing_is_said_only_where_it_shares():
    words = "the patient has asked the practice not to share"
    refused = problems(said("gp", "withheld", words=words), said("lab", "withheld", words=words))
    assert refused.by_source == {"gp": "withheld", "lab": "not-asked"}
    assert (refused.not_shown, refused.why) == ((GP,), {"gp": words})
    assert (refused.heading, refused.answered) == ("6", ())


def test_a_source_that_withholds_is_never_said_to_have_answered_whatever_came_of_it():
    made = problems(said("gp", "withheld", problem("Stroke")), said("acute"))
    assert (made.by_source["gp"], made.not_shown, made.at_least) == ("withheld", (GP,), True)


@pytest.mark.parametrize("levels", [{**EVERY, "problems": "none"}, {"results": "full"}])
def test_of_a_class_the_role_may_not_see_nothing_is_said_whatever_came(
    levels: dict[str, Level],
):
    made = problems(said("gp", "", problem("Stroke")), said("acute", "failed"), levels=levels)
    assert (made.heading, made.positive, made.count_words) == ("11", 0, "0")
    assert made.by_source == {"gp": "withheld", "acute": "withheld"}
    assert (made.sharers, made.missing, made.counts, made.why) == ((), (), {}, {})
