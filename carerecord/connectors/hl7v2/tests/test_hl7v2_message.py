"""Messages are read as they were sent, and as an independent library reads them."""

from __future__ import annotations

import contextlib

import hl7
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.connectors.hl7v2.message import MessageError, MessageUnusable, NotHl7, read
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, STAY, text

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="|^~\\&\"\x85"), max_size=12)  # fmt: skip


def test_every_field_is_where_the_standard_numbers_it():
    message = read(STAY.message("A01", ADMITTED))
    assert (message.type, message.event) == ("ADT", "A01")
    assert message.header.text(4) == "RNG01"
    pid = message.only("PID")
    assert [pid.text(3, of=one) for one in pid.repetitions(3)] == ["N123456", "9990000018"]
    assert (pid.text(5), pid.text(5, 2), pid.text(7)) == ("Gibson", "Margery", "19380211")
    assert message.only("PV1").text(19) == "V-1001"
    assert pid.text(99) == pid.text(5, 40) == ""


@given(st.lists(st.lists(PLAIN, min_size=1, max_size=4), min_size=1, max_size=6))
def test_fields_and_components_are_those_of_another_reader(fields: list[list[str]]):
    sent = "|".join("^".join(one) for one in fields)
    raw = text(f"ZZZ|{sent}")
    ours, theirs = read(raw).only("ZZZ"), hl7.parse(raw.decode()).segment("ZZZ")
    for place, one in enumerate(fields, 1):
        assert ours.sent(place) == str(theirs[place])
        assert [ours.text(place, n) for n in range(1, len(one) + 1)] == one


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (r"Smith \T\ Sons", "Smith & Sons"),
        (r"\F\\S\\R\\E\ ".strip(), "|^~\\"),
        (r"one\.br\two", "one\ntwo"),
        (r"\H\bold\N\ ".strip(), "bold"),
        (r"\X4A4B\ ".strip(), "JK"),
        (r"\Zown\ kept".strip(), r"\Zown\ kept"),
        (r"50\ of it", r"50\ of it"),
        ('""', ""),
        ("5&mg", "5"),
    ],
)
def test_escapes_mean_what_the_standard_says(sent: str, meant: str):
    assert read(text(f"ZZZ|{sent}")).only("ZZZ").text(1) == meant


def test_an_escaped_line_break_is_no_new_segment():
    message = read(text(r"ZZZ|a\X0D\OBX"))
    assert [one.name for one in message.segments] == ["MSH", "ZZZ"]
    assert message.only("ZZZ").text(1) == "a\rOBX"


def test_separators_are_those_the_message_declares():
    raw = b"MSH#@~\\&#PAS#RNG01#C#R#20261121##ADT@A08#C1#P#2.4\rPID#1##1@@@NHS~2|3@@@x\r"
    pid = read(raw).only("PID")
    assert pid.repetitions(3) == ["1@@@NHS", "2|3@@@x"]
    assert pid.text(3, of="2|3@@@x") == "2|3"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_may_end_as_some_systems_write_them(end: str):
    raw = text("PID|1", "PV1|1").decode().replace("\r", end).encode()
    assert [one.name for one in read(raw).segments] == ["MSH", "PID", "PV1"]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("", "utf-8"), ("", "iso-8859-1"), ("8859/15", "iso-8859-15"), ("UNICODE UTF-8", "utf-8")]
)  # fmt: skip
def test_names_keep_their_letters(charset: str, encoding: str):
    raw = text("PID|1||||Zoë").decode().replace("|2.4", f"|2.4||||||{charset}").encode(encoding)
    assert read(raw).only("PID").text(5) == "Zoë"


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        (b"", NotHl7, "not MSH"),
        ("MSH|^~\\&|".encode("utf-16"), NotHl7, "not MSH"),
        (b"EVN|A01\r", NotHl7, "not MSH"),
        (b"MSH|^^^^|a", NotHl7, "five different"),
        (b"MSH|^~", NotHl7, "five different"),
        ("MSH|^~\\¦|a".encode("latin-1"), NotHl7, "five different"),
        (text("not a segment"), MessageUnusable, "line 2"),
        (text("PID|1||a\0b"), MessageUnusable, "segment 2"),
        (text("PID|1") + text("PID|1"), MessageUnusable, "more than once"),
        (text(*["OBX|1"] * 10_000), MessageUnusable, "more than 10000 segments"),
        (text("PID|1").replace(b"2.4", b"2.4||||||KLINGON"), MessageUnusable, "MSH-18"),
        (text("PID|1||||Zo\xeb").replace(b"2.4", b"2.4||||||ASCII"), MessageUnusable, "byte"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(raw: bytes, error: type, words: str):
    with pytest.raises(error, match=words):
        read(raw)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(junk: bytes):
    for raw in (junk, text("PID|1") + junk, b"MSH|^~\\&|" + junk):
        with contextlib.suppress(MessageError):
            assert read(raw).header.name == "MSH"
