"""What a medicine entry states in codes: dose, how often, route, limits, and whether it was stopped."""

from __future__ import annotations

import json
from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import concept_key
from carerecord.sections.dates import clinical_date, in_order
from carerecord.sections.words import extension_of

_STATUS_CHANGED = "MedicationStatusReason-1"  # of GP Connect: why, and on which day
_AS_NEEDED = ("asNeededBoolean", "asNeededCodeableConcept")
_LIMITS = ("maxDosePerPeriod", "maxDosePerAdministration", "maxDosePerLifetime", "site")
_LENGTHS = ("boundsDuration", "boundsRange", "duration", "durationMax", "count", "countMax")


def stopped(resource: Resource) -> bool:
    """Said to be no longer taken. A completed prescription was only supplied: nothing was stopped."""
    status = resource.get("status")
    if status == "completed":
        return resource.get("resourceType") == "MedicationStatement"
    return status in ("stopped", "cancelled", "not-taken", "on-hold")


def stopped_on(resource: Resource) -> str:
    """When it was stopped; where nobody said, the date of the entry."""
    return known_stop(resource) or clinical_date(resource)


def known_stop(resource: Resource) -> str:
    """The end of its period, or when its source changed or asserted its status; not when it was begun or written."""
    changed = extension_of(extension_of(resource, _STATUS_CHANGED), "statusChangeDate")
    sent = (
        as_dict(resource.get("effectivePeriod")).get("end"),
        changed.get("valueDateTime"),
        resource.get("dateAsserted"),
    )
    return next((one for one in sent if isinstance(one, str) and one), "")


def stopped_since(resource: Resource, day: str) -> bool:
    """Stopped on or after an ISO day, as far as is known: without a day it may have been."""
    if not stopped(resource):
        return False
    on = in_order(known_stop(resource))[:10]
    return on >= day[: len(on)]


def facts_of(resource: Resource) -> dict[str, Hashable]:
    """Coded dose, frequency, route and limits, only where there is exactly one instruction."""
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
        if any(key in dosage for key in ("timing", "doseAndRate", *_AS_NEEDED)):
            found["needed"] = any(dosage.get(key) for key in _AS_NEEDED)
            found["more"] = _more(dosage)
        if route := concept_key(dosage.get("route")):
            found["route"] = route
    except Exception:  # a dosage that cannot be read is compared by its words
        return found
    return found


def _more(dosage: Resource) -> Hashable:
    """Limits, length and instructions, as coded; when it began is no difference between two sources."""
    repeat = as_dict(as_dict(dosage.get("timing")).get("repeat"))
    end = as_dict(repeat.get("boundsPeriod")).get("end")
    told = [{key: dosage.get(key) for key in _LIMITS}, {key: repeat.get(key) for key in _LENGTHS}]
    also = {concept_key(one) for one in as_list(dosage.get("additionalInstruction"))}
    return json.dumps([*told, end], sort_keys=True, default=str), frozenset(also)


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
