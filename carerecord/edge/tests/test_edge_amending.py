"""What says more of something does not decide whether it stands, whenever it comes."""

from __future__ import annotations

import itertools

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

WARD = "PV1|1|I|WARD{}|||||||||||||||||V1"
SCH = "SCH|P1|F1||||{}|||||^^^202612{}|||||||||||||{}"


def at(minute: int, event: str, *segments: str) -> bytes:
    return raw(event, *segments).replace(b"0915", b"09%02d" % minute, 1)


def adt(minute: int, event: str, ward: str = "4") -> bytes:
    return at(minute, f"ADT^{event}", WARD.format(ward))


def siu(minute: int, event: str, day: str = "010930^202612011000", why: str = "", state: str = "") -> bytes:  # fmt: skip
    return at(minute, f"SIU^{event}", SCH.format(why, day, state), "AIL|1|A|CLINIC^2")


async def stay(hospital: Hospital) -> tuple[str, str, bool] | None:
    for one in await hospital.kept("Encounter"):
        where = one["location"][0]["location"]["display"]
        return one["status"], where, "end" in one.get("period", {})
    return None


async def test_details_sent_after_an_admission_was_called_off_do_not_bring_it_back(
    hospital: Hospital,
):
    called_off = [adt(0, "A01"), adt(5, "A11")]
    assert await hospital.say(*called_off, adt(10, "A08"), adt(11, "A02")) == ["AA"] * 4
    assert (await stay(hospital), await hospital.may_look()) == (None, [])
    await hospital.say(adt(20, "A01"))
    assert await stay(hospital) == ("in-progress", "WARD4", False)


async def test_a_transfer_told_after_the_discharge_opens_nothing_again(hospital: Hospital):
    await hospital.say(adt(0, "A01"), adt(5, "A03"))
    before = await hospital.may_look()
    await hospital.say(adt(10, "A02", "9"), adt(12, "A08", "9"))
    (held,) = await hospital.kept("Encounter")
    assert (await stay(hospital)) == ("finished", "WARD9", True)
    assert held["location"][0]["status"] == "completed"
    assert await hospital.may_look() == before


async def test_a_discharge_that_is_called_off_has_no_end_any_longer(hospital: Hospital):
    await hospital.say(adt(0, "A01"), adt(5, "A03"), adt(10, "A13"))
    assert await stay(hospital) == ("in-progress", "WARD4", False)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_details_may_overtake_what_begins_and_ends_a_stay(
    hospital: Hospital, order: tuple[int, ...]
):
    said = [adt(0, "A01", "4"), adt(5, "A03", "4"), adt(10, "A08", "7")]
    await hospital.say(*(said[one] for one in order))
    assert await stay(hospital) == ("finished", "WARD7", True)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_details_may_overtake_a_calling_off(hospital: Hospital, order: tuple[int, ...]):
    said = [adt(0, "A01"), adt(5, "A11"), adt(10, "A08")]
    await hospital.say(*(said[one] for one in order))
    assert await stay(hospital) is None


async def test_older_details_sent_again_change_nothing(hospital: Hospital):
    old = adt(5, "A08", "5")
    await hospital.say(adt(0, "A01"), old, adt(10, "A08", "6"), old)
    assert await stay(hospital) == ("in-progress", "WARD6", False)


async def booked(hospital: Hospital) -> dict:
    (found,) = await hospital.kept("Appointment")
    return found


async def test_a_moved_appointment_has_no_end_of_another_day_and_keeps_its_place(
    hospital: Hospital,
):
    moved = at(5, "SIU^S13", SCH.format("", "021400", ""))
    await hospital.say(siu(0, "S12"), moved)
    found = await booked(hospital)
    assert (found["start"], "end" in found) == ("2026-12-02T14:00:00Z", False)
    assert found["participant"][1]["actor"]["display"] == "CLINIC, 2"


async def test_an_appointment_made_again_says_no_longer_why_it_was_called_off(hospital: Hospital):
    await hospital.say(siu(0, "S12"), siu(5, "S15", why="^Unwell"), siu(10, "S12"))
    found = await booked(hospital)
    assert (found["status"], "cancelationReason" in found) == ("booked", False)


async def test_details_of_an_appointment_that_was_called_off_do_not_book_it(hospital: Hospital):
    await hospital.say(siu(0, "S12"), siu(5, "S15"))
    before = await hospital.may_look()
    await hospital.say(siu(10, "S14"))
    assert (await booked(hospital))["status"] == "cancelled"
    assert await hospital.may_look() == before


async def test_a_referral_changed_without_its_state_keeps_it(hospital: Hospital):
    await hospital.say(at(0, "REF^I12", "RF1|A|U|CAR^C|||R1"), at(5, "REF^I13", "RF1||R|CAR^C|||R1"))  # fmt: skip
    (found,) = await hospital.kept("ServiceRequest")
    assert (found["status"], found["priority"]) == ("active", "routine")
    await hospital.say(at(7, "REF^I14", "RF1||||||R1"), at(9, "REF^I13", "RF1||U|CAR^C|||R1"))
    (found,) = await hospital.kept("ServiceRequest")
    assert found["status"] == "revoked"
