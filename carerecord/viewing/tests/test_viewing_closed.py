"""What the ledger may claim when somebody asked that a source, or a part of one, is not shared (OPT-5, SRC-2)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.access.contract import Closed, Terms
from carerecord.contract import Answer, Item, Person, Resource, SourceSettings
from carerecord.fhir import encode_resource
from carerecord.merge.merge import merge
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import SectionState
from carerecord.viewing.ledger import states
from carerecord.viewing.withheld import closed_answer, without_withheld

GP = SourceSettings(
    "gp", "Riverside", "Riverside", "gp", "none", sections=("allergies", "problems")
)
ACUTE = SourceSettings("acute", "Northgate", "Northgate", "acute", "none", sections=("allergies",))
EVERY: dict[str, Any] = {section.name: "full" for section in SECTIONS}
ASKED = Closed("OPT-2-restricted", "withheld", "the person has asked for it not to be shared")
DISAGREED = Closed("ORG-3", "not-asked", "no agreement covers it")

NONE_KNOWN = {
    "resourceType": "AllergyIntolerance",
    "id": "none",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {"coding": [{"system": "http://snomed.info/sct", "code": "716186003"}]},
    "patient": {"reference": "Patient/1"},
}
PENICILLIN = {**NONE_KNOWN, "id": "p", "code": {"text": "Penicillin"}}


def answer(source: str, *resources: Resource) -> Answer:
    items = tuple(Item(source, one, encode_resource(one)) for one in resources)
    return Answer(source, "answered" if items else "empty", items)


def allergies(terms: Terms, *answers: Answer) -> SectionState:
    person = Person("p1", "9990000018", "GIBSON", "Margery")
    visible = without_withheld(answers, person, EVERY, terms)
    said = {one.source_id: one for one in visible.answers}
    records = merge(visible.answers).records
    return states((GP, ACUTE), said, records, EVERY, terms)["allergies"]


def test_none_known_is_not_claimed_for_a_source_that_was_not_asked_because_somebody_objected():
    terms = Terms(sources={"gp": ASKED})
    state = allergies(terms, closed_answer("gp", ASKED), answer("acute", NONE_KNOWN))
    assert state.heading == "3b"
    assert state.at_least
    assert state.not_shown == (GP,)
    assert state.missing == ()
    assert state.answered == (ACUTE,)
    assert state.why == {"gp": "the person has asked for it not to be shared"}
    assert allergies(Terms(), answer("gp"), answer("acute", NONE_KNOWN)).heading == "3"


@pytest.mark.parametrize(
    ("held", "heading"), [((PENICILLIN,), "2"), ((), "4b"), ((NONE_KNOWN,), "3b")]
)
def test_one_section_of_a_source_closed_makes_that_section_at_least(held: Any, heading: str):
    terms = Terms(sections={("gp", "allergies"): ASKED})
    state = allergies(terms, answer("gp", PENICILLIN), answer("acute", *held))
    assert state.heading == heading
    assert state.by_source == {"gp": "withheld", "acute": "answered" if held else "empty"}
    assert state.not_shown == (GP,)
    assert state.counts.get("gp", 0) == 0


def test_a_closed_section_reads_the_same_whether_or_not_the_source_held_any():
    terms = Terms(sections={("gp", "allergies"): ASKED})
    held = allergies(terms, answer("gp", PENICILLIN), answer("acute"))
    empty = allergies(terms, answer("gp"), answer("acute"))
    for name in SectionState.__dataclass_fields__:
        assert getattr(held, name) == getattr(empty, name)


def test_a_source_that_refuses_because_the_person_dissented_is_not_shown_and_not_empty():
    refused = Answer("gp", "withheld", words="the patient has asked the practice not to share")
    state = allergies(Terms(), refused, answer("acute", PENICILLIN))
    assert (state.heading, state.count_words) == ("2", "1+")
    assert state.not_shown == (GP,)
    assert state.why["gp"] == "the patient has asked the practice not to share"


def test_when_everybody_who_shares_is_closed_it_is_unavailable_never_none():
    terms = Terms(sources={"gp": ASKED, "acute": ASKED})
    state = allergies(terms, closed_answer("gp", ASKED), closed_answer("acute", ASKED))
    assert state.heading == "6"


def test_a_source_nobody_agreed_to_share_is_no_sharer_and_says_why():
    terms = Terms(sources={"gp": DISAGREED})
    state = allergies(terms, closed_answer("gp", DISAGREED), answer("acute", NONE_KNOWN))
    assert state.heading == "3"
    assert state.sharers == (ACUTE,)
    assert state.why == {"gp": "no agreement covers it"}
    both = Terms(sources={"gp": DISAGREED, "acute": DISAGREED})
    state = allergies(both, closed_answer("gp", DISAGREED), closed_answer("acute", DISAGREED))
    assert state.heading == "10"


def test_a_section_the_source_never_shares_is_not_said_to_be_withheld():
    terms = Terms(sources={"acute": ASKED})
    person = Person("p1", "9990000018", "GIBSON", "Margery")
    answers = (answer("gp"), closed_answer("acute", ASKED))
    visible = without_withheld(answers, person, EVERY, terms)
    found = states(
        (GP, ACUTE), {a.source_id: a for a in visible.answers}, merge(visible.answers).records,
        EVERY, terms,
    )["problems"]  # fmt: skip
    assert found.by_source["acute"] == "not-asked"
    assert found.heading == "4"


def test_why_a_source_is_closed_is_not_said_of_a_section_it_does_not_share():
    terms = Terms(sources={"acute": ASKED})
    said = {"gp": answer("gp"), "acute": closed_answer("acute", ASKED)}
    state = states((GP, ACUTE), said, merge([*said.values()]).records, EVERY, terms)["problems"]
    assert state.by_source == {"gp": "empty", "acute": "not-asked"}
    assert state.why == {}
