"""A document's words, made safe; or a plain sentence saying that it cannot be shown here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from carerecord.access.withholding import BODY_BANNER
from carerecord.drawing import CannotDraw
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment
from carerecord.sections.dates import clinical_date, in_order
from carerecord.texts import HTML, PLAIN, RTF, XML, kind_of, words_of
from carerecord.texts.letters import UNREADABLE, text_in, without_nul
from carerecord.texts.markup import depth_of_html, words_of_html
from carerecord.viewing.attached import cda_page, decoded, resolved
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.listing import names, shorts
from carerecord.web.messages import say
from carerecord.web.pages.documents.markup import leaves_out, safe
from carerecord.web.pages.documents.newer import newer_than
from carerecord.web.pages.documents.sheets import Drawn, Sheets
from carerecord.web.rows import Shown, row_of, shown

DEEPEST = 1000
"""Elements in one another: the cleaning of more takes time by their square, and no letter is written so."""
BESIDE = 50  # documents listed beside the one being read

LEFT_OUT = "Pictures and forms in the original were left out."
LAYOUT_LEFT_OUT = "Its words alone are shown: how they stood in the original was left out."
GARBLED = "Some letters could not be read; � stands in their place."
A_PICTURE = "It is a picture of a page: no words could be read from it."
IN_FULL = "Shown in full; nothing is cut."


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment: its words, or why there are none."""

    title: str
    words: Markup
    cannot: str = ""
    sheets: Sheets | None = None  # where it is drawn rather than read
    lacks: tuple[str, ...] = ()  # what the words shown do not have of the original


class Reader:
    """One document: what it is, who wrote it, and all its words."""

    def __init__(self, view: View, record: SectionRecord, entry: Entry, drawn: Drawn) -> None:
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
        self.parts = [
            _unread(view, self.source, one, ask)
            or _drawn(one.title, drawn.get(at), ask)
            or part_of(record, entry, one, ask)
            for at, one in enumerate(row.attachments if row else ())
        ]
        self.how_whole = how_whole(self.parts)
        self.ask = ask
        self.newer = newer_than(view, entry)
        self.banner = BODY_BANNER if view.person.protected or view.protected else ""


def _ask(view: View, source_id: str) -> str:
    source = next((source for source in view.sources if source.id == source_id), None)
    if source is None:
        return f"Ask {source_id}."
    phone = f": {formats.phone(source.phone)}" if source.phone else ""
    return f"Ask {source.name}{phone}."


def _unread(view: View, source: str, attachment: Attachment, ask: str) -> Part | None:
    """A part that was asked for when the document was opened, and did not come."""
    why = view.unread.get(attachment.url)
    words = say("document.not-fetched", source=source, why=why, ask=ask)
    return Part(attachment.title, Markup(""), words) if why else None


def _drawn(title: str, found: Sheets | CannotDraw | None, ask: str) -> Part | None:
    if isinstance(found, CannotDraw):
        return Part(title, Markup(""), say(f"document.{found.why}", ask=ask))
    if found is None:
        return None
    lacks = () if all(sheet.words for sheet in found.sheets) else (A_PICTURE,)
    part = bool(found.earlier or found.later)
    return Part(
        title, Markup(""), sheets=found, lacks=(found.which + ".", *lacks) if part else lacks
    )


def part_of(record: SectionRecord, entry: Entry, attachment: Attachment, ask: str) -> Part:
    found = resolved(record, entry, attachment)
    kind, parameters = kind_of(found.content_type)
    title = found.title
    if found.text:
        return _shown(title, kind, without_nul(found.text))
    body = decoded(found.data)
    if not body:
        what = f"{named(kind)} " if kind else ""
        return Part(title, Markup(""), f"{what}{say('document.cannot', ask=ask)}")
    if kind in (*HTML, *PLAIN):
        return _shown(title, kind, text_in(body, parameters))
    page = cda_page(kind, body)
    if page:
        return _shown(title, HTML[0], page)
    if page is None and kind in (*RTF, *XML) and (words := words_of(found.content_type, body)):
        return Part(title, plain(words), lacks=(LAYOUT_LEFT_OUT,))
    return Part(title, Markup(""), f"{named(kind)} {say('document.cannot', ask=ask)}")


def _shown(title: str, kind: str, text: str) -> Part:
    lacks = (GARBLED,) if UNREADABLE in text else ()
    if kind not in HTML:
        return Part(title, plain(text), lacks=lacks)
    if depth_of_html(text) > DEEPEST:
        return Part(title, plain(words_of_html(text).strip()), lacks=(LAYOUT_LEFT_OUT, *lacks))
    return Part(title, safe(text), lacks=(LEFT_OUT, *lacks) if leaves_out(text) else lacks)


def how_whole(parts: Sequence[Part]) -> tuple[str, ...]:
    """Never “in full” unless every part is; nothing at all when no part was sent."""
    cannot = sum(bool(part.cannot) for part in parts)
    lacks = dict.fromkeys(lack for part in parts for lack in part.lacks)
    if cannot:
        return (f"{formats.counted(cannot, ('part', 'parts'))} cannot be shown here.", *lacks)
    return tuple(lacks) or ((IN_FULL,) if parts else ())


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
    found.sort(key=lambda pair: in_order(clinical_date(pair[1].head.resource)), reverse=True)
    short = shorts(view)
    return [(shown(record, entry, short), entry.id == entry_id) for record, entry in found[:BESIDE]]
