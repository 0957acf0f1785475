"""Another fact, made from a copy of one; and honest misses, which are the same fact and cannot be known to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from carerecord.contract import Resource
from carerecord.fhir import sent_number

Apply = Callable[[Resource, Random], str]
"""Changes a copy, and says into what; "" where there is nothing to change. The same said is the same new fact."""


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    apply: Apply
    mark: str = ""
    same_heading: bool = True
    keeps_identifier: bool = False  # another version of the record, not another record


def _dosage(resource: Resource) -> Resource:
    for key in ("dosage", "dosageInstruction"):
        found = resource.get(key)
        if isinstance(found, list) and found:
            one: Resource = found[0]
            return one
    return {}


def _is_current(resource: Resource) -> bool:
    return resource.get("status") == "active"


def dose(resource: Resource, chance: Random) -> str:
    rates = _dosage(resource).get("doseAndRate")
    if not rates or "doseQuantity" not in rates[0] or not _is_current(resource):
        return ""
    rates[0]["doseQuantity"]["value"] = _more(rates[0]["doseQuantity"]["value"], chance)
    return str(rates[0]["doseQuantity"]["value"])


def most_in_a_day(resource: Resource, chance: Random) -> str:
    dosage = _dosage(resource)
    if not dosage or not _is_current(resource):
        return ""
    most = chance.randint(2, 9)
    dosage["maxDosePerPeriod"] = {
        "numerator": {"value": most, "unit": "g"},
        "denominator": {"value": 1, "unit": "d"},
    }
    return str(most)


def route(resource: Resource, chance: Random) -> str:
    dosage = _dosage(resource)
    if not dosage or not _is_current(resource):
        return ""
    dosage["route"] = {"text": f"other way {chance.randint(1, 3)}"}
    return str(dosage["route"])


def stopped(resource: Resource, chance: Random) -> str:
    if resource["resourceType"].startswith("Medication") and _is_current(resource):
        resource["status"] = "stopped"
        return "stopped"
    return ""


def resolved(resource: Resource, chance: Random) -> str:
    if resource["resourceType"] not in ("Condition", "AllergyIntolerance"):
        return ""
    coding = resource.get("clinicalStatus", {}).get("coding", [{}])[0]
    if coding.get("code") != "active" or _verified(resource).get("code") != "confirmed":
        return ""
    coding["code"], coding["display"] = "resolved", "Resolved"
    return "resolved"


def refuted(resource: Resource, chance: Random) -> str:
    verified = _verified(resource)
    if verified.get("code") != "confirmed":
        return ""
    verified["code"], verified["display"] = "refuted", "Refuted"
    return "refuted"


def entered_in_error(resource: Resource, chance: Random) -> str:
    if resource["resourceType"] in ("Condition", "AllergyIntolerance"):
        resource["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
        resource.pop("clinicalStatus", None)
    else:
        resource["status"] = "entered-in-error"
    return "in error"


def value(resource: Resource, chance: Random) -> str:
    quantity = resource.get("valueQuantity", {})
    if "value" not in quantity:
        return ""
    quantity["value"] = _more(quantity["value"], chance)
    return str(quantity["value"])


def comparator(resource: Resource, chance: Random) -> str:
    quantity = resource.get("valueQuantity", {})
    if "value" not in quantity or "comparator" in quantity:
        return ""
    quantity["comparator"] = chance.choice("<>")
    return str(quantity["comparator"])


def corrected(resource: Resource, chance: Random) -> str:
    issued = resource.get("issued")
    if "valueQuantity" not in resource or not isinstance(issued, str):
        return ""
    if resource.get("status") != "final" or not value(resource, chance):
        return ""
    resource["status"] = "corrected"
    later = datetime.fromisoformat(issued) + timedelta(hours=chance.randint(1, 40))
    resource["issued"] = later.isoformat()
    return str(resource["valueQuantity"]["value"])


def minutes_later(resource: Resource, chance: Random) -> str:
    return _moved(resource, timedelta(minutes=chance.randint(2, 40)), ("effectiveDateTime",))


def another_dose_of_vaccine(resource: Resource, chance: Random) -> str:
    return _moved(resource, timedelta(days=chance.choice((1, 21, 28))), ("occurrenceDateTime",))


def other_side(resource: Resource, chance: Random) -> str:
    if resource["resourceType"] not in ("Condition", "Procedure") or "bodySite" in resource:
        return ""
    side = chance.choice((("7771000", "Left"), ("24028007", "Right")))
    coding = {"system": "http://snomed.info/sct", "code": side[0], "display": side[1]}
    resource["bodySite"] = [{"coding": [coding]}]
    return side[1]


def words_that_qualify(resource: Resource, chance: Random) -> str:
    if (
        resource["resourceType"] not in ("Condition", "AllergyIntolerance")
        or "code" not in resource
    ):
        return ""
    resource["code"]["text"] = f"?{resource['code'].get('text', '')} not confirmed"
    return "qualified"


def unknown_extension(resource: Resource, chance: Random) -> str:
    resource["extension"] = [
        *resource.get("extension", ()),
        {"url": "urn:example:unheard-of", "valueBoolean": True},
    ]
    return "extended"


def modifier(resource: Resource, chance: Random) -> str:
    resource["modifierExtension"] = [{"url": "urn:example:negates", "valueBoolean": True}]
    return "modified"


def brand_for_generic(resource: Resource, chance: Random) -> str:
    concept = resource.get("medicationCodeableConcept", {})
    if not concept.get("coding"):
        return ""
    concept["coding"] = [
        {"system": "https://dmd.nhs.uk", "code": "999000000000000001", "display": "Brandix"}
    ]
    concept["text"] = "Brandix"
    return "branded"


CHANGES = (
    Change("dose", dose, "dose"),
    Change("most in a day", most_in_a_day, "dose"),
    Change("route", route, "dose"),
    Change("stopped", stopped, "status"),
    Change("resolved", resolved, "status"),
    Change("refuted", refuted, "doubt"),
    Change("entered in error", entered_in_error, "removed", same_heading=False, keeps_identifier=True),
    Change("value", value, "value"),
    Change("comparator", comparator, "value"),
    Change("corrected", corrected, "corrected", same_heading=False, keeps_identifier=True),
    Change("minutes later", minutes_later),
    Change("another dose of a vaccine", another_dose_of_vaccine),
    Change("other side", other_side),
    Change("words that qualify", words_that_qualify),
    Change("unknown extension", unknown_extension),
    Change("modifier", modifier),
    Change("brand for generic", brand_for_generic, same_heading=False),
)  # fmt: skip


def unmapped_code(resource: Resource, chance: Random) -> str:
    for key in ("code", "vaccineCode", "medicationCodeableConcept"):
        if key in resource:
            coding = {"system": "urn:example:local", "code": f"U{chance.randrange(10**6)}"}
            resource[key] = {**resource[key], "coding": [coding]}
            return "said"
    return ""


def converted_unit(resource: Resource, chance: Random) -> str:
    quantity = resource.get("valueQuantity", {})
    if quantity.get("unit") not in ("g/L", "g/l"):
        return ""
    quantity["value"] = sent_number(str(Decimal(str(quantity["value"])) / 10))
    quantity["unit"] = quantity["code"] = "g/dL"
    return "converted"


def a_synonym(resource: Resource, chance: Random) -> str:
    for key in ("code", "vaccineCode", "medicationCodeableConcept"):
        if key in resource:
            resource[key] = {**resource[key], "text": f"Other name {chance.randint(1, 9)}"}
            return "said"
    return ""


MISSES: tuple[Apply, ...] = (unmapped_code, converted_unit, a_synonym)


def _verified(resource: Resource) -> Resource:
    found: Resource = resource.get("verificationStatus", {}).get("coding", [{}])[0]
    return found


def _more(sent: object, chance: Random) -> float | None:
    return sent_number(str(Decimal(str(sent)) + chance.randint(1, 9)))


def _moved(resource: Resource, by: timedelta, keys: tuple[str, ...]) -> str:
    for key in keys:
        sent = resource.get(key)
        if isinstance(sent, str) and len(sent) >= 10 and (len(sent) > 10 or by.days):
            resource[key] = (datetime.fromisoformat(sent) + by).isoformat()[: max(len(sent), 10)]
            return "said"
    return ""
