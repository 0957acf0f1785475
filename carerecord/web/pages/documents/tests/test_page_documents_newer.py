"""A document that was replaced says so, and leads to the newest version that its source sent."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

NEWER = "A newer version was sent"


def letter(id: str, when: str, *replaced: str, **more: Any) -> dict[str, Any]:
    relates = [{"code": "replaces", "target": {"reference": one}} for one in replaced]
    made = gibson.document(id, f"Letter {id}", when, f"Words of {id}.")
    return made | ({"relatesTo": relates} if relates else {}) | more


FIRST = letter("one", "2026-10-01", status="superseded")
SECOND = letter("two", "2026-10-20", "DocumentReference/one", status="superseded")
THIRD = letter("three", "2026-11-02", "https://gp.example/fhir/DocumentReference/two")


def read(region: WebRegion, view: Any, id: str) -> Any:
    entry = next(
        entry
        for record in view.records.values()
        for entry in record.entries
        if entry.head.resource.get("id") == id
    )
    return region.holds(view).page(f"documents/{entry.id}")


@pytest.mark.parametrize("id", ["one", "two"])
def test_a_replaced_one_leads_to_the_newest(region: WebRegion, id: str):
    view = view_of(answer("riverside-gp", [FIRST, SECOND, THIRD]))
    page = read(region, view, id)
    assert f"{NEWER} 02-Nov-2026" in page.words
    newest = read(region, view, "three")
    assert NEWER not in newest.words
    assert "Words of three." in newest.words


def test_of_another_source_or_out_of_sight_it_is_no_newer_version(region: WebRegion):
    apart = view_of(answer("riverside-gp", [FIRST]), answer("northgate-acute", [SECOND]))
    assert NEWER not in read(region, apart, "one").words
    alone = view_of(answer("riverside-gp", [FIRST]))
    assert NEWER not in read(region, alone, "one").words


@pytest.mark.parametrize(
    "relates",
    [
        None,
        "x",
        [None],
        [{"code": "replaces"}],
        [{"code": "replaces", "target": {"reference": 7}}],
        [{"code": "appends", "target": {"reference": "DocumentReference/one"}}],
    ],
)
def test_whatever_it_relates_to_the_document_is_read(region: WebRegion, relates: Any):
    view = view_of(
        answer("riverside-gp", [FIRST, letter("two", "2026-10-20") | {"relatesTo": relates}])
    )
    for id in ("one", "two"):
        words = read(region, view, id).words
        assert f"Words of {id}." in words
        assert NEWER not in words


def test_versions_that_replace_each_other_end_somewhere(region: WebRegion):
    ring = [
        letter("one", "2026-10-01", "DocumentReference/two"),
        letter("two", "2026-10-20", "DocumentReference/one"),
    ]
    view = view_of(answer("riverside-gp", ring))
    assert f"{NEWER} 20-Oct-2026" in read(region, view, "one").words
