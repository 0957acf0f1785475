"""What a message of an invented person comes to."""

from __future__ import annotations

from typing import Any

from carerecord.connectors.contract import Pushed, SetAside
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER, SETTINGS, SOURCE, text

PID = f"PID|1||N123456^^^RNG01^MR~{NUMBER}^^^NHS^NH||Gibson^Margery||19380211"


def raw(kind: str, *segments: str, pid: str = PID) -> bytes:
    """`kind` as MSH-9 has it: MDM^T02."""
    return text(pid, *segments).replace(b"ADT^A08", kind.encode())


def pushed(kind: str, *segments: str) -> Pushed:
    found = receive(raw(kind, *segments), SOURCE, SETTINGS, NOW)
    assert isinstance(found, Pushed), found
    return found


def said(kind: str, *segments: str) -> list[dict[str, Any]]:
    """Without who it is about."""
    return list(pushed(kind, *segments).resources[1:])


def why_aside(kind: str, *segments: str) -> str:
    found = receive(raw(kind, *segments), SOURCE, SETTINGS, NOW)
    assert isinstance(found, SetAside), found
    return found.why
