"""A dose in words. The source's own text wins; a coded dose is written out only where there is none."""

from __future__ import annotations

import re
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, quantity_text
from carerecord.sections.contract import Part
from carerecord.sections.medicines.often import dose_number, how_often, lasting
from carerecord.sections.values import comparator_words
from carerecord.sections.words import said

NO_DOSE = "Dose not recorded by this source"

# Never abbreviated in a dose: these are misread (ux 5).
_UNITS = {
    "mcg": "micrograms",
    "ug": "micrograms",
    "μg": "micrograms",
    "µg": "micrograms",
    "iu": "units",
    "[iu]": "units",
    "u": "units",
    "[u]": "units",
    "umol/l": "micromol/L",
}

_SAYS_NEEDED = re.compile(
    r"\b((as|when|if|where) (required|needed|necessary)|prn|p\.r\.n)\b", re.IGNORECASE
)


def dose_parts(resource: Resource) -> tuple[Part, ...]:
    """One dose part for each instruction, with route, how often, and limits after it."""
    parts: list[Part] = []
    step: int | None = None
    for one in _in_sequence(resource):
        said_of_it, place = _instruction(one), _place(one)
        if parts and said_of_it and step is not None and place is not None and place > step:
            parts.append(Part("then"))
        step = place
        parts += said_of_it
    return tuple(parts) or (Part(NO_DOSE),)


def _in_sequence(resource: Resource) -> list[Any]:
    """In the order they are to be followed, where every one of them has its place (R4 Dosage.sequence)."""
    dosages = as_list(resource.get("dosageInstruction")) + as_list(resource.get("dosage"))
    places = [_place(one) for one in dosages]
    if None in places:
        return dosages
    return sorted(dosages, key=lambda one: _place(one) or 0)


def _place(dosage: object) -> int | None:
    place = as_dict(dosage).get("sequence")
    return place if isinstance(place, int) and not isinstance(place, bool) else None


def patient_instructions(resource: Resource) -> list[str]:
    dosages = as_list(resource.get("dosageInstruction")) + as_list(resource.get("dosage"))
    return [said(as_dict(one).get("patientInstruction")) for one in dosages]


def _instruction(dosage: object) -> list[Part]:
    if isinstance(dosage, str) and dosage:
        return [Part(dosage, "dose")]
    element = as_dict(dosage)
    also = [said(one) for one in as_list(element.get("additionalInstruction"))]
    if text := first_text(element.get("text")):
        more = [one for one in also if one.casefold() not in text.casefold()]
        needed = "" if _SAYS_NEEDED.search(text) else _as_needed(element)
        length = lasting(element)
        ends = "" if length.removeprefix("for ").casefold() in text.casefold() else length
        beside = [ends, needed, *_limits(element), *more]
        return [Part(text, "dose"), *(Part(one) for one in beside if one)]
    amount = _amount(element)
    plain = [
        *(said(element.get(key)) for key in ("method", "route", "site")),
        how_often(element),
        _as_needed(element),
        *_limits(element),
        *also,
    ]
    return [*([Part(amount, "dose")] if amount else ()), *(Part(one) for one in plain if one)]


def _amount(element: Resource) -> str:
    """`doseAndRate` of R4, and `dose` as MedicationAdministration has it."""
    found = [as_dict(one) for one in as_list(element.get("doseAndRate"))] or [element]
    amounts = []
    for one in found:
        dose = amount_words(one.get("doseQuantity")) or amount_words(one.get("dose"))
        amounts.append(dose or _between(one.get("doseRange")))
        amounts.append(_rate(one))
    return ", ".join(filter(None, amounts))


def _between(value: object) -> str:
    element = as_dict(value)
    ends = (amount_words(element.get(key)) for key in ("low", "high"))
    return " to ".join(filter(None, ends))


def _rate(element: Resource) -> str:
    rate = amount_words(element.get("rateQuantity")) or _per(element.get("rateRatio"))
    return f"at {rate}" if rate else ""


def _per(value: object) -> str:
    element = as_dict(value)
    ends = [amount_words(element.get(key)) for key in ("numerator", "denominator")]
    return " in ".join(ends) if all(ends) else ""


def amount_words(value: object) -> str:
    """0.5 mg; 10,000 units: leading zero, no trailing zero, comma, unit written out."""
    element = as_dict(value)
    number = quantity_text({"value": element.get("value")})
    if not number:
        return ""
    unit = first_text(element.get("unit"), element.get("code"))
    limit = comparator_words(first_text(element.get("comparator")))
    return f"{limit}{dose_number(number)} {unit_words(unit)}".strip()


def unit_words(unit: str) -> str:
    """“micrograms per kg”: nothing that is misread, and no stroke, which is taken for a 1."""
    if unit.lower() in _UNITS:
        return _UNITS[unit.lower()]
    return " per ".join(_UNITS.get(one.strip().lower(), one.strip()) for one in unit.split("/"))


def _as_needed(element: Resource) -> str:
    reason = said(element.get("asNeededCodeableConcept"))
    if reason:
        return f"as required for {reason}"
    return "as required" if element.get("asNeededBoolean") is True else ""


def _limits(element: Resource) -> list[str]:
    limit = _per(element.get("maxDosePerPeriod"))
    once = amount_words(element.get("maxDosePerAdministration"))
    ever = amount_words(element.get("maxDosePerLifetime"))
    return [
        f"maximum {limit}" if limit else "",
        f"maximum {once} at one time" if once else "",
        f"maximum {ever} in a lifetime" if ever else "",
    ]
