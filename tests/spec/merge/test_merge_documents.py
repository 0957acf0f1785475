"""Documents of the same bytes are one entry, whatever number each source gives them; of a source of its own never two (merging 5)."""

from __future__ import annotations

from typing import Any

import pytest
from merge_items import answer

from carerecord.contract import Answer, Resource
from carerecord.merge.account import account, must_add_up
from carerecord.merge.merge import merge

SCAN = {"contentType": "application/pdf", "data": "JVBERi0xLjQK", "title": "Wound photograph"}
HASHED = {"contentType": "application/pdf", "hash": "2jmj7l5rSw0yVb/vlWAYkK/YBwk="}


def document(number: str, attachment: Resource = SCAN, **more: Any) -> Resource:
    return {
        "resourceType": "DocumentReference",
        "id": number,
        "status": "current",
        "subject": {"reference": "Patient/p"},
        "identifier": [{"system": f"https://{number}.example/id", "value": number}],
        "type": {"text": "Clinical photograph"},
        "date": "2026-05-03T15:00:00Z",
        "content": [{"attachment": attachment}],
        **more,
    }


def entries(*answers: Answer) -> list[list[str]]:
    found = merge(answers)
    must_add_up(account(answers, {}, found))
    shown = found.records["documents"].every_entry
    return sorted(sorted(item.resource["id"] for item in entry.items) for entry in shown)


@pytest.mark.parametrize("sent", [SCAN, HASHED], ids=["sent with it", "by its hash"])
def test_the_same_bytes_from_two_sources_are_one_entry(sent: Resource) -> None:
    one, other = document("a", sent), document("b", sent)
    unnumbered = {**document("c", sent), "identifier": []}
    answers = [answer("gp", one), answer("acute", other), answer("community", unnumbered)]
    assert entries(*answers) == entries(*reversed(answers)) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    "other",
    [
        document("b", {**SCAN, "data": "JVBERi0xLjUK"}),
        document("b", {**SCAN, "title": "Wound photograph, page 2"}),
        document("b", {**SCAN, "url": "https://b.example/Binary/1"}),
        document("b", date="2026-05-04T15:00:00Z"),
        document("b", status="superseded"),
        document("b", content=[{"attachment": SCAN}, {"attachment": HASHED}]),
    ],
    ids=["other bytes", "another title", "an address besides", "another day", "replaced", "two"],
)
def test_what_differs_in_anything_stays_apart(other: Resource) -> None:
    assert entries(answer("gp", document("a")), answer("acute", other)) == [["a"], ["b"]]


def test_an_address_alone_proves_nothing() -> None:
    at = {"contentType": "application/pdf", "url": "Binary/1"}
    sources = answer("gp", document("a", at)), answer("acute", document("b", at))
    assert entries(*sources) == [["a"], ["b"]]


def test_two_of_one_source_stay_two_and_a_copy_goes_with_its_own_number() -> None:
    again = {**document("c"), "identifier": document("b")["identifier"]}
    sources = answer("gp", document("a"), document("b")), answer("acute", again)
    assert entries(*sources) == entries(*reversed(sources)) == [["a"], ["b", "c"]]
