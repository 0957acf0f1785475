"""The words of a document for a reader: its sections under their headings, as HTML of a few harmless tags."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from carerecord.fhir.cda.document import ACTIVE, NotCdaError, only_document
from carerecord.fhir.cda.narrative import html
from carerecord.fhir.xml import Element

DEEPEST_HEADING = 6


def page_of(body: bytes) -> str:
    """ "" where it has none of its own: its body is a file. Raises `NotCdaError`."""
    document = only_document(body)
    if not document.first("component"):
        raise NotCdaError("it has no body")
    return "".join((*_consents(document), *_body(document)))


def _body(document: Element) -> Iterator[str]:
    body = document.first("component")
    for one in body.all("structuredBody"):
        yield from _sections(one, 2)
    text = body.first("nonXMLBody", "text")
    if text.words and text.get("representation") != "B64" and not _acts(text):
        yield f"<p>{escape(text.words)}</p>"


def _acts(text: Element) -> bool:
    return text.get("mediaType").partition(";")[0].strip().lower() in ACTIVE


def _sections(holder: Element, level: int) -> Iterator[str]:
    """Inner sections after the words of their own; pictures in a section are named, never loaded."""
    for section in holder.all("component", "section"):
        title = section.first("title").words or section.first("code").get("displayName")
        if title:
            yield f"<h{level}>{escape(title)}</h{level}>"
        words = html(section.first("text"))
        yield f"<div>{words}</div>" if words.strip() else ""
        if any(one.name == "renderMultiMedia" for one in section.first("text").inside()):
            yield "<p>A picture in the original is not shown here.</p>"
        yield from _sections(section, min(level + 1, DEEPEST_HEADING))


def _consents(document: Element) -> Iterator[str]:
    """What the person agreed to, where the head of the document says it."""
    for code in document.all("authorization", "consent", "code"):
        if words := code.get("displayName"):
            yield f"<p>{escape(words)}</p>"
