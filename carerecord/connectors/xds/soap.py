"""SOAP 1.2 with WS-Addressing: what goes out, and what an answer or a fault comes to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from xml.sax.saxutils import escape

from carerecord.connectors.contract import (
    SourceFault,
    SourceRefused,
    SourceTooLarge,
    SourceUnreadable,
)
from carerecord.connectors.http import Reply, refuse_bad_status
from carerecord.connectors.xds.mtom import Parts, parts_of
from carerecord.fhir.xml import Element, NotXmlError, read_xml

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
MOST_MARKS = 300_000
"""Of tags and attributes in one envelope: some thousand documents. Counted first, since reading more takes seconds."""
_WHO_ASKS = ("MustUnderstand", "Security", "Authentic", "Authoriz", "AccessDenied")
"""In the code of a fault: it is about who asks, and not about what was asked."""


def envelope(action: str, to: str, request_id: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}">'
        f'<s:Header><a:Action s:mustUnderstand="1">{escape(action)}</a:Action>'
        f"<a:MessageID>urn:uuid:{request_id}</a:MessageID>"
        f"<a:ReplyTo><a:Address>{ADDRESSING}/anonymous</a:Address></a:ReplyTo>"
        f'<a:To s:mustUnderstand="1">{escape(to)}</a:To></s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def headers_of(action: str) -> Mapping[str, str]:
    return {
        "Content-Type": f'application/soap+xml; charset=UTF-8; action="{action}"',
        "Accept": "application/soap+xml, multipart/related",
    }


def answer_in(reply: Reply) -> tuple[Element, Parts]:
    """The body of the envelope, and the parts beside it. Raises a `SourceError`.

    A fault has status 400 or 500. Its words may name somebody, and are not repeated.
    """
    if reply.status not in (400, 500):
        refuse_bad_status(reply.status)
        return _read(reply)
    with suppress(SourceUnreadable):
        _read(reply)
    raise SourceFault


def _read(reply: Reply) -> tuple[Element, Parts]:
    root, parts = parts_of(reply.content_type, reply.body)
    if root.count(b"<") + root.count(b"=") > MOST_MARKS:
        raise SourceTooLarge
    try:
        whole = read_xml(root)
    except NotXmlError:
        raise SourceUnreadable from None
    if whole.name != "Envelope" or whole.space != SOAP:
        raise SourceUnreadable
    body = whole.first("Body")
    if fault := body.first("Fault"):
        raise _fault(fault)
    return body, parts


def _fault(fault: Element) -> SourceFault | SourceRefused:
    code = fault.first("Code").words
    refused = any(words in code for words in _WHO_ASKS)
    return SourceRefused("refused us") if refused else SourceFault()
