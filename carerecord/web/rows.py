"""One entry as a page shows it. A row that cannot be drawn never hides the others (ux 1, rule 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.marks import Mark
from carerecord.sections.contract import Part, Row, Tag
from carerecord.sections.dates import clinical_date
from carerecord.sections.documents.origin import document_of
from carerecord.sections.words import joined
from carerecord.web import formats
from carerecord.web.headed import under_headings
from carerecord.web.marks import mark_tags

DASH = Markup(" – ")
QUALIFIED = Tag("Qualified by its source: see entry", "red")
"""An element that may turn the meaning of all others, which no row knows (R4 extensibility.html, modifiers)."""
LONGEST_OWN_HEADING = 60  # characters: those of the standard for it are as long
UNBROKEN = 24  # characters: a part as short as this is not broken over lines


@dataclass(frozen=True, slots=True)
class Shown:
    """A row in the order and words of a page; marks are already safe HTML."""

    id: str
    what: Markup
    when: Markup
    sources: tuple[str, ...]
    row: Row
    tags: tuple[Tag, ...] = ()  # but those that stand in a cell
    cells: tuple[Markup, ...] = ()
    broken: str = ""  # the source whose item could not be drawn

    @property
    def headed(self) -> list[tuple[str, str]]:
        """What somebody says in their own words, under their own headings."""
        return under_headings(self.row.notes, LONGEST_OWN_HEADING)

    @property
    def reads(self) -> bool:
        """Whether the documents reader has something to open."""
        return bool(self.row.attachments)


def row_of(record: SectionRecord, entry: Entry) -> Row | None:
    """The section's row, and the document it came in; None when the section could not draw it."""
    head = entry.head
    linked = record.linked.get(head.source_id, _nowhere)
    try:
        row = record.section.row(head.resource, linked)
        document = document_of(head.resource, linked)
    except Exception:  # whatever a source sent, the rest of the section still shows
        return None
    return replace(row, by=joined(row.by, document)) if document else row


def _nowhere(_: object) -> None:
    return None


def shown(
    record: SectionRecord, entry: Entry, shorts: Mapping[str, str], marks: Iterable[Mark] = ()
) -> Shown:
    sources = tuple(shorts.get(source, source) for source in entry.source_ids)
    row = row_of(record, entry)
    if row is None:
        when = clinical_date(entry.head.resource)
        empty = Row((), when=when)
        return Shown(
            entry.id, Markup(""), formats.day_mark(when), sources, empty, broken=sources[0]
        )
    tones = {tag.text: tag.tone for tag in row.tags}
    tags = tuple(tag for tag in row.tags if tag.text not in row.cells) if tones else ()
    tags += mark_tags(marks, shorts)
    cells = tuple([_cell(cell, tones.get(cell)) for cell in row.cells])
    if entry.head.resource.get("modifierExtension"):
        tags = (*tags, QUALIFIED)
    when_mark = formats.span_mark(row.when, row.until)
    return Shown(entry.id, what(row.what), when_mark, sources, row, tags, cells)


NOT_RECORDED = Markup('<span class="quiet">Not recorded</span>')


def _cell(text: str, tone: str | None) -> Markup:
    """A tag that repeats a cell becomes the cell; a cell is never blank (ux 1, rule 1)."""
    if tone:
        return Markup('<span class="tag %s">%s</span>') % (tone, text)
    return formats.unbroken(text) if text and text != formats.NOT_RECORDED else NOT_RECORDED


def what(parts: tuple[Part, ...]) -> Markup:
    """The parts joined by an en dash; a negation stands in bold before its term, without one."""
    made = [_part(part, first=number == 0) for number, part in enumerate(parts)]
    if len(made) == 1:
        return made[0]
    words = Markup("")
    for number, mark in enumerate(made):
        if number:
            words += Markup(" ") if parts[number - 1].style == "negation" else DASH
        short = number and len(parts[number].text) <= UNBROKEN
        words += Markup('<span class="part">%s</span>') % mark if short else mark
    return words


def _part(part: Part, *, first: bool) -> Markup:
    text = formats.unbroken(part.text)
    if part.style == "brand":
        return Markup('<span class="brand">%s</span>') % text
    if part.style == "dose":
        return Markup('<span class="dose-label">DOSE</span> <b>%s</b>') % text
    if part.style in ("generic", "negation") or first:
        return Markup("<b>%s</b>") % text
    return text


def grouped(rows: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Rows under their sub-headings, in the order the section gave them."""
    groups: dict[str, list[Shown]] = {}
    for row in rows:
        groups.setdefault(row.row.group, []).append(row)
    return groups
