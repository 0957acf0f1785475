"""A SOAP answer and what is attached to it (MTOM, XOP, RFC 2387): every part by its Content-ID. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice, pairwise
from urllib.parse import unquote

from carerecord.connectors.contract import SourceTooLarge, SourceUnreadable
from carerecord.fhir.xml import Element

Parts = Mapping[str, bytes]
MOST_PARTS = 100
_MULTIPART = "multipart/related"
_headers = BytesHeaderParser()


def parts_of(content_type: str, body: bytes) -> tuple[bytes, Parts]:
    """The envelope, and the other parts; an answer that is not multipart is the envelope alone."""
    head = Message()
    head["Content-Type"] = content_type
    if head.get_content_type() != _MULTIPART:
        return body, {}
    boundary = head.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise SourceUnreadable
    made = dict(_split(body, boundary.encode()))
    start = head.get_param("start")
    first = _id(start) if isinstance(start, str) and start else next(iter(made))
    if first not in made:
        raise SourceUnreadable
    return made.pop(first), made


def content_of(document: Element, parts: Parts) -> bytes:
    """The bytes of a `Document`: in a part that it includes, or in it as base64."""
    if include := document.first("Include"):
        href = include.get("href")
        found = parts.get(unquote(href.removeprefix("cid:"))) if href.startswith("cid:") else None
        if found is None:
            raise SourceUnreadable
        return found
    return _plain("base64", document.words.encode())


def _split(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    """A line of the boundary and nothing more stands between two parts; the last ends in two dashes more."""
    whole = b"\r\n" + body
    line = re.compile(rb"\r\n--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\Z)")
    marks = list(islice(line.finditer(whole), MOST_PARTS + 2))
    if len(marks) > MOST_PARTS + 1:
        raise SourceTooLarge
    for number, (mark, after) in enumerate(pairwise(marks)):
        yield _part(whole[mark.end() : after.start()], number)
        if after[1]:
            return
    raise SourceUnreadable  # it was cut short


def _part(piece: bytes, number: int) -> tuple[str, bytes]:
    head, found, body = piece.partition(b"\r\n\r\n")
    if not found:
        raise SourceUnreadable
    fields = _headers.parsebytes(head.removeprefix(b"\r\n"))
    own = _id(str(fields.get("Content-ID", ""))) or f"#{number}"
    return own, _plain(str(fields.get("Content-Transfer-Encoding", "binary")), body)


def _id(said: str) -> str:
    return said.strip().removeprefix("<").removesuffix(">")


def _plain(encoding: str, body: bytes) -> bytes:
    if encoding.strip().lower() != "base64":
        return body
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise SourceUnreadable from None
