"""Who a bundle is about: its one Patient, the overlay's identity, and an NHS number of the test range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from carerecord.contract import Person, Resource
from carerecord.demo.bundles.reading import Bundle, Entry, Unusable, identifiers
from carerecord.demo.sources import DemoSource
from carerecord.identity.nhs_number import NotAnNHSNumber, read

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


@dataclass(frozen=True, slots=True)
class BundlePerson:
    """The person as the index will know them, and their Patient as the sources will send it."""

    person: Person
    patient: Resource


def one_patient(bundle: Bundle) -> Entry:
    """The bundle's Patient. Raises `Unusable` when there is none, or several different people."""
    patients = bundle.of_type("Patient")
    if not patients:
        raise Unusable("no Patient in it")
    first = patients[0]
    if any(not _same(first.resource, other.resource) for other in patients[1:]):
        raise Unusable(f"{len(patients)} different people in one bundle")
    return first


def _same(one: Resource, other: Resource) -> bool:
    mine = {(i["system"], i["value"]) for i in identifiers(one)}
    theirs = {(i["system"], i["value"]) for i in identifiers(other)}
    if mine & theirs:
        return True
    return identity_of(one) == identity_of(other)


def identity_of(patient: Resource) -> tuple[str, str, str]:
    """Name and birth date: two files that agree on them are about one person."""
    name = official_name(patient)
    return details(family_of(name), given_of(name), str(patient.get("birthDate", "")))


def identify(
    patient: Resource,
    row: dict[str, str],
    nhs_number: str,
    person_id: str,
    practice: DemoSource,
) -> BundlePerson:
    """The overlay's `row` (empty when it has none) wins over what the Patient says."""
    said = _overlaid(patient, row, nhs_number)
    name = official_name(said)
    if not family_of(name):
        raise Unusable("its Patient has no family name, and no overlay gives one")
    address = _first(said, "address")
    person = Person(
        id=person_id,
        nhs_number=nhs_number,
        family=family_of(name),
        given=given_of(name),
        title=" ".join(_texts(name.get("prefix"))),
        birth_date=str(said.get("birthDate", "")),
        gender=str(said.get("gender", "")),
        died=str(said.get("deceasedDateTime", ""))[:10],
        address=", ".join([*_texts(address.get("line")), *_texts([address.get("city")])]),
        postcode=str(address.get("postalCode", "")),
        phone=_phone(said),
        gp_code=practice.organisation,
        gp_name=practice.name,
        gp_phone=practice.phone,
    )
    return BundlePerson(person, said)


def number_said(patient: Resource) -> tuple[str, str]:
    """A valid NHS number of the test range that the Patient already has, else why what it has is none.

    Both are empty when it says none at all. Numbers of no test range might be real.
    """
    why = ""
    for identifier in identifiers(patient):
        if identifier["system"] == NHS_NUMBER:
            try:
                number = read(identifier["value"])
            except NotAnNHSNumber:
                why = "is not valid"
                continue
            if number.startswith("999"):
                return number, ""
            why = "is not of the test range"
    return "", why


def _overlaid(patient: Resource, row: dict[str, str], nhs_number: str) -> Resource:
    said = dict(patient)
    own = [
        one
        for one in _listed(patient.get("identifier"))
        if not (isinstance(one, dict) and one.get("system") == NHS_NUMBER)
    ]
    said["identifier"] = [{"system": NHS_NUMBER, "value": nhs_number}, *own]
    if row.get("family") or row.get("given"):
        said["name"] = [_renamed(official_name(patient), row), *_other_names(patient)]
    for column, element in (("gender", "gender"), ("birth_date", "birthDate")):
        if row.get(column):
            said[element] = row[column]
    if died := row.get("death_date"):
        said.pop("deceasedBoolean", None)
        if not str(said.get("deceasedDateTime", "")).startswith(died):
            said["deceasedDateTime"] = died
    return said


def _renamed(name: dict[str, Any], row: dict[str, str]) -> dict[str, Any]:
    kept = {key: value for key, value in name.items() if key != "text"}
    if row.get("family"):
        kept["family"] = row["family"]
    if row.get("given"):
        kept["given"] = [row["given"]]
    return kept


def official_name(patient: Resource) -> dict[str, Any]:
    names = [name for name in _listed(patient.get("name")) if isinstance(name, dict)]
    for use in ("official", "usual"):
        for name in names:
            if name.get("use") == use:
                return name
    return names[0] if names else {}


def _other_names(patient: Resource) -> list[Any]:
    """Former names stay; they are somebody else's words, so the overlay leaves them alone."""
    official = official_name(patient)
    return [name for name in _listed(patient.get("name")) if name is not official]


def family_of(name: dict[str, Any]) -> str:
    return str(name.get("family") or name.get("text") or "")


def given_of(name: dict[str, Any]) -> str:
    return " ".join(_texts(name.get("given")))


def details(family: str, given: str, birth_date: str) -> tuple[str, str, str]:
    """Synthea puts digits behind every name (“Medhurst46”); an overlay does not."""
    plain = [re.sub(r"\d+\b", "", part).casefold().strip() for part in (family, given)]
    return plain[0], plain[1], birth_date


def _phone(patient: Resource) -> str:
    for telecom in _listed(patient.get("telecom")):
        if isinstance(telecom, dict) and telecom.get("system") == "phone":
            return str(telecom.get("value", ""))
    return ""


def _first(resource: Resource, element: str) -> dict[str, Any]:
    found = [one for one in _listed(resource.get(element)) if isinstance(one, dict)]
    return found[0] if found else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> Iterator[str]:
    return (one for one in _listed(value) if isinstance(one, str))


def is_valid(number: str) -> bool:
    """Ten digits as they stand, with nothing between them."""
    try:
        return read(number) == number
    except NotAnNHSNumber:
        return False
