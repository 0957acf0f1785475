"""Several messages in one: each is taken and answered for itself, or none is."""

from __future__ import annotations

import hl7
import pytest

from carerecord.connectors.hl7v2.batch import answered, batch_of
from carerecord.connectors.hl7v2.replying import reply
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW
from carerecord.connectors.hl7v2.tests.hl7v2_reading import pushed, raw

BHS = b"BHS|^~\\&|PAS|RNG01|CARERECORD|REGION|20261121091500||||B1\r"
ONE, TWO = raw("ADT^A28"), raw("ADT^A31").replace(b"|C1|", b"|C2|")


@pytest.mark.parametrize("end", [b"BTS|2\r", b"BTS|02\rFTS|1\r", b"BTS|\xb2\r", b""])
@pytest.mark.parametrize("begin", [BHS, b"FHS|^~\\&|PAS\r" + BHS, b"\xef\xbb\xbf" + BHS])
def test_its_messages_come_out_as_they_were(begin: bytes, end: bytes):
    batch = batch_of(begin + ONE + TWO + end)
    assert batch is not None
    assert (batch.messages, batch.wrong) == ((ONE, TWO), "")


def test_all_are_answered_in_one_batch_that_names_it():
    batch = batch_of(BHS + ONE + TWO)
    assert batch is not None
    answers = [reply(one, "AA", "", now=NOW, own_id="X") for one in batch.messages]
    back = hl7.parse_batch(answered(batch, answers, now=NOW, own_id="OURS").decode())
    assert [str(one["MSA"][0][2]) for one in back] == ["C1", "C2"]
    head = [str(back.header[place]) for place in (3, 4, 5, 6, 11, 12)]
    assert head == ["CARERECORD", "REGION", "PAS", "RNG01", "OURS", "B1"]
    assert str(back.trailer[1]) == "2"


@pytest.mark.parametrize("trailer", [b"BTS|3\r", b"BTS|2\rFTS|2\r", b"BTS|" + b"9" * 5_000 + b"\r"])
def test_what_is_not_whole_is_not_taken(trailer: bytes):
    batch = batch_of(BHS + ONE + TWO + trailer)
    assert batch is not None
    assert "none was taken" in batch.wrong


def test_a_message_is_no_batch():
    assert batch_of(ONE) is None
    empty = batch_of(BHS)
    assert empty is not None
    assert (empty.messages, empty.wrong) == ((), "")


@pytest.mark.parametrize("stray", [b"PID|1||X\r", b"msh|^~\\&|a\r", b"SFT|a\rEVN||2026\r"])
@pytest.mark.parametrize("messages", [b"", ONE])
def test_what_stands_before_its_messages_is_not_lost(stray: bytes, messages: bytes):
    batch = batch_of(BHS + stray + messages + b"BTS\r")
    assert batch is not None
    assert batch.wrong == "something stands before its first MSH: none was taken"


def test_who_sent_it_may_stand_before_its_messages():
    batch = batch_of(BHS + b"SFT|PAS\r" + ONE)
    assert batch is not None
    assert (batch.messages, batch.wrong) == ((ONE,), "")


def test_what_a_hospital_has_of_its_own_is_kept_unread():
    (kept,) = pushed("ADT^A31", "ZBD|1|own^thing").resources[1:]
    assert (kept["resourceType"], kept["securityContext"]) == (
        "Binary",
        {"reference": "Patient/N123456"},
    )
    assert pushed("ADT^A31", "ZBD|1|other").resources[1]["id"] == kept["id"]
