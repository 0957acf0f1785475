"""Where a person is, and where they were, is kept apart."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections import owner_of
from carerecord.sections.contract import Row


def row_of(resource: Resource) -> Row:
    return owner_of(resource).row(resource, lambda _: None)


def test_a_person_still_there_is_not_in_the_place_they_left() -> None:
    visit = {
        "resourceType": "Encounter",
        "status": "in-progress",
        "class": {"code": "IMP"},
        "location": [
            {"location": {"display": "Ward 9"}, "status": "completed"},
            {"location": {"display": "Ward 4"}, "status": "active"},
            {"location": {"display": "Ward 2"}, "status": "planned"},
        ],
        "length": {"value": 3, "unit": "days"},
    }
    row = row_of(visit)
    assert row.cells[1] == "Ward 4"
    assert row.notes == ("Before: Ward 9", "Planned place: Ward 2", "Length: 3 days")
    assert row_of(visit | {"status": "finished"}).cells[1] == "Ward 9; Ward 4; Ward 2"
