"""Every section in every row of the state table: the page and the API say the same, and nothing else (ux 14.1)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from carerecord.api.completeness import COMPLETENESS, EMPTY_REASON, WARNING
from carerecord.api.everything import bundle
from carerecord.contract import SourceSettings
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import View
from carerecord.viewing.headings import heading
from carerecord.web.listing import listing
from carerecord.web.tests.harness import answer, source, view_of
from spec.states.states_given import NAMES, OWNED, heading_of, made, rows_of

LABORATORY = source("lab", "Laboratory", "Lab", "laboratory", ("results",))

CASES = [(name, row) for name in NAMES for row in rows_of(name)]
EMPTY = {
    "3": "nilknown",
    "3b": "unavailable",
    "4": "notstarted",
    "4b": "unavailable",
    "6": "unavailable",
    "10": "notasked",
    "11": "withheld",
}


def lists(view: View) -> dict[str, dict[str, Any]]:
    """By id."""
    entries = json.loads(bundle(view, "https://here.example/fhir/R4"))["entry"]
    found = (one["resource"] for one in entries)
    return {
        one["id"].removeprefix("section-").replace("-", "_"): one
        for one in found
        if one["resourceType"] == "List"
    }


def completeness(said: dict[str, Any]) -> dict[str, Any]:
    (found,) = [one for one in said["extension"] if one["url"] == COMPLETENESS]
    return {one["url"]: list(one.values())[1] for one in found["extension"]}


def test_every_section_has_a_case() -> None:
    assert set(NAMES) | {"gp_practice"} == {section.name for section in SECTIONS}


@pytest.mark.parametrize(("name", "row"), CASES)
def test_a_section_is_in_the_row_its_sources_put_it_in(name: str, row: str) -> None:
    case = made(name, row)
    state, record = case.view.states[name], case.view.records.get(name)
    assert state.heading == row
    shown = listing(case.view, state)
    headings = [notice.heading for notice in shown.notices]
    if row in ("1", "5"):
        assert shown.count == "1"
    elif row == "2":
        assert shown.count == "at least 1"
    assert case.heading in (*headings, heading(state, record))
    others = {heading_of(name, other) for other in rows_of(name)} - {case.heading}
    others -= {heading_of(name, "1")} if row == "5" else set()
    assert not others & set(headings)


@pytest.mark.parametrize(("name", "row"), CASES)
def test_the_api_says_the_row_of_the_page(name: str, row: str) -> None:
    case = made(name, row)
    said = lists(case.view)
    assert list(said) == [section.name for section in SECTIONS]
    mine, state = said[name], case.view.states[name]
    notes = [one["text"] for one in mine["note"]]
    below = heading(state, case.view.records.get(name))
    assert notes == (["Records disagree", below] if row == "5" else [case.heading])
    found = completeness(mine)
    assert (found["row"], found["count"], found["atLeast"]) == (
        row,
        state.positive,
        state.at_least,
    )
    codes = {c["system"]: c["code"] for c in mine.get("emptyReason", {}).get("coding", ())}
    assert codes.get(EMPTY_REASON, "") == EMPTY.get(row, "")
    assert ("entry" in mine) is (row in ("1", "2", "5"))  # lst-1: no reason beside an entry


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_of_a_list_leads_to_its_item(name: str) -> None:
    view = made(name, "1").view
    ((address,),) = [list(e["item"].values()) for e in lists(view)[name]["entry"]]
    sent = json.loads(bundle(view, "https://here.example/fhir/R4"))["entry"]
    (item,) = [one["resource"] for one in sent if one.get("fullUrl") == address]
    assert item["id"] == OWNED[name]["id"]


def test_a_statement_of_none_beside_entries_is_marked_as_one() -> None:
    entries = lists(made("allergies", "5").view)["allergies"]["entry"]
    assert [one.get("flag") for one in entries] == [None, {"text": "Statement of none"}]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_is_the_same_with_and_without_information(name: str) -> None:
    with_it, without = (made(name, "11", holds=holds).view for holds in (True, False))
    assert with_it.answers["gp"].items
    assert not without.answers["gp"].items
    assert lists(with_it)[name] == lists(without)[name]


def test_what_each_source_said_of_a_section_is_named() -> None:
    (said,) = [
        one["extension"]
        for one in lists(made("allergies", "2").view)["allergies"]["extension"]
        if one["url"] == COMPLETENESS
    ]
    assert [
        [list(part.values())[1] for part in one["extension"]]
        for one in said
        if one["url"] == "source"
    ] == [["urn:carerecord:source:gp", "answered", 1], ["urn:carerecord:source:acute", "failed", 0]]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Allergies: Items excluded due to confidentiality and/or patient preferences", "confidential-items"),
        ("Patient record transfer from previous GP practice not yet complete; information recorded before 01-Mar-2024 may be missing", "data-in-transit"),
        ("Some of it is kept on paper", ""),
    ],
)  # fmt: skip
def test_a_sources_own_warning_stands_on_the_sections_it_shares(words: str, code: str) -> None:
    warned = answer("gp", [OWNED["problems"]], warnings=(words,), state="partial")
    shares = [source("gp", "Riverside", "R", "gp", ("problems",)), LABORATORY]
    said = lists(view_of(warned, sources=shares))
    (found,) = [one for one in said["problems"]["extension"] if one["url"] == WARNING]
    assert found["valueCodeableConcept"]["text"] == words
    assert [c["code"] for c in found["valueCodeableConcept"].get("coding", ())] == (
        [code] if code else []
    )
    assert said["problems"]["note"] == [{"text": "Problems and diagnoses: at least 1"}]
    assert not [one for one in said["results"]["extension"] if one["url"] == WARNING]


def test_a_neighbour_is_not_told_of_other_neighbours() -> None:
    other = SourceSettings("south", "Southmere", "South", "neighbour", "neighbour", sections=NAMES)
    ours = view_of(sources=(LABORATORY, other))
    theirs = replace(ours, viewer=replace(ours.viewer, neighbour="west"))
    assert "source:south" in json.dumps(lists(ours))
    assert "source:south" not in json.dumps(lists(theirs))
