"""Every type with everything wrong: its page is drawn, and each entry is named, or said not to be shown (ux 1, rule 6)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import encode_resource
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import MARGERY, WebRegion, view_of
from spec.pages.pages_walked import every_entry, walk

GP = "riverside-gp"
TYPES = sorted({kind for section in SECTIONS for kind in section.resource_types} | {"Unheard"})
ELEMENTS = (
    *("status", "code", "type", "category", "class", "title", "description", "subject", "period"),
    *("onsetDateTime", "effectiveDateTime", "recordedDate", "authoredOn", "date", "dosage"),
    *("valueQuantity", "component", "referenceRange", "interpretation", "reaction", "content"),
    *("vaccineCode", "medicationCodeableConcept", "dosageInstruction", "performer", "recorder"),
    *("participant", "activity", "note", "text", "extension", "name", "telecom", "address"),
    *("clinicalStatus", "verificationStatus", "meta", "contained", "identifier", "encounter"),
)
RIGHT_TO_LEFT = "\u202e<script>alert(1)</script> \u05e9\u05dc\u05d5\u05dd"
BAD: dict[str, Any] = {
    "null": None,
    "number": 7,
    "twice": [{"text": "one"}, {"text": "two"}],
    "absurdly-long": "x" * 5_000,
    "right-to-left": RIGHT_TO_LEFT,
    "to-nothing": {"reference": "Nobody/nowhere"},
    "to-itself": {"reference": "#all"},
    "in-a-circle": {"reference": "Condition/c1", "display": "c"},
    "unknown-extension": {"extension": [{"url": "urn:x", "valueOf": {"x": [None]}}]},
}


def held(*resources: Resource) -> View:
    items = tuple(Item(GP, one, encode_resource(one)) for one in resources)
    return view_of(Answer(GP, "answered", items=items, fetched_at=view_of().at))


def circle(own: str, other: str) -> Resource:
    to = {"reference": f"Condition/{other}"}
    made = gibson.problem(own, f"Circle {own}", "1", "2020-01-01")
    return {**made, "partOf": to, "encounter": to, "recorder": to, "evidence": [{"detail": [to]}]}


ALWAYS = ("null", "right-to-left", "in-a-circle")
"""The others take seconds each, and the slow run has them."""


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(bad, id=name, marks=[] if name in ALWAYS else [pytest.mark.slow])
        for name, bad in BAD.items()
    ],
)
def test_a_record_with_everything_wrong_is_drawn_and_every_entry_can_be_opened(bad: Any) -> None:
    wrong = [
        {**dict.fromkeys(ELEMENTS, bad), "resourceType": kind, "id": f"w-{kind}"} for kind in TYPES
    ]
    view = held(gibson.RIVERSIDE[7], circle("c1", "c2"), circle("c2", "c1"), *wrong)
    walked, entries = walk(view), every_entry(view)
    assert walked.failed == {}
    assert entries - walked.entries == set()
    assert len(entries) == len(wrong) + 3
    everything = "".join(walked.drawn.values())
    assert "Codeine" in everything
    assert "<script>alert" not in everything
    browser = WebRegion().holds(view).browser()
    for one in sorted(entries)[::8]:
        page = browser.get(f"/p/h-{MARGERY.id[::-1]}/item/{one}")
        assert (page.status, "<script>alert" in page.text) == (200, False)


@pytest.mark.parametrize("kind", TYPES)
def test_an_entry_with_nothing_in_it_has_a_page(kind: str) -> None:
    view = held({"resourceType": kind, "id": "bare", "modifierExtension": [{"url": "urn:not"}]})
    (own,) = every_entry(view)
    page = WebRegion().holds(view).page(f"item/{own}")
    assert page.status == 200
    assert "Modifier extension" in page.words


def test_what_a_source_qualified_says_so_in_its_row() -> None:
    plain = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
    modifier = [{"url": "urn:x:not", "valueBoolean": True}]
    qualified = {**plain, "id": "q", "modifierExtension": modifier}
    words = WebRegion().holds(held(plain, qualified)).page("problems").words
    assert words.count("Qualified by its source: see entry") == 1
