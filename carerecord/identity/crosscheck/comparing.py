"""The fields in which what a source says differs from what the region goes by. Pure.

Nothing differs where either says nothing. One name in another order, case or spelling, with or without a title or a middle name,
one phone however it is grouped, one address however it is shortened, and a date that is less precise are no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from carerecord.contract import Identity, Person, Resource
from carerecord.fhir import as_dict, as_list, compatible_dates, display_of, first_text, nhs_numbers
from carerecord.identity.crosscheck.places import same_place, same_practice
from carerecord.identity.crosscheck.somebody import is_latin
from carerecord.identity.crosscheck.stated import StatedName, StatedPlace, names, phones, places
from carerecord.identity.folding import fold_postcode
from carerecord.identity.trace.details import Traits, born_of, name_of, phone_of, postcode_of
from carerecord.identity.trace.levels import GivenLevel, compare
from carerecord.identity.trace.rows import traits_with
from carerecord.identity.trace.spelling import same_spelling

Field = Literal[
    "name", "birth-date", "gender", "address", "phone", "gp-practice", "nhs-number", "death"
]
How = Literal[
    "given", "family", "both", "former", "swapped", "nearly", "another", "died", "alive", "held"
]
"""In what it differs; `held`: nothing of that answer is shown, its values neither."""

PLACES: frozenset[Field] = frozenset({"address", "phone", "gp-practice"})
_GENDERS = frozenset({"female", "male", "other"})
_LEVEL: frozenset[GivenLevel] = frozenset(
    {"missing", "exact", "nickname", "part", "initial", "middle"}
)
_SLIPS = frozenset({"typo", "similar", "near", "spelt"})
_ODS = "ods-organization-code"

Found = tuple[str, How]
"""What the source says, as recorded, and in what it differs."""
Organisations = Callable[[str], Resource]
"""The Organization that a reference of the same answer leads to, or an empty one."""


@dataclass(frozen=True, slots=True)
class Difference:
    source_id: str
    field: Field
    theirs: str
    how: How


def differences(
    source_id: str, known: Identity, patient: Resource, leads_to: Organisations = lambda _: {}
) -> Iterator[Difference]:
    """In the order in which a person is identified."""
    person = known.person
    each: dict[Field, Found | None] = {
        "name": _name(known, patient),
        "birth-date": _born(person, patient),
        "gender": _gender(person, patient),
        "nhs-number": _number(person, patient),
        "death": _death(person, patient),
        "address": _address(person, patient),
        "phone": _phone(person, patient),
        "gp-practice": _practice(person, patient, leads_to),
    }
    for field, found in each.items():
        if found:
            yield Difference(source_id, field, *found)


def _name(known: Identity, patient: Resource) -> Found | None:
    said, own = names(patient), traits_with(known.person, known.former)
    if not said or not (own.name.given or own.name.family):
        return None
    in_use = [one for one in said if not one.former] or said
    in_use = [one for one in in_use if is_latin(name_of(one.given, one.family))]
    hows = [_name_differs(own, one) for one in in_use]
    if not hows or hows[0] is None or None in hows:
        return None
    return in_use[0].text, hows[0]


def _name_differs(own: Traits, said: StatedName) -> How | None:
    name = name_of(said.given, said.family)
    levels = compare(Traits(name=name), own)
    given = levels.given not in _LEVEL and not _one_spelling(name.given, own.name.given)
    given = given and "".join((name.given, *name.middle)) != "".join(
        (own.name.given, *own.name.middle)
    )
    family = levels.family not in ("missing", "exact") and not _one_spelling(
        name.family, own.name.family
    )
    if not given and not family:
        return None
    if levels.given == "swapped":
        return "swapped"
    differing: set[str] = {levels.given} if given else set()
    differing |= {levels.family} if family else set()
    if differing <= {"former"}:
        return "former"
    if differing <= _SLIPS:
        return "nearly"
    return "both" if given and family else "given" if given else "family"


def _one_spelling(one: str, other: str) -> bool:
    return bool(one and other) and same_spelling(one, other)


def _born(person: Person, patient: Resource) -> Found | None:
    said = first_text(patient.get("birthDate"))
    if not born_of(said)[0] or not born_of(person.birth_date)[0]:
        return None
    return None if compatible_dates(said, person.birth_date) else (said, "another")


def _gender(person: Person, patient: Resource) -> Found | None:
    said, own = first_text(patient.get("gender")).lower(), person.gender.lower()
    stated = said in _GENDERS and own in _GENDERS
    return (said, "another") if stated and said != own else None


def _number(person: Person, patient: Resource) -> Found | None:
    said = nhs_numbers(patient)
    if not said or not person.nhs_number or said == (person.nhs_number,):
        return None
    return ", ".join(said), "another"


def _death(person: Person, patient: Resource) -> Found | None:
    day, flag = first_text(patient.get("deceasedDateTime")), patient.get("deceasedBoolean")
    died = bool(person.died) or person.death_status in ("informal", "formal")
    if day and person.died:
        return None if compatible_dates(day, person.died) else (day, "another")
    if (day or flag is True) and not died:
        return day, "died"
    return ("", "alive") if flag is False and died else None


def _address(person: Person, patient: Resource) -> Found | None:
    own = StatedPlace(", ".join(filter(None, (person.address, person.postcode))), postcode_of(person.postcode))  # fmt: skip
    said = places(patient)
    if not said or not own.text or fold_postcode(person.postcode).startswith("ZZ99"):
        return None
    return None if any(same_place(own, one) for one in said) else (said[0].text, "another")


def _phone(person: Person, patient: Resource) -> Found | None:
    own, said = phone_of(person.phone), phones(patient)
    if not own or not said:
        return None
    return None if own in map(phone_of, said) else (", ".join(dict.fromkeys(said)), "another")


def _practice(person: Person, patient: Resource, leads_to: Organisations) -> Found | None:
    if not person.gp_code and not person.gp_name:
        return None
    said = [one for ref in as_list(patient.get("generalPractitioner")) if (one := _at(ref, leads_to))]  # fmt: skip
    if not said or any(same_practice(person.gp_code, person.gp_name, *one) for one in said):
        return None
    code, name = said[0]
    return name or code, "another"


def _at(reference: object, leads_to: Organisations) -> tuple[str, str] | None:
    """Code and name of a practice; a doctor's own name says nothing of one."""
    element = as_dict(reference)
    name = first_text(element.get("reference"))
    found = leads_to(name) if name else {}
    code = _ods(element.get("identifier")) or next(filter(None, map(_ods, as_list(found.get("identifier")))), "")  # fmt: skip
    is_one = bool(found or code) or element.get("type") == "Organization" or "Organization/" in name
    named = first_text(found.get("name"), display_of(element)) if is_one else ""
    return (code, named) if code or named else None


def _ods(identifier: object) -> str:
    element = as_dict(identifier)
    return first_text(element.get("value")) if _ODS in first_text(element.get("system")) else ""
