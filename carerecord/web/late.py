"""A page that was drawn before every source had answered is sent in parts: itself, then what is said of the others (ux 8).

Each part is released before it leaves. Nothing in the page moves: what comes is announced below it, and its reader lets it in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from markupsafe import Markup

from carerecord.contract import SourceSettings
from carerecord.viewing.contract import LATE, Released, View
from carerecord.viewing.late import Arrived
from carerecord.web import formats
from carerecord.web.contract import Records
from carerecord.web.frame.missing import WHOLE
from carerecord.web.messages import say
from carerecord.web.render import part
from carerecord.web.respond import HTML
from carerecord.web.states import Notice, failure_words

CUT = Markup("<!-- what comes later -->")
"""Stands in a page where what comes later is put."""
ENTRIES = ("more entry", "more entries")


async def announced(records: Records, view: View, slug: str, page: str) -> AsyncIterator[Released]:
    """What comes after the page was drawn, as it comes; with the last of it the end of the page.

    None of it is an item of the record: those were written down with the page.
    """
    before, _, end = page.partition(CUT)
    sent, to_show = before, False
    async for one in records.arrivals(view):
        lines, more = announcement(one, slug)
        to_show |= more  # what came before waits to be let in as well
        said = sent + part("late.html", "announced", lines, to_show, LATE)
        said += end if one.last else ""
        already, body = len(sent.encode()), said.encode()
        yield await records.release(one.drawn, body, (), content_type=HTML, sent=already)
        sent = said


def stopped(page: str) -> bytes:
    """In place of what cannot be recorded, and so is not said; nothing in it is about anybody."""
    end = page.partition(CUT)[2]
    notice = Notice(say("late.stopped"), "", "fail")
    return (part("late.html", "announced", [notice]) + end).encode()


def announcement(arrived: Arrived, slug: str) -> tuple[list[Notice], bool]:
    """A line for each source with more for this page, one of the others, one of those that failed; whether to let it in."""
    gone = [one for one in arrived.sources if arrived.record.answers[one.id].state == "failed"]
    counts = {one.name: _more(arrived, one, slug) for one in arrived.sources if one not in gone}
    lines = [
        Notice(say("late.answered", source=name, n=formats.counted(n, ENTRIES)), "", "load")
        for name, n in counts.items()
        if n
    ]
    if nothing := [name for name, n in counts.items() if not n]:
        lines.append(Notice(say("late.nothing", sources=formats.several(nothing)), "", "load"))
    if gone:
        lines.append(_gone(arrived, gone))
    places = arrived.drawn.places_wait and not arrived.record.places_wait
    if places:
        words = "late.protected" if arrived.record.protected else "late.places"
        lines.append(Notice(say(words), "", "load"))
    return lines, bool(counts) or places


def _more(arrived: Arrived, source: SourceSettings, slug: str) -> int:
    """By what may be seen of it: what is withheld is not counted (I4)."""
    states = arrived.record.states.values()
    return sum(
        one.counts.get(source.id, 0) for one in states if slug in WHOLE or one.section.page == slug
    )


def _gone(arrived: Arrived, sources: Sequence[SourceSettings]) -> Notice:
    names = formats.several([one.name for one in sources])
    answers = arrived.record.answers
    why = " ".join(f"{one.name}: {failure_words(answers[one.id])}" for one in sources)
    return Notice(say(f"late.{'one' if len(sources) == 1 else 'many'}", sources=names), why, "fail")
