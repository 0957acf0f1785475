"""Immunisations: given, or not and why."""

from __future__ import annotations

from datetime import date
from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.vaccines import VACCINES
from carerecord.demo.histories.writing.visits import organisation

_SITES = {"arm": "Left upper arm", "thigh": "Left thigh", "mouth": "Mouth"}


def vaccinate(
    record: Record, rng: Random, source: str, key: str, day: date, *, dose: int = 1, by: str = "",
    refused: str = "",
) -> Resource:  # fmt: skip
    vaccine = VACCINES[key]
    batch = f"{rng.choice('ABCEFHKLMT')}{rng.choice('ADFKQW')}{rng.randrange(10**5):05d}"
    body: Resource = {
        "status": "not-done" if refused else "completed",
        "vaccineCode": vaccine.procedure.concept(vaccine.product),
        "occurrenceDateTime": at(day, 10, 15),
        "recorded": at(day, 10, 40),
        "primarySource": True,
        "protocolApplied": [
            {
                "targetDisease": [disease.concept() for disease in vaccine.diseases],
                "doseNumberPositiveInt": dose,
            }
        ],
    }
    if refused:
        body["statusReason"] = {"text": refused}
    else:
        body |= {
            "lotNumber": batch,
            "expirationDate": date(day.year + 1, day.month, 28).isoformat(),
            "site": {"text": _SITES[vaccine.site]},
            "doseQuantity": {"value": 0.5, "unit": "ml"},
            "performer": [{"actor": {"display": by or organisation(source)["display"]}}],
        }
    return record.put(source, "Immunization", body, day=day)
