"""Where the person is now stands in the banner, as their hospital says it (F27)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.web.tests.harness import WebRegion, answer, view_of

PLACE = {"location": {"display": "WARD4"}, "status": "active"}


def visit(status: str, code: str = "IMP", **more: Any) -> Resource:
    return {
        "resourceType": "Encounter",
        "id": "v1",
        "status": status,
        "class": {"code": code},
        "period": {"start": "2026-11-20T09:12:00Z"},
        "location": [PLACE],
        **more,
    }


def banner(region: WebRegion, *visits: Resource, protected: bool = False) -> str:
    view = replace(view_of(answer("northgate-acute", visits)), protected=protected)
    return str(region.holds(view).page().words)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (visit("in-progress"), "In hospital: Northgate, WARD4, since 20-Nov-2026 09:12"),
        (visit("in-progress", period={"start": "2026-11-21T09:12:00Z"}), "WARD4, since 09:12"),
        (visit("in-progress", period={}, location=[]), "In hospital: Northgate"),
        (visit("arrived", "EMER"), "In the emergency department: Northgate, WARD4"),
    ],
)
def test_where_they_are_and_since_when(region: WebRegion, held: Resource, words: str) -> None:
    assert words in banner(region, held)


def test_a_ward_they_have_left_is_not_where_they_are(region: WebRegion) -> None:
    gone = {"location": {"display": "WARD9"}, "status": "completed"}
    words = banner(region, visit("in-progress", location=[gone, PLACE]))
    assert "In hospital: Northgate, WARD4, since" in words


@pytest.mark.parametrize("status", ["finished", "planned", "cancelled", "entered-in-error", "unknown"])  # fmt: skip
def test_only_what_goes_on_is_said(region: WebRegion, status: str) -> None:
    assert "In hospital" not in banner(region, visit(status))


def test_nobody_is_told_the_ward_of_a_protected_person(region: WebRegion) -> None:
    words = banner(region, visit("in-progress"), protected=True)
    assert "In hospital: Northgate, since" in words


@pytest.mark.parametrize(
    "slug", ["medicines", "care-plans", "social", "timeline", "find", "ambulance"]
)
def test_every_page_says_where_they_are(region: WebRegion, slug: str) -> None:
    view = view_of(answer("northgate-acute", [visit("in-progress")]))
    assert "In hospital: Northgate, WARD4, since" in region.holds(view).page(slug).words
