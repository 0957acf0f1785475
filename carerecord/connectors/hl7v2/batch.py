"""Several messages sent as one: FHS, BHS … BTS, FTS, and what is answered to all of them together (HL7 2.4, 2.15.3).

Each message is taken for itself. Where the trailer counts more or fewer than came, nothing is: the rest may be on its way.
Nor is it where something stands before the first message: it may be the beginning of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.connectors.hl7v2.message import BYTE_ORDER_MARK

_OF_THE_BATCH = frozenset({b"SFT", b"UAC"})
"""What may follow FHS and BHS: the software that sent it, and who (HL7 2.7, 2.10.3)."""
_SEGMENT_ENDS = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Batch:
    header: list[str]  # the fields of BHS, or of FHS where there is none
    messages: tuple[bytes, ...]
    wrong: str  # why none of it may be taken, or ""


def batch_of(raw: bytes) -> Batch | None:
    """None: it is no batch."""
    sent = raw.removeprefix(BYTE_ORDER_MARK)
    if sent[:3] not in (b"FHS", b"BHS"):
        return None
    messages: list[list[bytes]] = []
    counted: list[tuple[bytes, int]] = []
    header, begun, batches, stray = b"", 0, 0, ""
    for line in filter(None, _SEGMENT_ENDS.split(sent)):
        name = line[:3]
        if name == b"MSH":
            messages.append([line])
        elif name == b"BHS":
            header, begun, batches = line, len(messages), batches + 1
        elif name == b"BTS":
            counted.append((line, len(messages) - begun))
        elif name == b"FTS":
            counted.append((line, batches))
        elif messages:
            messages[-1].append(line)
        elif name != b"FHS" and name not in _OF_THE_BATCH:
            stray = "something stands before its first MSH: none was taken"
    miscounted = (words for line, number in counted if (words := _miscounted(line, number)))
    wrong = next(miscounted, "") or stray
    fields = (header or _SEGMENT_ENDS.split(sent)[0]).decode("iso-8859-1")
    whole = tuple(b"\r".join([*lines, b""]) for lines in messages)
    return Batch(fields.split(fields[3:4] or "|"), whole, wrong)


def _miscounted(trailer: bytes, number: int) -> str:
    said = trailer[4:].split(trailer[3:4] or b"|")[0].strip()
    if said.isdigit() and (said.lstrip(b"0") or b"0") != str(number).encode():
        return f"{trailer[:3].decode()}-1 counts {said[:12].decode()}, and {number} came: none was taken"
    return ""


def answered(batch: Batch, answers: Sequence[bytes], *, now: datetime, own_id: str) -> bytes:
    """One acknowledgement after another, in the order of the messages, between a BHS and a BTS."""
    sent = [*batch.header, *[""] * 12]
    mark = "|"
    back = [
        "BHS",
        "^~\\&",
        *sent[4:6],
        *sent[2:4],
        f"{now:%Y%m%d%H%M%S%z}",
        "",
        "",
        "",
        own_id,
        sent[10],
    ]
    plain = [one if place == 1 or one.isprintable() else "" for place, one in enumerate(back)]
    head, tail = mark.join(plain).encode(), f"BTS{mark}{len(answers)}\r".encode()
    return b"".join([head, b"\r", *answers, tail])
