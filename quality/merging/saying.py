"""The same fact, said differently, as another system would: nothing here changes what is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from random import Random

from carerecord.contract import Resource
from carerecord.sections.concepts import DMD, LOINC, SNOMED

Saying = Callable[[Resource, Random], bool]
"""Changes a copy; whether there was anything to change."""

_OIDS = {
    SNOMED: "urn:oid:2.16.840.1.113883.6.96",
    LOINC: "urn:oid:2.16.840.1.113883.6.1",
    DMD: "urn:oid:2.16.840.1.113883.2.1.6.15",
}
_NAMES = ("code", "vaccineCode", "medicationCodeableConcept")
_UNITS = {
    "mmol/L": "mmol/l",
    "g/L": "g/l",
    "mg/L": "mg/l",
    "mm[Hg]": "mmHg",
    "10*9/L": "10^9/L",
    "10*3/uL": "10^3/uL",
    "ug": "mcg",
}
_ONSETS = ("onsetDateTime", "abatementDateTime", "lastOccurrence")
_OPTIONAL = {
    "Condition": ("severity", "category", "stage", "onsetDateTime", "abatementDateTime"),
    "AllergyIntolerance": (
        "type",
        "category",
        "criticality",
        "onsetDateTime",
        "lastOccurrence",
        "reaction",
    ),
    "MedicationStatement": ("reasonCode", "category"),
    "MedicationRequest": ("reasonCode", "category", "dispenseRequest"),
    "Observation": ("referenceRange", "interpretation", "note", "specimen", "device"),
    "DiagnosticReport": ("conclusion", "conclusionCode", "presentedForm"),
    "Immunization": ("lotNumber", "site", "route", "manufacturer", "expirationDate"),
    "Procedure": ("category", "note"),
    "Encounter": ("type", "reasonCode", "location", "hospitalization"),
}
_INSTANTS = ("effectiveDateTime", "issued", "occurrenceDateTime", "authoredOn", "performedDateTime")


def other_address_of_the_system(resource: Resource, chance: Random) -> bool:
    codings = [one for one in _codings(resource) if one.get("system") in _OIDS]
    for coding in codings:
        coding["system"] = _OIDS[coding["system"]]
    return bool(codings)


def local_coding_first(resource: Resource, chance: Random) -> bool:
    for name in _NAMES:
        coding = resource.get(name, {}).get("coding")
        if coding and coding[0].get("system") in _OIDS:
            coding.insert(0, {"system": "urn:example:local", "code": f"L{chance.randrange(10**5)}"})
            return True
    return False


def upper_case(resource: Resource, chance: Random) -> bool:
    named = [resource[name] for name in _NAMES if name in resource]
    for concept in named:
        for holder, key in (
            (concept, "text"),
            *((one, "display") for one in concept.get("coding", ())),
        ):
            if key in holder:
                holder[key] = holder[key].upper()
    return bool(named)


def no_text(resource: Resource, chance: Random) -> bool:
    """Only where the words are those of the code: other words are content."""
    for name in _NAMES:
        concept = resource.get(name, {})
        shown = {one.get("display") for one in concept.get("coding", ())}
        if "text" in concept and concept["text"] in shown:
            del concept["text"]
            return True
    return False


def no_display(resource: Resource, chance: Random) -> bool:
    for name in _NAMES:
        concept = resource.get(name, {})
        shown = {one.get("display") for one in concept.get("coding", ())}
        if shown and concept.get("text") in (None, *shown):
            concept.pop("text", None)
            for one in concept["coding"]:
                one.pop("display", None)
            return True
    return False


def order_of_codings(resource: Resource, chance: Random) -> bool:
    for name in _NAMES:
        coding = resource.get(name, {}).get("coding")
        if coding and len(coding) > 1:
            coding.reverse()
            return True
    return False


def spelling_of_the_unit(resource: Resource, chance: Random) -> bool:
    value = resource.get("valueQuantity", {})
    found = False
    for key in ("unit", "code"):
        if value.get(key) in _UNITS:
            value[key] = _UNITS[value[key]]
            found = True
    return found


def another_clock(resource: Resource, chance: Random) -> bool:
    found = False
    for key in _INSTANTS:
        sent = resource.get(key)
        if isinstance(sent, str) and len(sent) > 16:
            moved = datetime.fromisoformat(sent).astimezone(timezone(timedelta(hours=2)))
            resource[key] = moved.isoformat()
            found = True
    return found


def less_exact(resource: Resource, chance: Random) -> bool:
    """To the day, the month or the year."""
    for key in _ONSETS:
        sent = resource.get(key)
        if isinstance(sent, str) and len(sent) > 4:
            resource[key] = sent[: chance.choice([n for n in (4, 7, 10) if n < len(sent)])]
            return True
    return False


def without_detail(resource: Resource, chance: Random) -> bool:
    there = [key for key in _OPTIONAL.get(resource["resourceType"], ()) if key in resource]
    for key in chance.sample(there, min(len(there), chance.randint(1, 2))):
        del resource[key]
    return bool(there)


def medicine_apart(resource: Resource, chance: Random) -> bool:
    """By reference to a contained `Medication` instead of inline."""
    concept = resource.pop("medicationCodeableConcept", None)
    if concept is None:
        return False
    resource["contained"] = [{"resourceType": "Medication", "id": "m", "code": concept}]
    resource["medicationReference"] = {"reference": "#m"}
    return True


SAYINGS: tuple[Saying, ...] = (
    other_address_of_the_system,
    local_coding_first,
    upper_case,
    no_text,
    no_display,
    order_of_codings,
    spelling_of_the_unit,
    another_clock,
    less_exact,
    without_detail,
    medicine_apart,
)


def _codings(value: object) -> list[Resource]:
    if isinstance(value, list):
        return [found for one in value for found in _codings(one)]
    if not isinstance(value, dict):
        return []
    own = [value] if "code" in value and "system" in value else []
    return own + [found for one in value.values() for found in _codings(one)]
