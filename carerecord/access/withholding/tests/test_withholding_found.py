"""Ways of writing a code, a label or a place that must not let an item through, and what must stay."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carerecord.access import withhold
from carerecord.access.contract import Terms
from carerecord.contract import Item, Person

ANYBODY = Person("p1", "9990000018", "GIBSON", "Margery")
TERMINATION = "57797005"


def item(source: str = "gp", **resource: Any) -> Item:
    return Item(source, resource, json.dumps(resource).encode())


def kept(*items: Item, person: Person = ANYBODY) -> list[str]:
    return [str(one.resource["id"]) for one in withhold(items, person, {}, Terms()).kept]


def condition(code: str) -> Item:
    return item(resourceType="Condition", id="c1", code={"coding": [{"code": code}]})


@pytest.mark.parametrize(
    "code",
    [
        f"243796009:363589002={TERMINATION}",
        f"243796009 |Situation| : {{ 363589002 = {TERMINATION} |x| }}",
        f"=== {TERMINATION}",
        f"\t{TERMINATION}",
        f"{TERMINATION}+246112005",
    ],
)
def test_a_restricted_concept_is_found_anywhere_in_an_expression(code: str) -> None:
    assert kept(condition(code)) == []


def test_a_longer_number_is_another_concept() -> None:
    assert kept(condition(f"9{TERMINATION}")) == ["c1"]


@pytest.mark.parametrize("code", ["R ", "\tr", " V\n"])
def test_a_label_with_space_around_it_is_obeyed(code: str) -> None:
    assert kept(item(resourceType="Observation", id="o", meta={"security": [{"code": code}]})) == []


def test_a_label_of_a_document_inside_a_bundle_is_obeyed() -> None:
    composition = {"resourceType": "Composition", "confidentiality": "R"}
    assert kept(item(resourceType="Bundle", id="b", entry=[{"resource": composition}])) == []


def test_a_label_that_is_not_in_a_list_is_obeyed() -> None:
    label = {"coding": {"code": "R"}}
    assert kept(item(resourceType="DocumentReference", id="d", securityLabel=[label])) == []


@pytest.mark.parametrize(
    "grouping",
    [
        {"resourceType": "List", "entry": [{"item": {"reference": "Condition/c1"}},
                                           {"item": {"reference": "Appointment/a1"}}]},
        {"resourceType": "Provenance", "target": [{"reference": "Condition/c1"},
                                                  {"reference": "Appointment/a1"}]},
    ],
)  # fmt: skip
def test_what_is_only_gathered_with_a_withheld_item_stays(grouping: dict[str, Any]) -> None:
    """A Provenance may name everything that was ever sent together; nothing else may go with one item of it."""
    appointment = item(resourceType="Appointment", id="a1")
    assert kept(condition(TERMINATION), item(id="g", **grouping), appointment) == ["a1"]


def test_a_town_in_capitals_is_hidden_too() -> None:
    hidden = Person("p2", "9990000026", "HART", "Ivy", protected=True)
    patient = item(resourceType="Patient", id="p", address=[{"city": "Whitby"}])
    text = item(resourceType="Observation", id="o", valueString="HART^^WHITBY^reading a book")
    shown = withhold([patient, text], hidden, {}, Terms()).kept
    assert shown[1].resource["valueString"] == "HART^^[place not shown]^reading a book"


def test_a_section_that_a_role_is_said_nothing_of_is_not_shown_to_it() -> None:
    """Where any level is none, one that is missing is none too (ROL-1)."""
    one = condition("263102004")
    found = withhold(
        [one], ANYBODY, {"results": "none"}, Terms(), section_of=lambda _: "problems"
    ).withheld
    assert found == ((one, "ROL-1"),)
