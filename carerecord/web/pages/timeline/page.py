"""Events by month, and how they fall over time in one lane for each kind of service, which the reader may hide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from markupsafe import Markup

from carerecord.contract import Answer, SourceSettings
from carerecord.viewing.contract import View, is_waiting
from carerecord.web import formats
from carerecord.web.events import KINDS, Event, events, kind_of, undated
from carerecord.web.hiding import Choice, Hiding
from carerecord.web.listing import PAGE, page_number, shorts
from carerecord.web.pages.timeline.lanes import LANES, Lane, draw
from carerecord.web.rows import Shown, shown

SECTIONS_SHOWN = tuple(name for name in KINDS if name != "results")
SPANS = {
    "3m": ("3 months", 92),
    "12m": ("12 months", 365),
    "5y": ("5 years", 1826),
    "life": ("Life", 0),
}


@dataclass(frozen=True, slots=True)
class Line:
    row: Shown
    when: Markup
    kind: str
    tone: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    lines: tuple[Line, ...]


class TimelinePage:
    def __init__(self, view: View, over: str, page: str | None, hide: Collection[str] = ()) -> None:
        """`hide`: kinds of service. What a service that is shown said too is shown."""
        self._view = view
        self.over = over if over in SPANS else "12m"
        self._kinds = {source.id: source.kind for source in view.sources}
        there = set(self._kinds.values())
        lanes = {kind: title for kind, title in LANES.items() if kind in there}
        self.hiding = Hiding(lanes, hide, partial(self.address, self.over))
        today = view.today
        days = SPANS[self.over][1]
        self._since = (today - timedelta(days=days)).isoformat() if days else ""
        every = sorted(events(view, SECTIONS_SHOWN), key=lambda e: e.on, reverse=True)
        found = [event for event in every if not self._is_hidden(event)]
        self._left_out = len(every) - len(found)
        past = today.isoformat()
        self._coming = [e for e in found if e.on[:10] > past]
        self._past = [e for e in found if e.on[:10] <= past]
        self.pages = max(1, -(-len(self._past) // PAGE))
        self.page = page_number(page, self.pages)
        self.undated = undated(view, SECTIONS_SHOWN)

    def _is_hidden(self, event: Event) -> bool:
        said = event.entry.source_ids if self.hiding.hidden else ()
        return bool(said) and all(self._kinds.get(one, "") in self.hiding for one in said)

    def address(self, over: str, hide: Sequence[str], **more: int) -> str:
        return "?" + urlencode({"over": over, "hide": hide, **more}, doseq=True)

    def at_page(self, number: int) -> str:
        return self.address(self.over, self.hiding.hidden, page=number)

    @property
    def spans(self) -> list[Choice]:
        return [
            Choice(words, self.address(key, self.hiding.hidden), key == self.over)
            for key, (words, _) in SPANS.items()
        ]

    @property
    def hidden(self) -> str:
        """In words; "" where nothing is."""
        return self.hiding.said(self._left_out)

    @property
    def chart(self) -> Markup:
        """Life starts at the first event, or a year ago when there is none."""
        today = self._view.today
        since = self._since or (self._past[-1].on[:10] if self._past else "")
        return draw(self._lanes(since), since or (today - timedelta(days=365)).isoformat(), today)

    def _lanes(self, since: str) -> list[Lane]:
        missing = {s.kind: _silent(s, a) for s, a in self._view.missing}
        lanes = {title: Lane(title) for title in LANES.values()}
        for source in self._view.sources:
            title = LANES.get(source.kind, "")
            if title and source.kind in missing and not lanes[title].missing:
                lanes[title].missing = missing[source.kind]
        for event in self._past:
            title = LANES.get(self._kinds.get(event.entry.head.source_id, ""), "")
            if title and event.on[:10] >= since:
                lanes[title].events.append(event)
        hidden = {LANES[kind] for kind in self.hiding.hidden}
        return [
            one for one in lanes.values() if one.title not in hidden or one.missing or one.events
        ]

    @property
    def coming(self) -> tuple[Line, ...]:
        """Nearest first."""
        return tuple(self._line(event) for event in reversed(self._coming))

    @property
    def months(self) -> list[Month]:
        first = (self.page - 1) * PAGE
        by_month: dict[str, list[Line]] = {}
        for event in self._past[first : first + PAGE]:
            by_month.setdefault(formats.month(event.on), []).append(self._line(event))
        return [Month(title, tuple(lines)) for title, lines in by_month.items()]

    def _line(self, event: Event) -> Line:
        row = shown(event.record, event.entry, shorts(self._view))
        words, tone = kind_of(event)
        return Line(
            row, formats.lasted_mark(row.row.when, row.row.until), words, tone, event.urgent
        )

    @property
    def counted(self) -> str:
        first = (self.page - 1) * PAGE
        last = min(first + PAGE, len(self._past))
        total = formats.counted(len(self._past), ("event", "events"))
        return f"{first + 1} to {last} of {total} shown" if self.pages > 1 else f"{total} shown"


def _silent(source: SourceSettings, answer: Answer) -> str:
    return f"{source.name} {'has not answered yet' if is_waiting(answer) else 'did not answer'}"
