"""PID-29 and PID-30: that somebody died, and when; and what is no longer so."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.connectors.contract import Pushed
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import PID, raw
from carerecord.edge.amending import merged

DIED = "2026-11-20"
GONE = '""'


def told(died: str, flag: str) -> dict[str, Any]:
    pid = f"{PID}|F{'|' * 21}{died}|{flag}"
    found = receive(raw("ADT^A31", pid=pid), SOURCE, SETTINGS, NOW)
    assert isinstance(found, Pushed)
    return dict(found.resources[0])


def of_death(patient: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in patient.items() if name.startswith("deceased")}


@pytest.mark.parametrize(
    ("died", "flag", "kept"),
    [
        ("20261120", "Y", {"deceasedDateTime": DIED}),
        ("20261120", "", {"deceasedDateTime": DIED}),
        ("", "Y", {"deceasedBoolean": True}),
        ("soon", "", {"deceasedBoolean": True}),
        ("20261120", "N", {"deceasedBoolean": False}),
        ("", "N", {"deceasedBoolean": False}),
        ("", "", {}),
        (GONE, GONE, {}),
    ],
)
def test_that_somebody_died_and_when(died: str, flag: str, kept: dict[str, Any]):
    assert of_death(merged({}, told(died, flag))) == kept


@pytest.mark.parametrize(
    ("died", "flag", "kept"),
    [
        ("", "", {"deceasedDateTime": DIED}),
        ("", "Y", {"deceasedDateTime": DIED}),
        ("20261119", "", {"deceasedDateTime": "2026-11-19"}),
        (GONE, "Y", {"deceasedBoolean": True}),
        (GONE, "", {}),
        ("", GONE, {}),
        ("", "N", {"deceasedBoolean": False}),
    ],
)
def test_what_is_said_of_whoever_was_said_to_have_died(died: str, flag: str, kept: dict[str, Any]):
    assert of_death(merged({"deceasedDateTime": DIED}, told(died, flag))) == kept
