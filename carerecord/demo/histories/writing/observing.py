"""What is measured at the bedside or asked in the surgery."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import UCUM
from carerecord.demo.histories.terms.problems import SMOKING
from carerecord.demo.histories.terms.tests import VITALS

_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_UNITS = {
    "pulse": ("beats/min", "/min"), "breaths": ("breaths/min", "/min"), "oxygen": ("%", "%"),
    "temperature": ("°C", "Cel"), "weight": ("kg", "kg"), "height": ("cm", "cm"),
    "bmi": ("kg/m2", "kg/m2"), "head": ("cm", "cm"), "news2": ("", "1"),
    "peak-flow": ("L/min", "L/min"), "alcohol": ("units/week", "{units}/wk"), "frailty": ("", "1"),
}  # fmt: skip


def measure(
    record: Record, source: str, name: str, value: float, day: date, *, hour: int = 10,
    minute: int = 5, by: str = "", visit: Resource | None = None,
) -> Resource:  # fmt: skip
    unit, code = _UNITS[name]
    quantity: dict[str, Any] = {"value": value, "unit": unit, "system": UCUM, "code": code}
    if not unit:
        quantity = {"value": value}
    category = (
        "social-history" if name == "alcohol" else "survey" if name == "frailty" else "vital-signs"
    )
    return _put(
        record, source, name, {"valueQuantity": quantity}, category, day, hour, minute, by, visit
    )


def blood_pressure(
    record: Record, source: str, day: date, systolic: int, diastolic: int, *, hour: int = 10,
    minute: int = 5, by: str = "", visit: Resource | None = None,
) -> Resource:  # fmt: skip
    parts = [
        {
            "code": VITALS[name].concept(),
            "valueQuantity": {"value": value, "unit": "mmHg", "system": UCUM, "code": "mm[Hg]"},
        }
        for name, value in (("systolic", systolic), ("diastolic", diastolic))
    ]
    body = {"component": parts}
    return _put(record, source, "bp", body, "vital-signs", day, hour, minute, by, visit)


def smoking(record: Record, status: str, day: date, by: str) -> Resource:
    body = {"valueCodeableConcept": SMOKING[status].concept()}
    return _put(record, record.gp, "smoking", body, "social-history", day, 10, 8, by, None)


def round_of_observations(
    record: Record, rng: Random, source: str, day: date, hour: int, *, ill: float = 0.0,
    by: str = "", visit: Resource | None = None,
) -> None:  # fmt: skip
    """The six observations of an early warning score, worse the iller (0 to 1), and the score."""
    minute = rng.randrange(60)
    rest: dict[str, Any] = {"hour": hour, "minute": minute, "by": by, "visit": visit}
    measure(record, source, "pulse", round(rng.gauss(76 + 34 * ill, 6)), day, **rest)
    measure(record, source, "breaths", round(rng.gauss(16 + 9 * ill, 1.4)), day, **rest)
    measure(record, source, "oxygen", min(100, round(rng.gauss(97 - 6 * ill, 1))), day, **rest)
    measure(record, source, "temperature", round(rng.gauss(36.7 + 1.3 * ill, 0.2), 1), day, **rest)
    blood_pressure(
        record, source, day, round(rng.gauss(134 - 26 * ill, 9)), round(rng.gauss(76 - 10 * ill, 6)),
        hour=hour, minute=minute, by=by, visit=visit,
    )  # fmt: skip
    measure(record, source, "news2", round(ill * 8 + rng.random()), day, **rest)


def _put(
    record: Record, source: str, name: str, value: dict[str, Any], category: str, day: date,
    hour: int, minute: int, by: str, visit: Resource | None,
) -> Resource:  # fmt: skip
    body: Resource = {
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": category, "display": category.replace("-", " ").title()}]}],
        "code": VITALS[name].concept(),
        "effectiveDateTime": at(day, hour, minute),
        **value,
    }  # fmt: skip
    if by:
        body["performer"] = [{"display": by}]
    if visit:
        body["encounter"] = reference(visit)
    return record.put(source, "Observation", body, day=day, hour=hour)
