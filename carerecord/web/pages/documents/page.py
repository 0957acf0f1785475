"""A document's words, made safe; or a plain sentence saying that it cannot be shown here."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

import nh3
from markupsafe import Markup, escape

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment
from carerecord.sections.dates import clinical_date
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.listing import names, shorts
from carerecord.web.messages import say
from carerecord.web.rows import Shown, row_of, shown

BESIDE = 50  # documents listed beside the one being read
_WORDS = ("text/plain", "text/markdown", "text/csv", "text")
_HTML = ("text/html", "application/xhtml+xml", "application/xhtml")

# No link, image, form, style or identifier survives: only the shape of the words.
_TAGS = {
    *("p", "br", "hr", "div", "span", "b", "strong", "i", "em", "u", "sub", "sup", "pre"),
    *("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment: its words, or why there are none."""

    title: str
    words: Markup
    cannot: str = ""


class Reader:
    """One document: what it is, who wrote it, and all its words."""

    def __init__(self, view: View, record: SectionRecord, entry: Entry) -> None:
        row = row_of(record, entry)
        source_id = entry.head.source_id
        self.entry_id = entry.id
        self.broken = row is None
        self.title = " – ".join(part.text for part in row.what) if row else "Document"
        self.source = names(view).get(source_id, source_id)
        self.when = formats.moment_mark(row.when if row else "")
        self.by = row.by if row else ""
        self.status = row.status if row else ""
        self.tags = row.tags if row else ()
        self.notes = row.notes if row else ()
        self.facts = (
            [pair for pair in zip(record.section.columns, row.cells, strict=False) if pair[1]]
            if row
            else []
        )
        ask = _ask(view, source_id)
        self.parts = [part_of(record, entry, one, ask) for one in (row.attachments if row else ())]
        self.ask = ask


def _ask(view: View, source_id: str) -> str:
    source = next((source for source in view.sources if source.id == source_id), None)
    if source is None:
        return f"Ask {source_id}."
    phone = f": {formats.phone(source.phone)}" if source.phone else ""
    return f"Ask {source.name}{phone}."


def part_of(record: SectionRecord, entry: Entry, attachment: Attachment, ask: str) -> Part:
    found = _resolved(record, entry, attachment)
    kind, _, parameters = found.content_type.partition(";")
    kind = kind.strip().lower()
    title = found.title
    if found.text:
        return Part(title, safe(found.text) if kind in _HTML else plain(found.text))
    body = _decoded(found.data)
    if body is None or not body:
        return Part(title, Markup(""), say("document.cannot", ask=ask))
    if kind in _HTML:
        return Part(title, safe(text_in(body, parameters)))
    if kind in _WORDS:
        return Part(title, plain(text_in(body, parameters)))
    return Part(title, Markup(""), f"{named(kind)} {say('document.cannot', ask=ask)}")


def _resolved(record: SectionRecord, entry: Entry, attachment: Attachment) -> Attachment:
    """An address is followed only inside the same source's answer, never over the network."""
    if attachment.data or attachment.text or not attachment.url:
        return attachment
    linked = record.linked.get(entry.head.source_id)
    binary = linked({"reference": attachment.url}) if linked else None
    if not binary or binary.get("resourceType") != "Binary":
        return attachment
    kind = attachment.content_type or str(binary.get("contentType") or "")
    return Attachment(kind, attachment.title, str(binary.get("data") or ""))


def _decoded(data: str) -> bytes | None:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def text_in(body: bytes, parameters: str = "") -> str:
    """In the character set that was named, else UTF-8, else the one Windows letters are written in."""
    named_set = parameters.lower().partition("charset=")[2].strip(" \"'")
    for charset in (named_set, "utf-8", "cp1252"):
        try:
            return body.decode(charset) if charset else body.decode("utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("latin-1")


def safe(html: str) -> Markup:
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    return Markup(clean)  # noqa: S704  # only the tags above are left


def plain(text: str) -> Markup:
    return Markup('<div class="words">%s</div>') % escape(text)


def named(kind: str) -> str:
    kinds = {"application/pdf": "A PDF.", "application/rtf": "An RTF.", "text/rtf": "An RTF."}
    if kind.startswith("image/"):
        return "An image."
    return kinds.get(kind, f"A file of type {kind}." if kind else "A file of a type not stated.")


def beside(view: View, entry_id: str) -> list[tuple[Shown, bool]]:
    """The newest documents, for the list beside the reader, and which of them is being read."""
    found = [
        (record, entry)
        for record in view.records.values()
        if record.section.page == "documents"
        for entry in record.entries
    ]
    found.sort(key=lambda pair: clinical_date(pair[1].head.resource), reverse=True)
    short = shorts(view)
    return [(shown(record, entry, short), entry.id == entry_id) for record, entry in found[:BESIDE]]
