"""Laboratory results: measured once, sent to whoever asked, in whatever spelling they keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, in_utc, later
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import UCUM
from carerecord.demo.histories.terms.tests import PANELS, TESTS, Test

LAB = "regional-laboratory"
_OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_SPELT = {"mmol/L": "mmol/l", "umol/L": "micromol/L", "10*9/L": "10^9/L", "g/L": "g/l"}
Levels = Mapping[str, float]
"""What this person's value is about, where it is not the usual one."""


def panel(
    record: Record, rng: Random, name: str, day: date, levels: Levels | None = None, *,
    to: tuple[str, ...] = (), hour: int = 0, comment: str = "",
    exact: bool = False,
) -> Resource:  # fmt: skip
    """One sample: the laboratory's report and results, and a copy at each system that was sent it."""
    term, tests = PANELS[name]
    hour, minute = hour or rng.randint(8, 16), rng.randrange(60)
    taken = at(day, hour, minute)
    accession = f"{day:%y}L{rng.randrange(10**7):07d}"
    results = [
        _result(
            record, rng, TESTS[test], test, taken, accession, day, (levels or {}).get(test), exact
        )
        for test in tests
    ]
    report = record.put(
        LAB, "DiagnosticReport",
        {
            "identifier": [_accession("report", f"{accession}-{name.upper()}")],
            "status": "final",
            "category": [_lab_category()],
            "code": term.concept(),
            "effectiveDateTime": taken,
            "issued": later(day, hour, minute, 300),
            "performer": [{"display": "Regional Laboratory, blood sciences"}],
            "resultsInterpreter": [{"display": "Dr V Halvorsen"}],
            "result": [reference(one) for one in results],
            **({"conclusion": comment} if comment else {}),
        },
        day=day, hour=17,
    )  # fmt: skip
    for source in to or (record.gp,):
        _send(record, source, results, report)
    return report


def _result(
    record: Record, rng: Random, test: Test, key: str, taken: str, accession: str, day: date,
    level: float | None, exact: bool,
) -> Resource:  # fmt: skip
    value = level if exact and level is not None else rng.gauss(
        test.usual if level is None else level, test.spread * 0.7
    )  # fmt: skip
    shown = round(max(value, 0.1), test.places) or 1
    body: dict[str, Any] = {
        "identifier": [_accession("result", f"{accession}-{key.upper()}")],
        "status": "final",
        "category": [_lab_category()],
        "code": test.term.concept(),
        "effectiveDateTime": taken,
        "issued": at(day, 18, 10),
        "performer": [{"display": "Regional Laboratory, blood sciences"}],
        "valueQuantity": {
            "value": int(shown) if test.places == 0 else shown,
            "unit": test.unit, "system": UCUM, "code": test.ucum,
        },
    }  # fmt: skip
    if key == "egfr" and shown > 90:
        body["valueQuantity"] |= {"value": 90, "comparator": ">"}
    if spans := _range(test):
        body["referenceRange"] = [spans]
    if flag := _flag(test, shown):
        body["interpretation"] = [flag]
    return record.put(LAB, "Observation", body, day=day, hour=17)


def _send(record: Record, source: str, results: list[Resource], report: Resource) -> None:
    """A hospital writes units and offsets its own way; a practice keeps what the message said."""
    hospital = source.endswith("-acute")
    copies = []
    for one in results:
        changes: dict[str, Any] = {}
        if hospital:
            changes["effectiveDateTime"] = in_utc(one["effectiveDateTime"])
            quantity = one["valueQuantity"]
            spelt = _SPELT.get(quantity["unit"], quantity["unit"])
            changes["valueQuantity"] = quantity | {"unit": spelt}
        copies.append(record.copy(one, source, changes=changes))
    record.copy(report, source, changes={"result": [reference(one) for one in copies]})


def _accession(kind: str, value: str) -> dict[str, str]:
    return {"system": f"https://{LAB}.example/Id/{kind}", "value": value}


def _lab_category() -> dict[str, Any]:
    return {
        "coding": [{"system": _OBSERVATION, "code": "laboratory", "display": "Laboratory"}]
    }  # fmt: skip


def _range(test: Test) -> dict[str, Any]:
    spans: dict[str, Any] = {}
    if test.low is not None:
        spans["low"] = {"value": _tidy(test.low), "unit": test.unit}
    if test.high is not None:
        spans["high"] = {"value": _tidy(test.high), "unit": test.unit}
    return spans


def _tidy(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _flag(test: Test, value: float) -> dict[str, Any]:
    """The laboratory flags only what lies clearly outside; a value just over the edge goes unmarked."""
    if test.high is not None and value > test.high * 1.02:
        code, words = "H", "High"
    elif test.low is not None and value < test.low * 0.98:
        code, words = "L", "Low"
    else:
        return {}
    return {"coding": [{"system": _INTERPRETATION, "code": code, "display": words}], "text": words}
