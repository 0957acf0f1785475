"""Notes that a section holds beside its words: a document of their own in R4."""

from __future__ import annotations

import base64
import binascii

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import Reading
from carerecord.fhir.xml import Element


def note(statement: Element, reading: Reading) -> Resource | None:
    """None without words or a file."""
    text = statement.first("text")
    content = [one for one in (_words(text, reading), _file(text)) if one]
    if not content:
        return None
    made: Resource = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": reading.concept(statement.first("code")),
        "content": [{"attachment": one} for one in content],
    }
    if called := [one.get("displayName") for one in statement.first("code").all("translation")]:
        made["description"] = called[-1]
    if when := reading.recorded(statement) or reading.span(statement.first("effectiveTime")).get(
        "start"
    ):
        made["date"] = when
    if author := reading.author(statement):
        made["author"] = [author]
    return made


def _words(text: Element, reading: Reading) -> Resource | None:
    own = "" if text.get("representation") == "B64" else text.words
    words = own or reading.part(text.first("reference").get("value").lstrip("#"))
    data = base64.b64encode(words.encode()).decode()
    return {"contentType": "text/plain; charset=utf-8", "data": data} if words else None


def _file(text: Element) -> Resource | None:
    return encoded(text) if text.get("representation") == "B64" else None


def encoded(element: Element) -> Resource | None:
    """A file inside the document, by the type its sender says it has; None where it cannot be read."""
    data = "".join(piece for piece in element.content if isinstance(piece, str))
    tight = "".join(data.split())
    try:
        base64.b64decode(tight, validate=True)
    except (binascii.Error, ValueError):
        return None
    return {"contentType": element.get("mediaType") or "application/octet-stream", "data": tight}
