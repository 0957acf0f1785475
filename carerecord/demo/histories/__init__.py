"""What each source holds about an invented person, as FHIR R4."""

from __future__ import annotations

from datetime import date

from carerecord.contract import Resource
from carerecord.demo.people import InventedPerson


def record_of(
    person: InventedPerson, seed: int, today: date, *, only: str = ""
) -> dict[str, list[Resource]]:
    """Source id to that source's resources, its own Patient first; only sources that know the person.

    `only` names one source and saves the work for the others; what it holds is the same either way.
    """
    who = person.person
    return {
        source: [
            {
                "resourceType": "Patient",
                "id": who.id,
                "identifier": [
                    {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": who.nhs_number}
                ],
                "name": [{"family": who.family, "given": [who.given]}],
                "birthDate": who.birth_date,
                "gender": who.gender,
            }
        ]
        for source in person.sources
        if only in ("", source)
    }
