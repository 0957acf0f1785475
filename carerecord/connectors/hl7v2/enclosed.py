"""A document inside a message (ED): its bytes, and whether they are what they are said to be. Pure.

HL7 2.5.1, 2.A.24. What is declared to be a PDF and is something else is for a person to look at, and so is a program.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from carerecord.connectors.hl7v2.message import MessageDoubtful, Segment

_TYPES: Mapping[str, str] = {
    "PDF": "application/pdf",
    "RTF": "application/rtf",
    "JPEG": "image/jpeg",
    "JPG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "HTML": "text/html",
    "XML": "application/xml",
    "TEXT": "text/plain",
    "TXT": "text/plain",
    "PLAIN": "text/plain",
}
_BEGINS: Mapping[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF",),
    "application/rtf": (b"{\\rtf",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/tiff": (b"II*\0", b"MM\0*"),
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def attachment(obx: Segment, title: str) -> dict[str, str]:
    """An R4 Attachment of OBX-5; {} where no document was sent. Raises `MessageDoubtful`."""
    encoding, sent = obx.text(5, 4).upper(), obx.text(5, 5)
    if not sent:
        return {}
    content = _decoded(obx, encoding, sent)
    kind = _kind(obx)
    begins = _BEGINS.get(kind, ())
    if content.startswith(_PROGRAMS) or (begins and not content.lstrip().startswith(begins)):
        raise MessageDoubtful("a document in OBX-5 is not what it says it is")
    data = base64.b64encode(content).decode()
    return {"contentType": kind, "data": data, **({"title": title} if title else {})}


def text_attachment(words: str, title: str) -> dict[str, str]:
    """The lines of a document that was sent as text."""
    data = base64.b64encode(words.encode()).decode()
    found = {"contentType": "text/plain; charset=utf-8", "data": data}
    return {**found, "title": title} if title else found


def _decoded(obx: Segment, encoding: str, sent: str) -> bytes:
    try:
        if encoding == "BASE64":
            return base64.b64decode("".join(sent.split()), validate=True)
        if encoding == "HEX":
            return bytes.fromhex(sent)
    except (binascii.Error, ValueError):
        raise MessageDoubtful(f"a document in OBX-5 is no {encoding.lower()}") from None
    return obx.text(5, 5).encode()


def _kind(obx: Segment) -> str:
    """OBX-5.3 names it; in OBX-5.2 where that is empty. Another word is a type nobody here knows."""
    named = (obx.text(5, 3) or obx.text(5, 2)).upper()
    return _TYPES.get(named, "application/octet-stream")
