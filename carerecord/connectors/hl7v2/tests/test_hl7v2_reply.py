"""Every message gets the acknowledgement its sender understands, and it names nobody."""

from __future__ import annotations

from itertools import count

import hl7
import pytest

from carerecord.connectors.hl7v2.replying import replies, reply
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NOW, STAY, text


def acknowledged(raw: bytes, code: str = "AA", words: str = "") -> hl7.Message:
    return hl7.parse(reply(raw, code, words, now=NOW, own_id="OURS-1").decode())


def test_it_goes_back_where_the_message_came_from():
    answer = acknowledged(STAY.message("A01", ADMITTED))
    assert [str(answer["MSH"][0][n]) for n in (3, 4, 5, 6)] == ["CARERECORD", "REGION", "PAS", "RNG01"]  # fmt: skip
    assert str(answer["MSH"][0][9]) == "ACK^A01"
    assert str(answer["MSA"][0][1]) == "AA"
    assert str(answer["MSA"][0][2]).startswith("V-1001-A01-")


@pytest.mark.parametrize(
    ("modes", "taken", "wrong", "no_message"),
    [
        ("", "AA", "AE", "AR"),
        ("|||AL|NE", "CA", "CE", "CR"),
        ("|||AL|", "CA", "CE", "CR"),
        ("|||NE|AL", "AA", "AE", "AR"),
        ("||||AL", "AA", "AE", "AR"),
        ("|||AL|AL", "CA AA", "CE", "CR"),
        ("|||AL|ER", "CA", "CE", "CR"),
        ("|||AL|SU", "CA AA", "CE", "CR"),
        ("|||ER|AL", "AA", "CE", "CR"),
        ("|||ER|NE", "", "CE", "CR"),
        ("|||SU|ER", "CA", "AE", "AR"),
        ("|||SU|SU", "CA AA", "", ""),
        ("|||NE|ER", "", "AE", "AR"),
        ("|||NE|SU", "AA", "", ""),
        ("|||NE|NE", "AA", "AE", "AR"),
        ("|||NE|", "AA", "AE", "AR"),
        ("|||XX|NE", "CA", "CE", "CR"),
    ],
)
def test_a_sender_hears_what_it_asks_for(modes: str, taken: str, wrong: str, no_message: str):
    raw = text("PID|1").replace(b"2.4", b"2.4" + modes.encode())
    for code, said in (("AA", taken), ("AE", wrong), ("AR", no_message)):
        answers = replies(raw, code, "", now=NOW, own_id=map(str, count()).__next__)
        assert " ".join(str(hl7.parse(one.decode())["MSA"][0][1]) for one in answers) == said


def test_each_of_two_answers_has_a_number_of_its_own_and_names_the_message():
    raw = text("PID|1").replace(b"2.4", b"2.4|||AL|AL")
    answers = replies(raw, "AA", "", now=NOW, own_id=iter("12").__next__)
    read = [hl7.parse(one.decode()) for one in answers]
    assert [str(one["MSH"][0][10]) for one in read] == ["1", "2"]
    assert [str(one["MSA"][0][2]) for one in read] == ["C1", "C1"]


def test_a_message_that_is_wrong_further_on_is_still_named():
    answer = acknowledged(text("not a segment"), "AE", "line 2 | is ^ wrong")
    assert str(answer["MSA"][0][2]) == "C1"
    assert str(answer["MSA"][0][3]) == "line 2   is   wrong"


@pytest.mark.parametrize("raw", [b"", b"nothing at all", b"MSH|^^^^|", b"\xff\xfeM\0S\0"])
def test_what_is_no_message_is_answered_too(raw: bytes):
    assert str(acknowledged(raw, "AR", "no")["MSA"][0][1]) == "AR"
