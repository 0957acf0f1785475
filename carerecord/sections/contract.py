"""What a class of information promises: which resources are its own, what makes two the same, what a row shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from carerecord.contract import Resource
from carerecord.sections.compared import Compared

Linked = Callable[[object], Resource | None]
"""Follows a FHIR Reference (a dict with `reference`) inside one source's answer; None when it leads nowhere."""

Style = Literal["generic", "brand", "dose", "plain", "negation"]
Tone = Literal["red", "amber", "green", "blue", "purple", "grey"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line; parts are joined by an en dash and never broken inside (ux 5, medicine line)."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: Tone = "grey"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something to open in the documents reader: where its bytes or words are."""

    content_type: str
    title: str = ""
    data: str = ""  # base64, when inline
    text: str = ""  # plain words, when the source sent words
    url: str = ""  # reference inside the source (Binary/…), never followed elsewhere


@dataclass(frozen=True, slots=True)
class Row:
    """What a page shows of one entry, in the source's own values; dates stay FHIR strings as sent."""

    what: tuple[Part, ...]
    when: str = ""  # FHIR date or dateTime, "" = not recorded
    until: str = ""
    status: str = ""  # in words
    group: str = ""  # sub-heading, e.g. "Active"
    cells: tuple[str, ...] = ()  # one for each of the section's columns
    notes: tuple[str, ...] = ()  # the source's own words, shown whole
    tags: tuple[Tag, ...] = ()
    by: str = ""  # author: name, role, organisation
    attachments: tuple[Attachment, ...] = ()


Fold = Literal["equal", "copies", "never"]
"""What may share an entry: equal wholes; only copies of one record (same business identifier, equal); nothing."""


MarkKind = Literal[
    "dose",
    "reaction",
    "status",
    "doubt",
    "value",
    "version",
    "corrected",
    "removed",
    "negation",
    "code",
]
"""What a row may be marked with (merging 6): the first five by what stands under its heading, the rest by its record."""


def always(_: Resource) -> bool:
    return True


def never(_: Resource) -> bool:
    return False


def first(_: Resource) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Section:
    """One class of information in the record."""

    name: str  # e.g. "allergies": in configuration, audit, API and addresses
    title: str  # e.g. "Allergies and intolerances"
    noun: tuple[str, str]  # ("allergy", "allergies")
    page: str  # the page it stands on, e.g. "allergies"
    feature: str  # the F-number it fulfils
    resource_types: tuple[str, ...]
    row: Callable[[Resource, Linked], Row]
    claims: Callable[[Resource], bool] = (
        always  # of its types, which resources; the first section that claims wins
    )
    columns: tuple[str, ...] = ()  # headings of Row.cells
    negative: Callable[[Resource], bool] = (
        never  # an explicit statement of none ("no known allergies")
    )
    positive: Callable[[Resource], bool] = always  # counts as an entry: not in error, not refuted
    current: Callable[[Resource], bool] = always  # active now
    summary: Callable[[Resource], bool] = never  # what a role with level "summary" may see
    merge_key: Callable[[Resource], Hashable | None] | None = (
        None  # heading: same thing, put side by side
    )
    order: Callable[[Resource, Row], Hashable] | None = None  # default: newest first
    rank: Callable[[Resource], int] = first  # cheap part of the order: lower stands higher
    fold: Fold = "equal"
    compared: Mapping[str, Compared] = field(
        default_factory=dict
    )  # by type: what may differ in two that share an entry; of any other type, nothing
    marks: tuple[MarkKind, ...] = ()  # differences looked for under one heading
    one_identifier_one_thing: bool = False  # else one may stand on every result of a panel
    template: str = ""  # its own template in the section's folder; "" = the common table
