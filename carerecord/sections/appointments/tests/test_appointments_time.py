"""An appointment says its time with the zone."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections import owner_of
from carerecord.sections.contract import Row


def row_of(resource: Resource) -> Row:
    return owner_of(resource).row(resource, lambda _: None)


def test_an_appointment_has_its_time_with_the_zone_in_the_hour_that_comes_twice() -> None:
    appointment = {"resourceType": "Appointment", "status": "booked"}
    begins = row_of(appointment | {"start": "2026-10-25T01:30:00+01:00"}).notes
    assert begins == ("Begins: 25-Oct-2026 01:30 BST",)
    assert row_of(appointment | {"start": "2026-10-25"}).notes == ()
