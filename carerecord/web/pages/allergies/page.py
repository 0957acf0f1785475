"""What each source says of allergies: every source, its statement, who and when."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from carerecord.contract import SourceSettings
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import in_order, recorded_date
from carerecord.viewing.contract import SectionState, View, is_waiting
from carerecord.web import formats
from carerecord.web.rows import row_of, what
from carerecord.web.states import failure_words


@dataclass(frozen=True, slots=True)
class SourceSays:
    name: str
    statement: Markup
    who_and_when: Markup
    tone: str = ""  # "fail" or "quiet"


def each_source(view: View) -> list[SourceSays]:
    state, record = view.states.get("allergies"), view.records.get("allergies")
    if state is None or record is None or state.heading == "11":
        return []
    return [_says(view, state, record, source) for source in view.sources]


def _says(
    view: View, state: SectionState, record: SectionRecord, source: SourceSettings
) -> SourceSays:
    said = state.by_source.get(source.id, "not-asked")
    if said == "failed":
        answer = view.answers[source.id]
        why = escape(failure_words(answer))
        if is_waiting(answer):
            return SourceSays(source.name, Markup("Waiting"), why, "quiet")
        return SourceSays(source.name, Markup("Allergies unavailable"), why, "fail")
    positive = _of(record.entries, source)
    negative = _of(record.negatives, source)
    if said == "not-asked" and not positive and not negative:
        return SourceSays(source.name, Markup("Does not share allergies"), Markup(""), "quiet")
    if not positive and not negative:
        words = Markup("Allergies not recorded")
        return SourceSays(source.name, words, Markup("No entry either way is shown"), "quiet")
    return SourceSays(
        source.name, _statement(record, positive, negative), _who(record, positive or negative)
    )


def _of(entries: tuple[Entry, ...], source: SourceSettings) -> list[Entry]:
    return [entry for entry in entries if source.id in entry.source_ids]


def _statement(record: SectionRecord, positive: list[Entry], negative: list[Entry]) -> Markup:
    parts = [escape(formats.counted(len(positive), record.section.noun))] if positive else []
    for entry in negative:
        row = row_of(record, entry)
        if row:
            parts.append(Markup("“%s”") % what(row.what))
    return Markup("; ").join(parts)


def _who(record: SectionRecord, entries: list[Entry]) -> Markup:
    """The newest of its entries."""
    newest = max(entries, key=lambda entry: in_order(recorded_date(entry.head.resource)))
    row = row_of(record, newest)
    when = formats.day_mark(recorded_date(newest.head.resource))
    return Markup("%s, %s") % (when, row.by) if row and row.by else when
