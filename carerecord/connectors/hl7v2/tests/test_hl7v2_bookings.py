"""An appointment, and who may look because of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carerecord.connectors.contract import Happening
from carerecord.connectors.hl7v2.message import MessageUnusable
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED
from carerecord.connectors.hl7v2.tests.hl7v2_reading import pushed

SAID = ADMITTED.replace(minute=15)
SCH = "SCH|P1|F1||||{why}|^Check-up|^Follow-up|30|min|^^^202612010930^202612011000||||||||||||||{status}"
MORE = (
    "RGS|1",
    "AIS|1|A|CARD^Cardiology^L|202612010930",
    "AIL|1|A|WARD4^Room 2",
    "AIP|1|A|C1^Woolfson^Kathleen^^^Dr",
)


def sch(status: str = "", why: str = "") -> str:
    return SCH.format(status=status, why=why)


def test_an_appointment_as_booked():
    found = pushed("SIU^S12", sch(), *MORE, "NTE|1||Bring your tablets")
    booked = found.resources[1]
    assert (booked["status"], booked["start"], booked["end"]) == (
        "booked",
        "2026-12-01T09:30:00Z",
        "2026-12-01T10:00:00Z",
    )
    assert booked["serviceType"][0]["text"] == "Cardiology"
    assert [one["actor"].get("display") for one in booked["participant"]] == [
        None,
        "Dr Kathleen Woolfson",
        "WARD4, Room 2",
    ]
    assert booked["comment"] == "Bring your tablets"
    at = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    assert found.happenings == (
        Happening(kind="LR-4", event="started", occurrence="F1", at=at, words="an outpatient of Northgate General Hospital", team="ward-4"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "sent", "status", "event"),
    [
        ("SIU^S13", "", "booked", "started"),
        ("SIU^S14", "Complete", "fulfilled", "started"),
        ("SIU^S14", "Noshow", "noshow", "cancelled"),
        ("SIU^S15", "Booked", "cancelled", "cancelled"),
        ("SIU^S26", "", "noshow", "cancelled"),
    ],
)
def test_what_became_of_it(kind: str, sent: str, status: str, event: str):
    found = pushed(kind, sch(sent, "^Unwell"), *MORE)
    assert found.resources[1]["status"] == status
    assert [one.event for one in found.happenings] == [event]
    assert bool(found.resources[1].get("cancelationReason")) == (status == "cancelled")


def test_a_deleted_appointment_goes_and_so_does_its_evidence():
    found = pushed("SIU^S17", sch())
    assert found.removed == (("Appointment", pushed("SIU^S12", sch()).resources[1]["id"]),)
    assert [(one.event, one.at) for one in found.happenings] == [("cancelled", SAID)]


def test_without_a_time_it_says_nothing_of_who_may_look():
    assert pushed("SIU^S12", "SCH|P1|F1").happenings == ()


def test_an_appointment_needs_a_number():
    with pytest.raises(MessageUnusable, match="SCH-1"):
        pushed("SIU^S12", "SCH|||")
