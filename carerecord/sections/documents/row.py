"""The row of one document, of any kind: what it is, whose, when, and what there is to open."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import in_error, not_in_error
from carerecord.sections.contract import Attachment, Linked, Part, Row, Section, Tag
from carerecord.sections.dates import clinical_date
from carerecord.sections.documents.kinds import DocumentKind, kind_of, title_of
from carerecord.sections.files import attachments_of, binary, narrative
from carerecord.sections.people import who, written_by
from carerecord.sections.uk_core import added
from carerecord.sections.words import (
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    status_tags,
    term,
)

TYPES = ("DocumentReference", "Composition")
COLUMNS = ("Kind", "Place", "Status")
_GROUPS = ("", "Replaced by a newer version", "Removed by the source")


def rank(document: Resource) -> int:
    if in_error(document) or document.get("docStatus") == "entered-in-error":
        return 2
    return 1 if document.get("status") == "superseded" else 0


def document_row(document: Resource, linked: Linked) -> Row:
    kind = said(document.get("type")) or said(document.get("category"))
    title = title_of(document) or kind or term(document, "topic", "reasonCode")
    return Row(
        what=(Part(title),),
        when=clinical_date(document),
        status=_status(document),
        group=_GROUPS[rank(document)],
        cells=(recorded(kind), recorded(_place(document, linked)), _status(document)),
        notes=lines(
            _unless(title, said(document.get("description"))),
            labelled("About", _about(document)),
            *(_payload(one) for one in as_list(document.get("payload"))),
            added(document, linked),
            notes_of(document),
        ),
        tags=_tags(document),
        by=written_by(document, linked, "author", "sender", "operator"),
        attachments=_attachments(document, linked),
    )


def _unless(title: str, words: str) -> str:
    """A description that only repeats the title says nothing more."""
    return "" if words == title else words


def _status(document: Resource) -> str:
    """A document's own status (final, preliminary) beside its place in the version chain."""
    replaced = document.get("status") == "superseded"
    status = "Replaced" if replaced else in_words(document.get("status"))
    return recorded(joined(in_words(document.get("docStatus")), status))


def _place(document: Resource, linked: Linked) -> str:
    context = as_dict(document.get("context"))
    return joined(
        who(document.get("custodian"), linked),
        said(context.get("facilityType")),
        said(context.get("practiceSetting")),
    )


def _about(document: Resource) -> str:
    context = as_dict(document.get("context"))
    event = said(context.get("event")) or said(
        [
            code
            for one in as_list(document.get("event"))
            for code in as_list(as_dict(one).get("code"))
        ]
    )
    start = shown_date(as_dict(context.get("period")).get("start"))
    return joined(event, start)


def _payload(value: object) -> str:
    """A message in words; a file or a link in it stands among the attachments."""
    return said(as_dict(value).get("contentString"))


def _attachments(document: Resource, linked: Linked) -> tuple[Attachment, ...]:
    payload = [as_dict(one).get("contentAttachment") for one in as_list(document.get("payload"))]
    contents = as_list(document.get("content"))
    return (
        *attachments_of(contents),
        *attachments_of(payload),
        *_sections(document, linked, 0),
        *(found for one in payload for found in binary(one)),
    )


def _sections(holder: Resource, linked: Linked, depth: int) -> tuple[Attachment, ...]:
    """The sections of a Composition in order, each under its heading; inner ones after their own."""
    made: list[Attachment] = []
    for section in map(as_dict, as_list(holder.get("section"))):
        title = said(section.get("title")) or said(section.get("code"))
        made += narrative(title, section.get("text")) or _entries(title, section, linked)
        if depth < 5:
            made += _sections(section, linked, depth + 1)
    return tuple(made)


def _entries(title: str, section: Resource, linked: Linked) -> tuple[Attachment, ...]:
    """A section without words: the names of what it points to."""
    found = [linked(one) or as_dict(one) for one in as_list(section.get("entry"))]
    names = [said(one.get("code")) or said(one.get("display")) for one in found]
    text = "\n".join(filter(None, names)) or said(section.get("emptyReason"))
    return (Attachment(content_type="text/plain", title=title, text=text),) if text else ()


def _tags(document: Resource) -> tuple[Tag, ...]:
    replaced = (Tag("Replaced", "amber"),) if document.get("status") == "superseded" else ()
    preliminary = document.get("docStatus") == "preliminary"
    return (
        *replaced,
        *((Tag("Preliminary", "amber"),) if preliminary else ()),
        *status_tags(document),
    )


def positive(document: Resource) -> bool:
    return not_in_error(document) and document.get("docStatus") != "entered-in-error"


def current(document: Resource) -> bool:
    return rank(document) == 0


def document_section(
    name: str, title: str, noun: tuple[str, str], feature: str, kind: DocumentKind
) -> Section:
    """A section of one kind of DocumentReference and Composition."""

    def claims(document: Resource) -> bool:
        return kind_of(document) == kind

    return Section(
        name=name,
        title=title,
        noun=noun,
        page="documents",
        feature=feature,
        resource_types=TYPES,
        claims=claims,
        row=document_row,
        columns=COLUMNS,
        positive=positive,
        current=current,
        summary=current,
        rank=rank,
        fold="copies",
    )
