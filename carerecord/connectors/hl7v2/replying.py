"""What is answered to a message: taken (AA), an error in it (AE), or no message at all (AR) (HL7 2.4, 2.9.2).

A sender that works in enhanced mode, and wants only to know that its message is safe, is answered CA, CE or CR.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from carerecord.connectors.hl7v2.message import MessageError, Segment, read

Code = Literal["AA", "AE", "AR"]


def reply(raw: bytes, code: Code, words: str, *, now: datetime, own_id: str) -> bytes:
    """The acknowledgement of what was received. `words` name nobody: other systems keep them."""
    header = _header_of(raw)
    if header is None:
        return _written(
            "|^~\\&", ["", "", "", "", now, "", "ACK", own_id, "P", "2.4"], code, "", words
        )
    marks = header.delimiters
    signs = marks.field + marks.component + marks.repetition + marks.escape + marks.subcomponent
    event = header.text(9, 2)
    kind = f"ACK{marks.component}{event}" if event else "ACK"
    fields: list[str | datetime] = [
        header.sent(5), header.sent(6), header.sent(3), header.sent(4), now, "", kind, own_id,
        header.sent(11) or "P", header.sent(12) or "2.4",
    ]  # fmt: skip
    said = f"C{code[1]}" if is_enhanced(header) else code
    return _written(signs, fields, said, header.sent(10), words)


def is_enhanced(header: Segment) -> bool:
    """MSH-15 asks for a commit acknowledgement, and MSH-16 for none of the application."""
    return header.text(15) not in ("", "NE") and header.text(16) in ("", "NE")


def _header_of(raw: bytes) -> Segment | None:
    """MSH alone: of a message that is wrong further on its sender can still tell which one is meant."""
    first = re.split(rb"[\r\n]", raw, maxsplit=1)[0]
    printable = bytes(byte for byte in first if byte >= 0x20)
    try:
        return read(printable).header
    except MessageError:
        return None


def _written(
    signs: str, fields: list[str | datetime], code: str, control: str, words: str
) -> bytes:
    mark = signs[0]
    plain = [f"{one:%Y%m%d%H%M%S%z}" if isinstance(one, datetime) else one for one in fields]
    said = "".join(one if one not in signs and one.isprintable() else " " for one in words)
    head = f"MSH{mark}{signs[1:]}{mark}{mark.join(plain)}"
    return f"{head}\rMSA{mark}{code}{mark}{control}{mark}{said}\r".encode()
