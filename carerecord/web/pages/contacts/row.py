"""One contact as a row that all classes share: what was planned in one column, what happened in another."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape

from carerecord.contract import Resource
from carerecord.sections.appointments import begins
from carerecord.sections.contract import Section
from carerecord.sections.words import labelled, lines
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.pages.contacts.times import is_planned, will_not
from carerecord.web.rows import NOT_RECORDED, Shown

AHEAD = ("Kind", "With", "Where", "Status")
"""Columns of what is to come, whose date is the one planned."""
PAST = ("Kind", "With", "Where", "Planned for")
"""Columns of what is past, whose date is what happened."""

_BESIDE = Markup('{} <span class="by unbroken">{}</span>')
_UNSAID = Markup('<span class="quiet unsaid unbroken">%s</span>') % formats.NOT_RECORDED
"""Of most visits nobody says whether they were planned: a phone has no line for that."""


def as_contact(row: Shown, section: Section, contact: Resource, *, ahead: bool) -> Shown:
    if row.broken:
        return row
    cells = dict(zip(section.columns, row.cells, strict=False))
    booked = contact.get("resourceType") == "Appointment"
    status = cells.get("Status", NOT_RECORDED)
    kind = escape(say("contacts.appointment")) if booked else cells.get("Kind", NOT_RECORDED)
    by = formats.unbroken(row.row.by) if row.row.by else NOT_RECORDED
    who = cells.get("With", by)
    shared = (kind, who, cells.get("Where", NOT_RECORDED))
    told = replace(row.row, by="", notes=_notes(row, section, contact))
    when = formats.lasted_mark(row.row.when, "" if booked else row.row.until)
    if ahead:
        return replace(row, row=told, cells=(*shared, status), when=when)
    if booked or is_planned(contact) or will_not(contact):
        return replace(row, row=told, cells=(*shared, when), when=_came_of(status, contact))
    happened = _BESIDE.format(when, status)
    return replace(row, row=told, cells=(*shared, _UNSAID), when=happened)


def _came_of(status: Markup, contact: Resource) -> Markup:
    if not is_planned(contact):
        return status
    return Markup('{} <span class="by">{}</span>').format(status, say("contacts.nothing-since"))


def _notes(row: Shown, section: Section, contact: Resource) -> tuple[str, ...]:
    """Without the time, which stands in its column; with the reason, which has none here."""
    timed = begins(contact)
    return (*_reason(row, section), *(note for note in row.row.notes if note != timed))


def _reason(row: Shown, section: Section) -> tuple[str, ...]:
    """A column of its own in the section; here it stands with what else was said."""
    reason = dict(zip(section.columns, row.row.cells, strict=False)).get("Reason", "")
    return lines(labelled("Reason", reason)) if reason != formats.NOT_RECORDED else ()
