"""What is answered to a message: taken (AA), an error in it (AE), or no message at all (AR) (HL7 2.4, 2.9.2).

A sender in enhanced mode says what it wants to hear: whether its message is safe (MSH-15: CA, CE, CR), and what became of it
(MSH-16). Both are known at once here, so the second follows the first (2.9.3). One that never wants to hear either has the one
answer all the same: over MLLP many wait for it before they send again, and a refusal that nobody hears of is a message lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from carerecord.connectors.hl7v2.message import MessageError, Segment, read

Code = Literal["AA", "AE", "AR"]
Accepted = Literal["CA", "CE", "CR"]
_ACCEPTED: dict[Code, Accepted] = {"AA": "CA", "AE": "CE", "AR": "CR"}
_CONTROLS = bytes(range(0x20))


def replies(
    raw: bytes, code: Code, words: str, *, now: datetime, own_id: Callable[[], str]
) -> tuple[bytes, ...]:
    """Every acknowledgement that its sender asks for. `words` name nobody: other systems keep them."""
    header = _header_of(raw)
    return tuple(_reply(header, one, words, now, own_id()) for one in _asked(header, code))


def _asked(header: Segment | None, code: Code) -> tuple[Code | Accepted, ...]:
    """What is not safe here is not looked at any further: after CE or CR nothing follows (2.9.3.2)."""
    if header is None or {header.text(15), header.text(16)} <= {"", "NE"}:
        return (code,)
    well = code == "AA"
    if _wants(header.text(15), well=well):
        follows = well and _wants(header.text(16), well=well)
        return (_ACCEPTED[code], code) if follows else (_ACCEPTED[code],)
    return (code,) if _wants(header.text(16), well=well) else ()


def _wants(condition: str, *, well: bool) -> bool:
    """HL7 table 0155: always, never, errors alone, success alone. One that nobody knows is answered."""
    return {"": False, "NE": False, "ER": not well, "SU": well}.get(condition.upper(), True)


def reply(raw: bytes, code: Code, words: str, *, now: datetime, own_id: str) -> bytes:
    """One acknowledgement of what was received, whatever its sender asks for."""
    return _reply(_header_of(raw), code, words, now, own_id)


def _reply(
    header: Segment | None, code: Code | Accepted, words: str, now: datetime, own_id: str
) -> bytes:
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
    return _written(signs, fields, code, header.sent(10), words)


def _header_of(raw: bytes) -> Segment | None:
    """MSH alone: of a message that is wrong further on its sender can still tell which one is meant."""
    first = re.split(rb"[\r\n]", raw, maxsplit=1)[0]
    printable = first.translate(None, _CONTROLS)
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
