"""What of one entry can be read on a page, in the order it is read: its row, its documents, the items as sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carerecord.contract import Item
from carerecord.drawing import PDF
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment, Row
from carerecord.texts import HTML, PLAIN, kind_of, words_of
from carerecord.texts.markup import words_of_html
from carerecord.viewing.attached import cda_page, decoded, resolved
from carerecord.web import formats
from carerecord.web.rows import row_of, what
from carerecord.web.within.folding import folded
from carerecord.web.within.needles import APART
from carerecord.web.within.pdfs import Pdfs

AS_SENT = "As sent"
NONE_READ: Pdfs = {}
_NOT_READ = frozenset(
    {"data", "url", "reference", "system", "resourceType", "id", "meta", "extension"}
)


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Readable:
    """One entry's words. `title` and `fields` stand on pages as they are; `unread`: attachments without words."""

    title: str
    fields: tuple[Field, ...]
    attachments: int
    unread: int

    @property
    def text(self) -> str:
        return APART.join([self.title, *(one.text for one in self.fields)])


def readable(
    record: SectionRecord,
    entry: Entry,
    sought: Sequence[str],
    pdfs: Pdfs = NONE_READ,
    *,
    protected: bool = False,
) -> Readable:
    """`sought`: folded; without one of them no item is read as it was sent, for that takes longest.

    `protected`: where the person is must not be told, so only documents that the reader shows are read.
    """
    row = row_of(record, entry)
    sent = tuple(item for item in (entry.head, *entry.folded) if _may_hold(item, sought))
    if row is None:
        return Readable("", _as_sent(sent), 0, 0)
    found = (resolved(record, entry, one) for one in row.attachments)
    read = [(one.title, _words(one, pdfs, protected=protected)) for one in found]
    fields = (
        *_of_row(record, row),
        *(Field(title, words) for title, words in read if words),
        *_as_sent(sent),
    )
    unread = sum(not words for _, words in read)
    return Readable(what(row.what).striptags(), fields, len(read), unread)


def _of_row(record: SectionRecord, row: Row) -> Iterator[Field]:
    for heading, cell in zip(record.section.columns, row.cells, strict=False):
        if cell != formats.NOT_RECORDED:
            yield Field(heading, cell)
    for tag in row.tags:
        yield Field("", tag.text)
    for note in row.notes:
        yield Field("", note)
    for label, words in (("Status", row.status), ("By", row.by)):
        if words:
            yield Field(label, words)
    if row.when or row.until:
        yield Field("Date", formats.span_mark(row.when, row.until).striptags())


def _words(attachment: Attachment, pdfs: Pdfs, *, protected: bool) -> str:
    kind = kind_of(attachment.content_type)[0]
    if attachment.text:
        text = attachment.text
        return (words_of_html(text) if kind in HTML else text).strip()
    if kind == PDF:
        return pdfs.get(attachment.data, "").strip()
    body = decoded(attachment.data)
    if body and (page := cda_page(kind, body)) is not None:
        return words_of_html(page).strip()
    if protected and kind not in (*HTML, *PLAIN):
        return ""
    return words_of(attachment.content_type, body) if body else ""


def _may_hold(item: Item, sought: Sequence[str]) -> bool:
    """By its bytes, where letters stand in them as they are."""
    if not item.raw or b"\\u" in item.raw or b"&" in item.raw:
        return True
    sent = folded(item.raw.decode("utf-8", "replace"))
    return any(one in sent for one in sought)


def _as_sent(items: Sequence[Item]) -> tuple[Field, ...]:
    """Every value of every item behind the entry, such as codes: the page of the entry shows them."""
    values = dict.fromkeys(value for item in items for value in _values(item.resource))
    return (Field(AS_SENT, APART.join(values)),) if values else ()


def values_of(field: Field) -> list[Field]:
    """What was sent, value by value."""
    return [Field(field.label, value) for value in field.text.split(APART)]


def _values(resource: object) -> Iterator[str]:
    """Without recursion, since a source may nest as deep as it likes; addresses and data are no words."""
    waiting = [resource]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [_inner(key, one) for key, one in value.items() if key not in _NOT_READ]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
        elif value is not None and not isinstance(value, bool):
            yield str(value)


def _inner(key: object, value: object) -> object:
    """A narrative is its words, without its markup."""
    return words_of_html(value) if key == "div" and isinstance(value, str) else value
