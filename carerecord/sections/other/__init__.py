"""Everything that no other section claims, so that nothing a source sent is ever lost."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import by_concept, not_in_error
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.dates import clinical_date
from carerecord.sections.people import name_of, written_by
from carerecord.sections.words import (
    NOT_NAMED,
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    status_tags,
)

_NAMES = (
    "code",
    "title",
    "description",
    "type",
    "category",
    "suppliedItem",
    "vaccineCode",
    "medicationCodeableConcept",
)


def row(resource: Resource, linked: Linked) -> Row:
    status = in_words(resource.get("status"))
    return Row(
        what=(Part(_name(resource)),),
        when=clinical_date(resource),
        status=status,
        cells=(kind_in_words(resource), recorded(status)),
        notes=lines(_held(resource, linked), notes_of(resource, "description", "comment")),
        tags=status_tags(resource),
        by=written_by(resource, linked, "author", "performer", "provider", "supplier"),
    )


def _name(resource: Resource) -> str:
    """A List by its own title: its code is only what kind of heading it is."""
    names = ("title", *_NAMES) if resource.get("resourceType") == "List" else _NAMES
    words = name_of(resource) or next(filter(None, (said(resource.get(k)) for k in names)), "")
    return words or kind_in_words(resource)


def _held(resource: Resource, linked: Linked) -> list[str]:
    """What stands under the heading of a List, which may say how it is meant: “Family history”."""
    if resource.get("resourceType") != "List":
        return []
    items = [as_dict(one).get("item") for one in as_list(resource.get("entry"))]
    found = filter(None, map(linked, items))  # alone what is shown: a display may name what is not
    kind = said(resource.get("code"))
    return [
        labelled("Kind", kind) if kind != _name(resource) else "",
        labelled("Holds", joined(*map(_name, found), by="; ")),
        labelled("Empty", said(resource.get("emptyReason"))),
    ]


def kind_in_words(resource: Resource) -> str:
    """`SupplyDelivery` as “Supply delivery”; what R4 has no type for stands in words."""
    name = said(resource.get("resourceType"))
    if name == "Basic":
        return "Kept in words"
    text = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return text[:1].upper() + text[1:] or NOT_NAMED


SECTION = Section(
    name="other",
    title="Everything else",
    noun=("entry", "entries"),
    page="other",
    feature="F29",
    resource_types=(),
    row=row,
    columns=("Kind", "Status"),
    positive=not_in_error,
    merge_key=by_concept("code"),
)
