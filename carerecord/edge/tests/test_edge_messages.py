"""What a hospital sends beside stays and results, in a real store: appointments, documents, numbers that become one."""

from __future__ import annotations

import asyncio
import base64

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_messages import SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import PID, raw
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

SCH = "SCH|P1|F1|||||^Check-up|||||||||||||||||||"
TQ1 = "TQ1|1||||||202611220930"


def at(minute: int, message: bytes) -> bytes:
    return message.replace(b"0915", b"09%02d" % minute, 1)


async def test_an_appointment_opens_the_record_until_it_is_called_off(hospital: Hospital):
    await hospital.say(at(15, raw("SIU^S12", SCH, TQ1, "AIL|1|A|WARD4")))
    words = "an outpatient of Northgate General Hospital"
    assert await hospital.may_look() == [("RNG01/ward-4", words)]
    await hospital.say(at(20, raw("SIU^S17", SCH)))
    assert await hospital.kept("Appointment") == []


async def test_what_a_cancelling_does_not_repeat_stays_known(hospital: Hospital):
    await hospital.say(at(15, raw("SIU^S12", SCH, TQ1)), at(20, raw("SIU^S15", "SCH|P1|F1")))
    (kept,) = await hospital.kept("Appointment")
    assert (kept["status"], kept["start"]) == ("cancelled", "2026-11-22T09:30:00Z")


async def test_a_document_that_was_replaced_stays_readable(hospital: Hospital):
    first = raw("MDM^T02", "TXA|1|DS||||202611210900||||||D1|||||AU", "OBX|1|TX|||Went home.")
    again = raw("MDM^T10", "TXA|1|DS||||202611210905||||||D2|D1||||AU", "OBX|1|TX|||Stayed.")
    assert await hospital.say(at(15, first), at(20, again)) == ["AA", "AA"]
    kept = {one["status"]: one["content"][0]["attachment"] for one in await hospital.kept("DocumentReference")}  # fmt: skip
    assert base64.b64decode(kept["superseded"]["data"]) == b"Went home."
    assert base64.b64decode(kept["current"]["data"]) == b"Stayed."


async def test_a_batch_is_taken_message_by_message(hospital: Hospital):
    wrong = raw("ADT^Z99").replace(b"|C1|", b"|C2|")
    batch = b"BHS|^~\\&|PAS\r" + raw("ADT^A28") + wrong + b"BTS|2\r"
    said = b"".join(await hospital.feed.take(batch)).decode()
    assert [part.split("|")[:2] for part in said.split("\rMSA|")[1:]] == [
        ["AA", "C1"],
        ["AE", "C2"],
    ]
    assert len(await hospital.kept("Patient")) == 1


async def test_a_batch_that_is_not_whole_is_left_with_its_sender(hospital: Hospital):
    (said,) = await hospital.feed.take(b"BHS|^~\\&|PAS\r" + raw("ADT^A28") + b"BTS|2\r")
    assert b"MSA|AE|C1|BTS-1 counts 2, and 1 came" in said
    assert await hospital.kept("Patient") == []


@pytest.mark.parametrize("end", [b"", b"BTS|1\r"])
async def test_a_batch_in_which_nobody_finds_a_message_is_refused(hospital: Hospital, end: bytes):
    batch = b"BHS|^~\\&|PAS\r" + raw("ADT^A28").replace(b"MSH|", b"msh|") + end
    (said,) = await hospital.feed.take(batch)
    assert b"MSA|AE|" in said
    (waits,) = await hospital.aside.waiting(SOURCE.id)
    assert await hospital.aside.message(SOURCE.id, waits.id) == batch


async def test_two_messages_at_once_lose_nothing_of_each_other(hospital: Hospital):
    plain = PID.split("||Gibson")[0]
    about = f"{plain}||||19380211"
    address = at(17, raw("ADT^A31", pid=f"{about}||||12 Mill Lane^^Leeds"))
    name = at(16, raw("ADT^A31", pid=f"{plain}||Gibson^Margery||19380211"))
    await asyncio.gather(hospital.say(name), hospital.say(address))
    (kept,) = await hospital.kept("Patient")
    assert (kept["name"][0]["family"], kept["address"][0]["city"]) == ("Gibson", "Leeds")
