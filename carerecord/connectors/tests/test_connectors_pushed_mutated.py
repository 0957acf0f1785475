"""Whatever becomes of a message or a file on its way, it is read, set aside or refused; nothing else comes out of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import ROW, SOURCE, file
from carerecord.connectors.csv_vaccinations.rows import rows as vaccinations
from carerecord.connectors.csv_vaccinations.tests import test_csv_vaccinations as given_there
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.hl7v2.batch import batch_of
from carerecord.connectors.hl7v2.message import MessageError
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS
from carerecord.connectors.hl7v2.tests.hl7v2_messages import SOURCE as HOSPITAL
from carerecord.connectors.tests.pushed_given import MESSAGES, REPORT, is_whole

LONDON = ZoneInfo("Europe/London")
PIECES = [b"|", b"^", b"~", b"\\", b"&", b"\r", b"\r\n", b"'", b"?", b"+", b":", b'"', b'""', b",", b"", b"9" * 40,
          b"OBX|", b"OBR|1", b"MSH|", b"BTS|7", b"20269999", b"-0.0", b"\xff", b"\xef\xbb\xbf", b"\\X0D\\", b"A" * 200]  # fmt: skip


@st.composite
def mutated(draw: Any, originals: Iterable[bytes]) -> bytes:
    """An original with up to four places overwritten."""
    sent = draw(st.sampled_from(list(originals)))
    for _ in range(draw(st.integers(1, 4))):
        begins = draw(st.integers(0, len(sent)))
        ends = begins + draw(st.integers(0, 6))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)))
        sent = sent[:begins] + piece + sent[ends:]
    return sent


@given(sent=mutated(MESSAGES))
@settings(max_examples=300, deadline=None)
def test_a_mutated_message(sent: bytes):
    batch_of(sent)
    with contextlib.suppress(MessageError):
        found = receive(sent, HOSPITAL, SETTINGS, NOW)
        if isinstance(found, Pushed):
            is_whole(found)


@given(sent=mutated([REPORT]))
@settings(max_examples=200, deadline=None)
def test_a_mutated_laboratory_file(sent: bytes):
    for part in reports(sent, SOURCE, LONDON):
        assert bool(part.said) != bool(part.wrong)
        if part.said:
            is_whole(part.said)


@given(
    sent=mutated(
        [file(ROW, ROW.replace("package", "contact")), given_there.file(given_there.line())]
    )
)
@settings(max_examples=200, deadline=None)
def test_a_mutated_table(sent: bytes):
    for part in (*rows(sent, SOURCE, LONDON), *vaccinations(sent, SOURCE, LONDON)):
        assert bool(part.said) != bool(part.wrong)
        if part.said:
            is_whole(part.said)


def test_a_release_at_the_end_of_a_long_file_takes_no_longer_for_it():
    (part,) = reports(b"A" * 3_000_000 + b"?", SOURCE, LONDON)
    assert part.wrong == "segment 1 does not begin with a tag"
