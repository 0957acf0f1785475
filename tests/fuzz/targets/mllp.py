"""A stream of framed messages, however it is cut into pieces on its way."""

from __future__ import annotations

import re

from carerecord.connectors.hl7v2.framing import Framing, TooLong, framed
from carerecord.connectors.tests.pushed_given import MESSAGES
from fuzz import seeds

SEEDS = (
    b"\x07" + framed(MESSAGES[7]) + b"\r\n" + framed(b"MSH"),
    b"\x01\x0b\x1c\x1c\r\x0b\x1c\r\x0b\x0b\r",
    b"\x40" + b"\x0b" + b"A" * 2_000,
    *(b"\x10" + one for one in seeds.bad("hl7v2")),
)
_LONGEST = 1_000
_WHOLE = re.compile(rb"\x0b(.*?)\x1c\r", re.S)


def tried(sent: bytes) -> None:
    """The first byte says how long the pieces are."""
    size, stream = max(sent[:1], default=0) + 1, sent[1:]
    framing = Framing(_LONGEST)
    found = []
    try:
        for at in range(0, len(stream), size):
            found += framing.fed(stream[at : at + size])
    except TooLong:
        return
    assert found == _WHOLE.findall(stream)
    assert framing.is_open == (b"\x0b" in _WHOLE.sub(b"", stream))
