"""Messages come out whole, however the stream was cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.connectors.hl7v2.framing import Framing, TooLong, framed

BODY = st.binary(max_size=40).map(lambda one: one.replace(b"\x0b", b"").replace(b"\x1c", b""))


@given(st.lists(BODY, max_size=5), st.lists(st.integers(0, 300), max_size=8))
def test_however_it_is_cut_the_same_messages_come_out(bodies: list[bytes], cuts: list[int]):
    stream = b"".join(b"\r\nnoise" + framed(one) for one in bodies)
    ends = sorted({min(cut, len(stream)) for cut in cuts} | {len(stream)})
    framing, found, begun = Framing(), [], 0
    for end in ends:
        found += framing.fed(stream[begun:end])
        begun = end
    assert found == bodies
    assert not framing.is_open


def test_what_does_not_begin_is_nothing():
    framing = Framing()
    assert framing.fed(b"MSH|^~\\&|no start\x1c\r") == []
    assert not framing.is_open
    assert framing.fed(framed(b"a")) == [b"a"]


def test_what_does_not_end_stays_open_until_it_is_too_long():
    framing = Framing(longest=100)
    assert framing.fed(b"\x0b" + b"x" * 60) == []
    assert framing.is_open
    with pytest.raises(TooLong):
        framing.fed(b"x" * 60)
