"""A Patient of PDS as the region's index keeps a person. Pure.

Of somebody restricted nothing of a place is read, whatever was sent (SFL-1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from carerecord.contract import Person, Resource
from carerecord.fhir import as_dict, as_list, codings, first_text, nhs_numbers

RESTRICTED = frozenset({"R", "V"})
_DEATH: Mapping[str, Literal["informal", "formal", "removed"]] = {
    "1": "informal",
    "2": "formal",
    "U": "removed",
}


def person_in(patient: Resource, today: str) -> Person | None:
    """The person without an id; None where the resource is not one person with one NHS number."""
    numbers = nhs_numbers(patient)
    if patient.get("resourceType") != "Patient" or numbers != (patient.get("id"),):
        return None
    name = _name(patient, today)
    protected = any(one.code in RESTRICTED for one in codings({"coding": _security(patient)}))
    person = Person(
        id="",
        nhs_number=numbers[0],
        family=first_text(name.get("family")),
        given=" ".join(filter(None, map(first_text, as_list(name.get("given"))))),
        title=first_text(*as_list(name.get("prefix"))),
        birth_date=first_text(patient.get("birthDate")),
        gender=first_text(patient.get("gender")),
        died=first_text(patient.get("deceasedDateTime"))[:10],
        death_status=_DEATH.get(_death(patient), ""),
        protected=protected,
    )
    return person if protected else _placed(person, patient, today)


def _placed(person: Person, patient: Resource, today: str) -> Person:
    homes = (one for one in _now(patient.get("address"), today) if one.get("use") == "home")
    home = next(homes, {})
    phones = (one for one in _now(patient.get("telecom"), today) if one.get("system") == "phone")
    practice = as_dict(next(_now(patient.get("generalPractitioner"), today), {}).get("identifier"))
    return replace(
        person,
        address=", ".join(filter(None, map(first_text, as_list(home.get("line"))))),
        postcode=first_text(home.get("postalCode")),
        phone=first_text(next(phones, {}).get("value")),
        gp_code=first_text(practice.get("value")),
    )


def _name(patient: Resource, today: str) -> Resource:
    """The usual one: PDS has one at a time, and says of none that it is the name of somebody nameless."""
    names = [as_dict(one) for one in as_list(patient.get("name"))]
    usual = [one for one in names if one.get("use") == "usual"]
    return next(iter([*_now(usual, today), *usual, *names]), {})


def _now(elements: object, today: str) -> Iterator[Resource]:
    """Those whose period has not ended; of a reference its identifier has the period."""
    for one in map(as_dict, as_list(elements)):
        period = as_dict(one.get("period")) or as_dict(as_dict(one.get("identifier")).get("period"))
        end = first_text(period.get("end"))[:10]
        if not end or end >= today:
            yield one


def _security(patient: Resource) -> list[object]:
    return as_list(as_dict(patient.get("meta")).get("security"))


def _death(patient: Resource) -> str:
    for one in map(as_dict, as_list(patient.get("extension"))):
        if first_text(one.get("url")).endswith("UKCore-DeathNotificationStatus"):
            for part in map(as_dict, as_list(one.get("extension"))):
                if part.get("url") == "deathNotificationStatus":
                    return next((c.code for c in codings(part.get("valueCodeableConcept"))), "")
    return ""
