"""Every entry of a view that holds what was typed, by section; pure, and only over what passed withholding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Section
from carerecord.viewing.contract import View
from carerecord.web.listing import shorts
from carerecord.web.rows import Shown, shown
from carerecord.web.within.entries import AS_SENT, NONE_READ, Field, Readable, readable, values_of
from carerecord.web.within.folding import folded
from carerecord.web.within.needles import Needle
from carerecord.web.within.passages import MOST, Passage, marked, passages, spans
from carerecord.web.within.pdfs import Pdfs
from carerecord.web.within.typed import Typed

SHOWN = 100  # entries of one section on the page


@dataclass(frozen=True, slots=True)
class FoundEntry:
    row: Shown
    title: Markup
    passages: tuple[Passage, ...]
    standing: str  # of an entry that is no current statement: what it is instead


@dataclass(frozen=True, slots=True)
class FoundSection:
    section: Section
    entries: tuple[FoundEntry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and of how many documents nothing, or only a part, could be searched."""

    sections: tuple[FoundSection, ...] = ()
    unread: int = 0
    part_read: int = 0

    @property
    def total(self) -> int:
        return sum(one.total for one in self.sections)


def find(view: View, typed: Typed, pdfs: Pdfs = NONE_READ) -> Finding:
    """Nothing else than `view.records` is looked at: what was withheld is not in them."""
    names, sought = shorts(view), typed.literals
    protected = view.protected or view.person.protected
    sections: list[FoundSection] = []
    unread = part_read = 0
    for record in view.records.values():
        found: list[tuple[Entry, Readable]] = []
        for entry in record.every_entry:
            read = readable(record, entry, sought, pdfs, protected=protected)
            nothing = read.unread == read.attachments
            a_document = bool(read.attachments) or record.section.page == "documents"
            unread += a_document and nothing
            part_read += a_document and not nothing and bool(read.unread)
            if typed.is_in(folded(read.text)):
                found.append((entry, read))
        if found:
            entries = (_found(record, entry, read, typed, names) for entry, read in found[:SHOWN])
            sections.append(FoundSection(record.section, tuple(entries), len(found)))
    return Finding(tuple(sections), unread, part_read)


def _found(
    record: SectionRecord, entry: Entry, read: Readable, typed: Typed, names: dict[str, str]
) -> FoundEntry:
    needles = typed.needles
    in_title = spans(read.title, needles)
    made: list[Passage] = []
    for field in read.fields:
        if field.label != AS_SENT:
            made += _passages_of(field, needles, MOST - len(made))
        elif not in_title and not made:
            made = [one for value in values_of(field) for one in _passages_of(value, needles, 1)][
                :MOST
            ]
    row = shown(record, entry, names)
    return FoundEntry(row, marked(read.title, in_title), tuple(made), _standing(record, entry))


def _passages_of(field: Field, needles: Sequence[Needle], most: int) -> list[Passage]:
    return passages(field.label, field.text, spans(field.text, needles), most) if most else []


def _standing(record: SectionRecord, entry: Entry) -> str:
    if entry in record.negatives:
        return "Statement of none"
    return "Ruled out, or recorded in error" if entry in record.removed else ""
