"""What has changed in a record since a day, or since the viewer last looked: new, changed, ended, taken back (ux S6).

What is missing because a source did not answer is never called removed, and nothing is called unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from markupsafe import Markup

from carerecord.contract import Resource
from carerecord.fhir import as_dict, is_date
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import clinical_date, in_order
from carerecord.sections.values import flagged
from carerecord.viewing.contract import View
from carerecord.viewing.looks import Gone, Look, Seen, changed, gone, not_seen
from carerecord.viewing.stays import is_day, last_stay
from carerecord.web import formats
from carerecord.web.events import KINDS, Event, Tone, events, kind_of, not_before
from carerecord.web.listing import names, shorts
from carerecord.web.medicine_facts import stopped
from carerecord.web.messages import say
from carerecord.web.rows import Shown, shown
from carerecord.web.series import Key, Series, key_of, series_of, value_of
from carerecord.web.states import moment
from carerecord.web.still_listed import still_listed

SPANS = {"30": ("30 days", 30), "365": ("12 months", 365)}
LOOKED, STAY = "looked", "stay"
_LONDON = ZoneInfo("Europe/London")
_ORDER = {name: place for place, name in enumerate(KINDS)}
_FIRST_VERSIONS = frozenset({"", "0", "1"})


@dataclass(frozen=True, slots=True)
class Since:
    """A choice of the page: from when, and in which words."""

    key: str
    words: str
    day: str  # ISO, in London


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One thing that changed, before it is drawn."""

    event: Event
    kind: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Change:
    row: Shown
    when: Markup
    kind: str
    tone: str
    still: str  # who still says otherwise
    value: Markup  # of a result: what it is, and what it was before


def choices(view: View, look: Look | None) -> list[Since]:
    """Those that there are: nobody has looked before, or there was no stay, and it is not offered."""
    found = [Since(key, f"{words} ago", _back(view, days)) for key, (words, days) in SPANS.items()]
    if look:
        day = look.at.astimezone(_LONDON).date().isoformat()
        found.insert(1, Since(LOOKED, f"you last looked, {moment(look.at)}", day))
    if stay := last_stay(view):
        found.insert(-1, Since(STAY, "the last hospital stay began", stay))
    return found


def chosen(view: View, look: Look | None, key: str) -> Since:
    """By its key, or a day. Else 30 days, or the last look if that is longer ago, at most 12 months (ux S6)."""
    offered = {one.key: one for one in choices(view, look)}
    if key in offered:
        return offered[key]
    if is_day(key) and key <= view.today.isoformat():
        return Since(key, formats.day(key), key)
    usual, longest = offered["30"], offered["365"]
    looked = offered.get(LOOKED)
    if looked is None or looked.day >= usual.day:
        return usual
    return looked if looked.day >= longest.day else longest


