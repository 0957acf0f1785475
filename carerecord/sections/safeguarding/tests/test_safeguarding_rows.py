"""A row of safeguarding reads as its type reads elsewhere, and has as many cells as its columns."""

from __future__ import annotations

import pytest

from carerecord.contract import Resource
from carerecord.sections.safeguarding import SECTION

FLAG = {
    "resourceType": "Flag", "status": "active", "code": {"text": "Child protection plan"},
    "author": {"display": "B Novak"},
}  # fmt: skip
PLAN = {"resourceType": "CarePlan", "status": "active", "title": "Safeguarding plan"}
PAPER = {"resourceType": "Composition", "status": "final", "title": "Safeguarding conference"}


@pytest.mark.parametrize("resource", [FLAG, PLAN, PAPER], ids=lambda one: one["resourceType"])
def test_every_row_fills_its_columns_and_is_current(resource: Resource):
    assert SECTION.claims(resource)
    assert len(SECTION.row(resource, lambda _: None).cells) == len(SECTION.columns)
    assert SECTION.positive(resource)
    assert SECTION.current(resource)
    assert not SECTION.positive({**resource, "status": "entered-in-error"})


def test_a_flag_names_who_raised_it():
    assert SECTION.row(FLAG, lambda _: None).cells == ("Not recorded", "Active", "B Novak")


def test_what_is_over_is_not_current():
    assert not SECTION.current({**FLAG, "status": "inactive"})
    assert not SECTION.current({**PLAN, "status": "revoked"})
