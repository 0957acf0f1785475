"""Every message gets the acknowledgement its sender understands, and it names nobody."""

from __future__ import annotations

import hl7
import pytest

from carerecord.connectors.hl7v2.replying import reply
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NOW, STAY, text


def acknowledged(raw: bytes, code: str = "AA", words: str = "") -> hl7.Message:
    return hl7.parse(reply(raw, code, words, now=NOW, own_id="OURS-1").decode())


def test_it_goes_back_where_the_message_came_from():
    answer = acknowledged(STAY.message("A01", ADMITTED))
    assert [str(answer["MSH"][0][n]) for n in (3, 4, 5, 6)] == ["CARERECORD", "REGION", "PAS", "RNG01"]  # fmt: skip
    assert str(answer["MSH"][0][9]) == "ACK^A01"
    assert str(answer["MSA"][0][1]) == "AA"
    assert str(answer["MSA"][0][2]).startswith("V-1001-A01-")


@pytest.mark.parametrize(("modes", "code"), [("", "AA"), ("||||AL|NE", "CA"), ("||||NE|AL", "AA"), ("||||AL|AL", "AA")])  # fmt: skip
def test_who_asks_only_whether_it_is_safe_is_told_that(modes: str, code: str):
    answer = acknowledged(text("PID|1").replace(b"2.4", b"2.4" + modes.encode()[1:] if modes else b"2.4"))  # fmt: skip
    assert str(answer["MSA"][0][1]) == code


def test_a_message_that_is_wrong_further_on_is_still_named():
    answer = acknowledged(text("not a segment"), "AE", "line 2 | is ^ wrong")
    assert str(answer["MSA"][0][2]) == "C1"
    assert str(answer["MSA"][0][3]) == "line 2   is   wrong"


@pytest.mark.parametrize("raw", [b"", b"nothing at all", b"MSH|^^^^|", b"\xff\xfeM\0S\0"])
def test_what_is_no_message_is_answered_too(raw: bytes):
    assert str(acknowledged(raw, "AR", "no")["MSA"][0][1]) == "AR"