class Changes:
    """Every change of one view, in the order of “What has changed”: by kind, newest first within a kind."""

    def __init__(self, view: View, look: Look | None, since: Since) -> None:
        self._view, self._shorts = view, shorts(view)
        self.since = since
        self._look = look if since.key == LOOKED else None

    @cached_property
    def found(self) -> list[Found]:
        seen = self._look.sections if self._look else {}
        every: dict[Entry, Found] = {}
        for name in KINDS:
            if record := self._view.records.get(name):
                then = seen.get(name)
                one = self._by_day(record) if then is None else _by_look(record, then)
                every |= {found.event.entry: found for found in one}
        changes = sorted(every.values(), key=lambda one: one.event.on, reverse=True)
        changes.sort(key=lambda one: (_ORDER[one.event.section], not _is_stop(one.event)))
        return changes

    @cached_property
    def gone(self) -> list[Gone]:
        """Shown to this viewer then, and not here now; by section and source."""
        sections = self._look.sections if self._look else {}
        return [
            one
            for name, seen in sections.items()
            if (record := self._view.records.get(name))
            for one in gone(record, seen, self._view.answers)
        ]

    @property
    def not_opened(self) -> list[str]:
        """Titles of the sections that were on no page of the last look: theirs is what is dated since."""
        if self._look is None:
            return []
        records = self._view.records
        unseen = (name for name in KINDS if name not in self._look.sections)
        return [records[n].section.title for n in unseen if n in records and records[n].entries]

    def draw(self, found: Found) -> Change:
        event = found.event
        row = shown(event.record, event.entry, self._shorts)
        when = formats.day_mark(event.when) if event.when != row.row.when else row.when
        still = self._still.get(event.entry, ()) if _is_stop(event) else ()
        sources = formats.several([self._shorts.get(one, one) for one in still])
        words = "changes.still.one" if len(still) == 1 else "changes.still"
        value = self._value(event) if event.section == "results" and not row.broken else Markup("")
        said = say(words, sources=sources) if still else ""
        return Change(row, when, found.kind, found.tone, said, value)

    def _value(self, event: Event) -> Markup:
        """And the one before it, of the same test in the same unit."""
        now = value_of(event.entry, self._shorts)
        value = Markup("<b>{}</b>").format(f"{now.value} {now.unit}".strip())
        series = self.series.get(key_of(event.entry.head.resource))
        newest = list(series.entries) if series else []
        if event.entry not in newest[:-1]:
            return value
        before = value_of(newest[newest.index(event.entry) + 1], self._shorts)
        return value + Markup(", {} {}").format(say("changes.before"), before.value)

    @cached_property
    def series(self) -> Mapping[Key, Series]:
        """Of every laboratory result."""
        return {one.key: one for one in series_of(self._view.records.get("results"))}

    @cached_property
    def _still(self) -> Mapping[Entry, tuple[str, ...]]:
        medicines = self._view.records.get("medicines")
        return still_listed(medicines) if medicines else {}

    def gone_words(self, one: Gone) -> str:
        source = names(self._view).get(one.source_id, one.source_id)
        title = self._view.records[one.section].section.title
        words = "changes.gone" if one.answered else "changes.unanswered"
        entries = formats.counted(one.number, ("entry", "entries"))
        return say(words, n=entries, title=title, source=source)

    @property
    def from_words(self) -> str:
        return formats.day(self.since.day)

    @property
    def none(self) -> str:
        """In place of no change: while nobody has answered, nothing is known of any."""
        asked = [one for one in self._view.answers.values() if one.state != "not-asked"]
        silent = bool(asked) and all(one.state == "failed" for one in asked)
        return say("changes.none.unknown" if silent else "changes.none", day=self.from_words)

    def _by_day(self, record: SectionRecord) -> Iterator[Found]:
        today, since = self._view.today.isoformat(), self.since.day
        for entry in record.entries:
            resource = entry.head.resource
            updated = _updated(resource)
            if updated and _within(updated, since, today) and worth_a_line(record, entry):
                yield _found(record, entry, updated, updated=True)
            if (ended := _ended(resource)) and _within(ended, since, today):
                yield _found(record, entry, ended, ended=True)
        for event in events(self._view, (record.section.name,), since):
            if event.on[:10] <= today and worth_a_line(record, event.entry):
                yield _found(record, event.entry, event.when)
        for entry in record.removed:
            when = _written(entry.head.resource)
            if when and _within(when, since, today):
                yield _found(record, entry, when, removed=True)


def worth_a_line(record: SectionRecord, entry: Entry) -> bool:
    """A result only when the laboratory flagged it; a medicine when it is current or was stopped."""
    resource = entry.head.resource
    if record.section.name == "results":
        return flagged(resource)
    if record.section.name == "medicines":
        return stopped(resource) or record.section.current(resource)
    return True


def _by_look(record: SectionRecord, seen: Seen) -> Iterator[Found]:
    for entry in record.every_entry:
        when, removed = clinical_date(entry.head.resource), entry in record.removed
        if not_seen(entry, seen) and worth_a_line(record, entry):
            yield _found(record, entry, when, removed=removed)
        elif changed(entry, seen):
            when = _updated(entry.head.resource) or when
            yield _found(record, entry, when, updated=True, removed=removed)


def _found(
    record: SectionRecord,
    entry: Entry,
    when: str,
    *,
    updated: bool = False,
    ended: bool = False,
    removed: bool = False,
) -> Found:
    event = Event(when, record, entry)
    if removed:
        words = KINDS[record.section.name][0]
        return Found(event, f"{words}: ruled out or recorded in error", "red")
    words, tone = kind_of(event)
    if _is_stop(event):
        return Found(event, words, tone)
    if ended:
        return Found(event, f"{words}: ended", tone)
    return Found(event, f"{words}: changed" if updated else words, tone)


def _is_stop(event: Event) -> bool:
    return event.section == "medicines" and stopped(event.entry.head.resource)


def _updated(resource: Resource) -> str:
    """When its source made another version than the first of it."""
    meta = as_dict(resource.get("meta"))
    if str(meta.get("versionId", "")) in _FIRST_VERSIONS:
        return ""
    return _written(resource)


def _written(resource: Resource) -> str:
    when = as_dict(resource.get("meta")).get("lastUpdated")
    return when if isinstance(when, str) and is_date(when[:10]) else ""


def _ended(resource: Resource) -> str:
    """The end a source gave; that of a hospital stay, an appointment or a medicine is its own event already."""
    period = as_dict(resource.get("period"))
    of_a_plan = resource.get("resourceType") in ("CarePlan", "EpisodeOfCare", "CareTeam", "Flag")
    when = period.get("end") if of_a_plan else resource.get("abatementDateTime")
    return when if isinstance(when, str) else ""


def _within(when: str, since: str, today: str) -> bool:
    return not_before(when, since) and in_order(when)[:10] <= today


def _back(view: View, days: int) -> str:
    return (view.today - timedelta(days=days)).isoformat()
