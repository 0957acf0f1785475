"""The GP practice (F2). It is known from the region's index of people, so no resource is its own."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import address_text
from carerecord.sections.contract import Linked, Part, Row, Section, never
from carerecord.sections.people import phones
from carerecord.sections.words import recorded, term


def row(practice: Resource, _: Linked) -> Row:
    return Row(
        what=(Part(term(practice, "name")),),
        cells=(
            recorded(phones(practice.get("telecom"))),
            recorded(address_text(practice.get("address"))),
        ),
    )


SECTION = Section(
    name="gp_practice",
    title="GP practice",
    noun=("practice", "practices"),
    page="people",
    feature="F2",
    resource_types=("Organization",),
    claims=never,
    row=row,
    columns=("Phone", "Address"),
)
