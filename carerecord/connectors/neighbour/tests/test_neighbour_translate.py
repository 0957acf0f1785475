"""A neighbour's bundle: each item stays its source's own, and nothing that was passed on is taken (T34)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carerecord.connectors.contract import SourceUnreadable
from carerecord.connectors.neighbour.translate import NOT_READABLE, RELAYED, page_of, why_not

INDEX = {"resourceType": "Patient", "id": "x7", "meta": {"source": "urn:carerecord:index"}}


def said(source: str, kind: str, own: str, **more: Any) -> dict[str, Any]:
    meta = {"source": f"urn:carerecord:source:{source}"}
    return {"resourceType": kind, "id": own, "meta": meta, **more}


def about(reference: str) -> dict[str, Any]:
    return {"subject": {"reference": reference}}


def bundle(*resources: dict[str, Any]) -> bytes:
    entries = [{"fullUrl": "urn:x", "resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def ids(*resources: dict[str, Any]) -> list[str]:
    return [f"{one.type}/{one.resource['id']}" for one in page_of(bundle(*resources), "west").items]


def test_two_of_its_sources_may_use_one_id() -> None:
    one = [said(source, "Condition", "c1", **about("Patient/1")) for source in ("gp", "acute")]
    page = page_of(bundle(*one), "west")
    assert [
        (item.source_id, item.resource["id"], item.resource["subject"]["reference"])
        for item in page.items
    ] == [("west", "gp.c1", "Patient/gp.1"), ("west", "acute.c1", "Patient/acute.1")]


@pytest.mark.parametrize(
    ("reference", "becomes"),
    [
        ("Patient/1", "Patient/gp.1"),
        ("Patient/1/_history/3", "Patient/gp.1"),
        ("Patient/nobody", "Patient/gp.nobody"),
        ("https://gp.example/R4/Patient/1", "Patient/gp.1"),
        ("https://gp.example/R4/Patient/2", "https://gp.example/R4/Patient/2"),
        ("urn:uuid:1", "Patient/gp.1"),
        ("urn:uuid:2", "urn:uuid:2"),
        ("#p", "#p"),
        ("Patient?identifier=a|b", "Patient?identifier=a|b"),
    ],
)
def test_a_reference_to_what_was_sent_leads_to_it(reference: str, becomes: str) -> None:
    nested = {"participant": [{"actor": {"reference": reference}}]}
    page = page_of(
        bundle(said("gp", "Patient", "1"), said("gp", "Appointment", "a", **nested)), "west"
    )
    assert page.items[1].resource["participant"][0]["actor"]["reference"] == becomes


def test_an_id_that_would_grow_too_long_is_still_one_of_its_own() -> None:
    long = "c" * 64
    kept, other = (ids(said(source, "Condition", long))[0] for source in ("gp", "acute"))
    assert kept != other
    assert max(map(len, (kept, other))) <= len("Condition/") + 64


def test_values_stay_as_they_were_sent() -> None:
    raw = bundle(said("gp", "Observation", "o")).replace(
        b'"id": "o"', b'"id": "o", "valueQuantity": {"value": 72.50}'
    )
    (item,) = page_of(raw, "west").items
    assert b"72.50" in item.raw


def test_whom_its_index_knows_comes_too_and_its_words_about_nothing_do_not() -> None:
    nothing = {"resourceType": "List", "id": "section-allergies", "status": "current"}
    assert ids(INDEX, nothing) == ["Patient/x7"]


def test_what_came_from_yet_another_region_is_not_taken() -> None:
    relayed = said("south", "Condition", "c1")
    relayed["meta"]["source"] += "#urn:carerecord:source:south-acute"
    page = page_of(bundle(relayed), "west")
    assert (page.items, page.unreadable) == ((), (RELAYED,))


def test_a_source_of_its_own_that_did_not_answer_makes_it_part_of_an_answer() -> None:
    def outcome(severity: str) -> dict[str, Any]:
        words = {"severity": severity, "code": "transient", "details": {"text": "Gp: no answer."}}
        return {"resourceType": "OperationOutcome", "issue": [words]}

    page = page_of(bundle(outcome("warning")), "west")
    assert (page.warnings, page.incomplete) == (
        ("Gp: no answer.",), "one of its sources did not fully answer",
    )  # fmt: skip
    assert page_of(bundle(outcome("information")), "west").incomplete == ""


def test_which_of_its_sources_said_an_item_is_kept() -> None:
    page = page_of(
        bundle(INDEX, said("gp", "Condition", "c"), said("acute", "Condition", "c")), "west"
    )
    assert [item.said_by for item in page.items] == [
        ("west", ""),
        ("west", "gp"),
        ("west", "acute"),
    ]


def test_what_it_says_of_everybody_is_not_said_of_this_person() -> None:
    def issue(severity: str, code: str) -> dict[str, Any]:
        return {"severity": severity, "code": code, "details": {"text": f"{severity} {code}"}}

    every = ("not-found", "suppressed", "not-supported")
    issues = [issue(severity, code) for severity in ("information", "warning") for code in every]
    outcome = {"resourceType": "OperationOutcome", "issue": issues}
    page = page_of(bundle(outcome), "west")
    assert page.warnings == ("warning not-found", "warning suppressed", "warning not-supported")
    assert page.remarks == ("information not-supported",)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"resourceType":"Patient"}', b'{"resourceType":"Bundle"'],
)  # fmt: skip
def test_what_is_no_bundle_is_unreadable(body: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        page_of(body, "west")


def test_an_entry_that_cannot_be_read_hides_no_other() -> None:
    raw = (
        b'{"resourceType":"Bundle","entry":[{},{"resource":[1]},{"resource":%s}]}'
        % json.dumps(said("gp", "Condition", "c")).encode()
    )
    page = page_of(raw, "west")
    assert page.unreadable == (NOT_READABLE, NOT_READABLE)
    assert len(page.items) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The person asked.", "the person asked"),
        ("A\nlong\x00 word " + "x" * 500, "along word " + "x" * 188),
        ("", "it gave no reason"),
    ],
)
def test_why_it_refuses_is_shown_as_far_as_it_can_be(text: str, words: str) -> None:
    issue = {"severity": "error", "details": {"text": text}}
    body = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()
    assert why_not(body)[:180] == words[:180]
    assert len(why_not(body)) <= 200
    assert why_not(b"<html>") == "it gave no reason"
