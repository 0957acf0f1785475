"""One entry's items in words: who, when, and every element with a readable name, nothing left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from carerecord.contract import Item
from carerecord.fhir import first_text
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.marks import marks_of
from carerecord.sections.dates import recorded_date
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.listing import names
from carerecord.web.marks import mark_tags
from carerecord.web.queried import notices
from carerecord.web.rows import row_of, what

DEEPEST = 12
LONG_DATA = 200  # characters of base64 worth reading: none
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATE_LIKE = re.compile(r"\d{4}-\d\d(-\d\d)?(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$")


@dataclass(frozen=True, slots=True)
class SentItem:
    source: str
    kind: str
    author: str
    recorded: Markup
    fetched: str
    elements: Markup
    earlier: bool  # a version that the same record has left behind


class ItemPage:
    def __init__(self, view: View, record: SectionRecord, entry: Entry) -> None:
        row = row_of(record, entry)
        self.title = what(row.what) if row and row.what else Markup("Entry as sent")
        self.section = record.section.title
        self.back = record.section.page
        self.reads = bool(row and row.attachments)
        self.entry_id = entry.id
        self.has_code = view.codes.holds(entry)
        self.notices = notices(view, entry)
        self.items = [_sent(view, record, item, item in entry.earlier) for item in entry.items]
        self.marks = mark_tags(marks_of(record).get(entry, ()), names(view))


def _sent(view: View, record: SectionRecord, item: Item, earlier: bool) -> SentItem:
    row = row_of(record, Entry("", item))
    answer = view.answers.get(item.source_id)
    fetched = answer.fetched_at if answer and answer.fetched_at else view.at
    return SentItem(
        source=names(view).get(item.source_id, item.source_id),
        kind=_words(item.type) or "Unnamed",
        author=(row.by if row else "") or formats.NOT_RECORDED,
        recorded=formats.moment_mark(recorded_date(item.resource)),
        fetched=f"{formats.local_day(fetched)} {formats.time_of(fetched)}",
        elements=_element(item.resource, 0),
        earlier=earlier,
    )


def _element(value: Any, depth: int) -> Markup:
    """A dict as terms and values, a list as its elements, a value as it was sent."""
    if depth > DEEPEST:
        return escape(str(value))
    if isinstance(value, dict):
        return _pairs(value, depth)
    if isinstance(value, list):
        if all(not isinstance(one, dict | list) for one in value):
            return Markup("; ").join(_element(one, depth + 1) for one in value)
        return Markup("").join(_element(one, depth + 1) for one in value)
    return _value(value)


def _pairs(value: dict[str, Any], depth: int) -> Markup:
    rows = Markup("").join(
        Markup("<dt>%s</dt><dd>%s</dd>") % (_words(str(key)), _element(inner, depth + 1))
        for key, inner in value.items()
    )
    return Markup('<dl class="pairs">%s</dl>') % rows


def _value(value: Any) -> Markup:
    text = first_text(value) if isinstance(value, str) else formats.as_sent(value)
    if isinstance(value, str) and len(value) > LONG_DATA and _BASE64.match(value[:4096]):
        return Markup('<span class="quiet">%s of data, not readable as words</span>') % _size(value)
    if isinstance(value, str) and _DATE_LIKE.match(value):
        return formats.moment_mark(value)
    return (
        Markup('<span class="words">%s</span>') % text if "\n" in text else formats.unbroken(text)
    )


def _size(value: str) -> str:
    size = len(value) * 3 // 4
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} bytes"


def _words(key: str) -> str:
    """“dosageInstruction” is “Dosage instruction”."""
    words = _HUMP.sub(" ", key)
    return (
        f"{words[:1].upper()}{words[1:].lower()}" if " " in words else words[:1].upper() + words[1:]
    )
