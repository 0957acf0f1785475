"""What each message of a stay comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.connectors.contract import Happening, Pushed, SetAside
from carerecord.connectors.hl7v2.merging import DECIDED_BY_A_PERSON
from carerecord.connectors.hl7v2.message import MessageError, MessageUnusable, NotHl7
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import (
    ADMITTED,
    NOW,
    NUMBER,
    SETTINGS,
    SOURCE,
    STAY,
    text,
)

LATER = ADMITTED + timedelta(hours=2)
PID = f"PID|1||{NUMBER}^^^NHS^NH||Gibson^Margery||19380211"


def said(raw: bytes) -> Pushed:
    found = receive(raw, SOURCE, SETTINGS, NOW)
    assert isinstance(found, Pushed), found
    return found


def encounter(found: Pushed) -> dict:
    return next(one for one in found.resources if one["resourceType"] == "Encounter")


def test_an_admission():
    found = said(STAY.message("A01", ADMITTED))
    assert (found.numbers, found.birth_date, found.said) == ((NUMBER,), "1938-02-11", ADMITTED)
    stay = encounter(found)
    assert (stay["status"], stay["class"]["code"]) == ("in-progress", "IMP")
    assert stay["period"] == {"start": "2026-11-21T09:12:00Z", "end": None}
    assert stay["location"] == [{"location": {"display": "WARD4"}, "status": "active"}]
    assert found.happenings == (
        Happening(
            kind="LR-2", event="started", occurrence="V-1001", at=ADMITTED, team="ward-4",
            words="admitted to Northgate General Hospital, WARD4",
        ),
    )  # fmt: skip


def test_who_it_is_about_as_sent():
    patient = said(STAY.message("A01", ADMITTED)).resources[0]
    assert patient["id"] == "N123456"
    assert patient["name"] == [{"family": "Gibson", "given": ["Margery"]}]
    assert patient["address"] == [
        {"line": ["12 Mill Lane"], "city": "Leeds", "postalCode": "LS1 4AB"}
    ]


def test_a_discharge_ends_it_and_its_calling_off_begins_it_again():
    ended = said(STAY.message("A03", LATER, ended=LATER))
    assert encounter(ended)["status"] == "finished"
    assert encounter(ended)["period"]["end"] == "2026-11-21T11:12:00Z"
    assert {(one.event, one.at) for one in ended.happenings} == {("ended", LATER)}
    again = said(STAY.message("A13", LATER))
    assert (encounter(again)["status"], encounter(again)["period"]["end"]) == ("in-progress", None)
    assert [(one.event, one.at) for one in again.happenings] == [("started", ADMITTED)]


def test_a_transfer_names_the_new_ward_and_its_team():
    moved = said(STAY.message("A02", LATER, ward="WARD9"))
    assert encounter(moved)["location"][0]["location"]["display"] == "WARD9"
    assert encounter(moved)["status"] == "in-progress"
    assert [(one.team, one.at) for one in moved.happenings] == [("", ADMITTED)]


@pytest.mark.parametrize("event", ["A02", "A08", "A12", "A21", "A22"])
def test_what_is_sent_after_a_discharge_too_only_says_more(event: str):
    found = said(STAY.message(event, LATER))
    assert found.amends == {("Encounter", encounter(found)["id"])}


def test_whoever_is_on_leave_is_not_on_the_ward():
    assert encounter(said(STAY.message("A21", LATER)))["status"] == "onleave"
    assert encounter(said(STAY.message("A22", LATER)))["status"] == "in-progress"


def test_who_is_made_an_outpatient_is_admitted_no_longer():
    found = said(replace(STAY, patient_class="O").message("A07", LATER))
    assert {(one.kind, one.event) for one in found.happenings} == {
        ("LR-2", "ended"),
        ("LR-3", "ended"),
    }


@pytest.mark.parametrize("event", ["A11", "A23", "A38"])
def test_a_cancelling_takes_the_visit_and_its_evidence_away(event: str):
    found = said(STAY.message(event, LATER))
    assert found.removed == (("Encounter", encounter(said(STAY.message("A01", ADMITTED)))["id"]),)
    assert {(one.kind, one.event) for one in found.happenings} == {
        ("LR-2", "cancelled"),
        ("LR-3", "cancelled"),
    }


def test_the_emergency_department_and_an_outpatient():
    there = said(replace(STAY, patient_class="E").message("A04", ADMITTED))
    assert encounter(there)["class"]["code"] == "EMER"
    assert [(one.kind, one.words) for one in there.happenings] == [
        ("LR-3", "in the emergency department of Northgate General Hospital")
    ]
    assert said(replace(STAY, patient_class="O").message("A04", ADMITTED)).happenings == ()


def test_one_person_at_a_time_without_a_visit_number():
    found = said(replace(STAY, visit="").message("A01", ADMITTED).replace(b"|-A01", b"|C1-A01"))
    assert found.happenings[0].occurrence == "stay"
    assert "identifier" not in encounter(found)


def test_two_quotes_delete_and_an_empty_field_changes_nothing():
    patient = said(text(f'PID|1||{NUMBER}^^^NHS^NH||""||||||""')).resources[0]
    assert patient["name"] is None
    assert "address" in patient
    assert "birthDate" not in patient


def test_local_time_is_london_time():
    summer = text("EVN|A08|20260701101500", PID, "PV1|1|I|W|||||||||||||||||" + "|" * 24)
    raw = summer.replace(b"20261121091500+0000", b"20260701101500")
    assert said(raw).said.isoformat() == "2026-07-01T09:15:00+00:00"


@pytest.mark.parametrize("event", sorted(DECIDED_BY_A_PERSON))
def test_who_is_whom_is_for_a_person_to_decide(event: str):
    found = receive(STAY.message(event, LATER), SOURCE, SETTINGS, NOW)
    assert isinstance(found, SetAside)
    assert event in found.why


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (text("PID|1||N1^^^RNG01^MR||Gibson"), "no NHS number"),
        (text(f"PID|1||{NUMBER}^^^NHS^NH~9990000107^^^NHS^NH||Gibson"), "several"),
        (text(PID).replace(b"20261121091500", b"20991121091500"), "future"),
        (text(f"PID|1||{NUMBER}^^^NHS^NH||Gibson||NM"), "PID-7"),
    ],
)
def test_what_cannot_be_filed_is_kept_for_a_person(raw: bytes, why: str):
    found = receive(raw, SOURCE, SETTINGS, NOW)
    assert isinstance(found, SetAside)
    assert why in found.why


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        (text(PID).replace(b"RNG01", b"RXX99"), NotHl7, "MSH-4"),
        (text(PID).replace(b"|P|2.4", b"|T|2.4"), NotHl7, "MSH-11"),
        (text(PID).replace(b"|C1|", b"||"), MessageUnusable, "MSH-10"),
        (text(PID).replace(b"20261121091500+0000", b""), MessageUnusable, "MSH-7"),
        (text(PID).replace(b"20261121091500+0000", b"20261321"), MessageUnusable, "MSH-7"),
        (text(PID).replace(b"A08", b"Z99"), MessageUnusable, "not taken"),
        (text(PID).replace(b"ADT^A08", b"BAR^P01"), MessageUnusable, "not taken"),
        (text(), MessageUnusable, "PID"),
        (text(PID, PID), MessageUnusable, "PID stands there 2 times"),
        (text(PID, "OBX|1|NM|K^Potassium||9.9", "PV1|1|I"), MessageUnusable, "OBX"),
        (text(PID).replace(b"A08", b"A03"), MessageUnusable, "PV1 is missing"),
        (text(PID, f"MRG|{NUMBER}^^^NHS^NH").replace(b"A08", b"A40"), MessageUnusable, "MRG-1"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(raw: bytes, error: type[MessageError], words: str):
    with pytest.raises(error, match=words):
        receive(raw, SOURCE, SETTINGS, NOW)
