"""A person’s own words out of whatever a source keeps them in: a composition, a file, a form, one statement."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.contract import Attachment, Linked
from carerecord.sections.documents.row import TYPES, document_row
from carerecord.sections.values import value_of
from carerecord.sections.words import labelled, lines, notes_of
from carerecord.texts import HTML, PLAIN, kind_of, words_of

LONGEST_HEADING = 60  # characters of a line that reads as the heading of what follows it
_PARAGRAPHS = re.compile(r"\n\s*\n")


def own_words(resource: Resource, linked: Linked) -> tuple[str, ...]:
    """“Heading: words” for each, whole; empty where they stand in elements that any plan has."""
    if resource.get("resourceType") in TYPES:
        return lines(
            one for found in document_row(resource, linked).attachments for one in _said_in(found)
        )
    if resource.get("resourceType") == "Observation":
        parts = (as_dict(one) for one in as_list(resource.get("component")))
        return lines(value_of(resource), map(_part, parts), notes_of(resource))
    return ()


def _part(component: Resource) -> str:
    heading = as_dict(component.get("code")).get("text")
    return labelled(heading if isinstance(heading, str) else "", value_of(component))


def _said_in(found: Attachment) -> Iterator[str]:
    """A section of a composition has its own heading; a file says them in lines of their own."""
    kind, _ = kind_of(found.content_type)
    if found.data:
        if kind in (*PLAIN, *HTML):
            yield from _paragraphs(words_of(found.content_type, _decoded(found.data)))
    elif found.text:
        words = words_of(found.content_type, found.text.encode()) if kind in HTML else found.text
        yield labelled(found.title, words) if found.title else words


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPHS.split(text):
        heading, _, words = paragraph.strip().partition("\n")
        short = words and len(heading) <= LONGEST_HEADING
        yield labelled(heading.rstrip(":"), words) if short else paragraph.strip()


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError):
        return b""
