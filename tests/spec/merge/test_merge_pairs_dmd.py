"""Medicines as dm+d names them and as people write them: one row, two under one heading, or two apart (merging 5, 11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from merge_items import DMD
from merge_rows import verdict_of

import carerecord.sections.medicines
from carerecord.contract import Resource

FILE = Path(carerecord.sections.medicines.__file__).parent / "tests" / "dmd_pairs.json"
TABLE = json.loads(FILE.read_text())
WORDS_ALONE = "text:"


def product(said: dict[str, Any]) -> Resource:
    name: str = said["product"]
    if name.startswith(WORDS_ALONE):
        return {"text": name.removeprefix(WORDS_ALONE)}
    coding = {"system": DMD, "code": TABLE["codes"][name], "display": said.get("shown", name)}
    if not coding["display"]:
        del coding["display"]
    local = {"system": "urn:local", "code": said.get("besides")}
    return {"coding": [coding, local] if "besides" in said else [coding]}


def dosage(said: dict[str, Any]) -> Iterator[Resource]:
    for words in said.get("steps", [said["dose"]] if "dose" in said else []):
        one: Resource = {"text": words}
        if "amount" in said:
            value, unit = said["amount"]
            one["doseAndRate"] = [{"doseQuantity": {"value": value, "unit": unit}}]
        if "needed" in said:
            one["asNeededBoolean"] = said["needed"]
        if "most" in said:
            day = {"value": 1, "unit": "d"}
            one["maxDosePerPeriod"] = {"numerator": {"value": said["most"]}, "denominator": day}
        one |= {key: {"text": said[key]} for key in ("route", "site") if key in said}
        yield one


def medicine(said: dict[str, Any]) -> Resource:
    made: Resource = {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": said.get("status", "active"),
        "subject": {"reference": "Patient/p"},
    }
    if said.get("by") == "resource":
        made["contained"] = [{"resourceType": "Medication", "id": "c", "code": product(said)}]
        made["medicationReference"] = {"reference": "#c"}
    else:
        made["medicationCodeableConcept"] = product(said)
    if doses := list(dosage(said)):
        made["dosage"] = doses
    if "start" in said:
        made["effectivePeriod"] = {"start": said["start"]}
    if "why" in said:
        made["reasonCode"] = [{"text": said["why"]}]
    if "note" in said:
        made["note"] = [{"text": said["note"]}]
    return made


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [pytest.param(one, other, verdict, id=words) for words, one, other, verdict in TABLE["pairs"]],
)
def test_two_medicines_stand_as_a_pharmacist_reads_them(
    one: dict[str, Any], other: dict[str, Any], verdict: str
) -> None:
    assert verdict_of(medicine(one), medicine(other)) == verdict
    assert verdict_of(medicine(other), medicine(one)) == verdict
