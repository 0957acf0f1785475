"""Messages that are wrong on purpose, over a socket into a real store: answered as they must be, filed to nobody else.

The cases are other people's, beside the project (`../shared/data/bad-input/hl7v2`); without them there is nothing to try.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carerecord.access import AccessStore
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import SETTINGS, SOURCE
from carerecord.contract import Person
from carerecord.edge import Aside, Edge, Feeding
from carerecord.fhir import decode_resource
from carerecord.identity import People
from carerecord.store import Database

FILE = Path(__file__).parents[4] / "shared/data/bad-input/hl7v2/cases.jsonl"
CASES = [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []
if not CASES:
    pytest.skip("../shared is not here: no hostile messages to try", allow_module_level=True)

NUMBER, OTHER = "9992282967", "9992341688"
PEOPLE = (
    Person("p1", NUMBER, "Lindqvist", "Test", birth_date="1964-10-17"),
    Person("p2", OTHER, "Other", "Person", birth_date="1964-10-17"),
)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
SETS_ASIDE = {
    "bad-nhs-check-digit", "two-nhs-numbers", "no-patient-id", "merge-ab", "merge-ba",
    "merge-different-dob", "future-date", "escaped-cr",
}  # fmt: skip
VALUES = {
    "obx-units-swap": {"valueQuantity": {"value": 3.1, "unit": "mg/dL"}, "status": "final"},
    "obx-corrected": {"valueQuantity": {"value": 4.1, "unit": "mmol/L"}, "status": "corrected"},
    "obx-withdrawn": {"status": "entered-in-error"},
    "obx-datatype-lie": {"valueString": "pos* mmol/L", "status": "unknown"},
}
"""Of the one observation that is kept, and no other value."""


def wanted(case: dict[str, str]) -> set[str]:
    """The codes that may be answered; none: no answer at all."""
    if case["expect"] in ("drop", "timeout-close"):
        return set()
    safe = {"AA"} if "quarantine" in case["expect"] else set()  # kept, and so acknowledged
    return safe | {code for code in ("AA", "AE", "AR") if code in case["expect"]}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_a_hostile_message(db: Database, case: dict[str, str]):
    await People(db).add(PEOPLE)
    edge = Edge(db, bytes(32))
    aside = Aside(db, edge)
    access = AccessStore(db, bytes(32), now=lambda: NOW)
    feeding = Feeding(db, edge, aside, People(db), access.receive_within, now=lambda: NOW)
    settings = replace(SETTINGS, facility="RXX", idle_seconds=0.3)
    feed = HospitalFeed(SOURCE, settings, feeding.keep, Path, now=lambda: NOW)
    raw = base64.b64decode(case["b64"])
    codes = wanted(case)
    times = 2 if case["id"] == "dup-control-id" else 1
    answered: set[str] = set()
    async with feed.running(), Engine("127.0.0.1", feed.listener.port) as engine:
        for _ in range(times):
            await engine.write(raw)
        if codes:
            expected = times * max(1, case["expect"].count("AA,AA") * 2)
            answers = await engine.answers(expected)
            answered = {one.only("MSA").text(1) for one in answers}
            assert answered <= codes
        elif case["expect"] == "timeout-close":
            with pytest.raises(ConnectionError):
                await engine.answers(1)
    waiting = await aside.waiting(SOURCE.id)
    assert len(waiting) == (case["id"] in SETS_ASIDE or bool(answered & {"AE", "AR"}))
    assert all([await aside.message(SOURCE.id, one.id) in raw for one in waiting])
    kept = [decode_resource(one.raw) for one in await edge.of_person(SOURCE.id, NUMBER)]
    refused = codes.isdisjoint({"AA"}) or case["id"] in SETS_ASIDE
    assert not (refused and kept), "what is refused or set aside is filed to nobody"
    assert await edge.of_person(SOURCE.id, OTHER) == []
    said = [one for one in kept if one["resourceType"] not in ("Patient", "Encounter")]
    assert {one["resourceType"] for one in said} <= {"DiagnosticReport", "Observation"}
    found = [one for one in said if one["resourceType"] == "Observation"]
    values = [{k: v for k, v in one.items() if k.startswith(("value", "status"))} for one in found]
    assert values == [VALUES[id] for id in VALUES if id == case["id"]]
