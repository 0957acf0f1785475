"""What a medicine entry states in codes: dose, how often, route, form, and whether it was stopped."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import concept_key
from carerecord.sections.dates import clinical_date


def stopped(resource: Resource) -> bool:
    """Said to be no longer taken. A completed prescription was only supplied: nothing was stopped."""
    status = resource.get("status")
    if status == "completed":
        return resource.get("resourceType") == "MedicationStatement"
    return status in ("stopped", "cancelled", "not-taken", "on-hold")


def stopped_on(resource: Resource) -> str:
    """The end of its period where one was sent, else the date of the entry."""
    end = as_dict(resource.get("effectivePeriod")).get("end")
    return end if isinstance(end, str) and end else clinical_date(resource)


def facts_of(resource: Resource) -> dict[str, Hashable]:
    """Coded dose, frequency, form and route, only where there is exactly one instruction."""
    found: dict[str, Hashable] = {}
    try:
        dosages = as_list(resource.get("dosageInstruction")) or as_list(resource.get("dosage"))
        if len(dosages) != 1 or not isinstance(dosages[0], dict):
            return found
        dosage = dosages[0]
        rates = as_list(dosage.get("doseAndRate"))
        if len(rates) == 1 and (dose := _quantity(as_dict(rates[0]).get("doseQuantity"))):
            found["dose"] = dose
        if often := _often(dosage):
            found["often"] = often
        if route := concept_key(dosage.get("route")):
            found["route"] = route
    except Exception:  # a dosage that cannot be read is compared by its words
        return found
    return found


def _quantity(value: Any) -> Hashable | None:
    quantity = as_dict(value)
    number = _decimal(quantity.get("value"))
    unit = str(quantity.get("code") or quantity.get("unit") or "").lower()
    return (number, unit) if number is not None else None


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)).normalize() if value is not None else None
    except InvalidOperation:
        return None


def _often(dosage: Resource) -> Hashable | None:
    timing = as_dict(dosage.get("timing"))
    repeat = as_dict(timing.get("repeat"))
    if repeat:
        told = ("frequency", "frequencyMax", "period", "periodUnit", "when", "dayOfWeek")
        return tuple((k, str(repeat[k])) for k in told if k in repeat) or None
    return concept_key(timing.get("code"))
