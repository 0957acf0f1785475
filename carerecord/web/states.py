"""The state of one section as notices: heading, words and tone (ux 4). One component, one test a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from carerecord.contract import Answer, Person, SourceSettings, State
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.allergies.negatives import (
    only_abbreviated,
    states_none_at_all,
    words_of_none,
)
from carerecord.viewing.contract import SectionState
from carerecord.web import formats
from carerecord.web.headings import heading, nouns
from carerecord.web.messages import listed, say, say_for
from carerecord.web.rows import row_of

Tone = Literal["calm", "warn", "fail", "held", "load"]


@dataclass(frozen=True, slots=True)
class Notice:
    heading: str
    words: str = ""
    tone: Tone = "calm"
    live: bool = False  # announced politely: only states 7 and 8


TONES: dict[str, Tone] = {
    "1": "calm",
    "2": "warn",
    "3": "calm",
    "3b": "warn",
    "4": "warn",
    "4b": "warn",
    "5": "fail",
    "6": "fail",
    "7": "load",
    "10": "calm",
    "11": "held",
}


def notices(
    state: SectionState, record: SectionRecord | None, person: Person, names: dict[str, str]
) -> list[Notice]:
    """What must be read before the list: one notice, or two when records disagree."""
    found: list[Notice] = []
    if state.heading == "5" and record is not None:
        found.append(_disagreement(state, record, names))
    row = ("2" if state.at_least else "1") if state.heading == "5" else state.heading
    words = _words(row, state, record, person, names)
    found.append(Notice(heading(state, record), words, TONES[row]))
    return found


def _words(
    row: str,
    state: SectionState,
    record: SectionRecord | None,
    person: Person,
    names: dict[str, str],
) -> str:
    section = state.section
    x = nouns(section)
    silent = _missing(state, "failed")
    if row == "1":
        return ""
    if row in ("2", "4b"):
        return _sentences(may_hold_more(state, row), _not_shown(state))
    if row in ("3", "3b") and record is not None:
        who = listed([_who(entry, record, names) for entry in record.negatives])
        words = "state.3b.only" if row == "3b" and not silent else f"state.{row}.words"
        said = say(words, who=who, x=x, sources=silent)
        return _sentences(said, _waited_for(state), _in_part(state), _not_shown(state))
    if row == "4":
        answered = _nobody_has(len(state.answered), bool(record and record.removed))
        return say_for("state.4.words", section.name, answered=answered)
    if row == "6":
        gp = say("state.6.phone", number=formats.phone(person.gp_phone)) if person.gp_phone else ""
        return _sentences(say("state.6.words", x=x, phone=gp), _not_shown(state))
    if row == "7":
        sources = listed([one.name for one in state.waiting])
        return _sentences(say("state.7.words", sources=sources), _not_shown(state))
    return say_for(f"state.{row}.words", section.name, x=x)


def may_hold_more(state: SectionState, row: str = "2") -> str:
    """Who did not answer, who has not yet, and who answered in part."""
    silent = _missing(state, "failed")
    missing = say(f"state.{row}.words", sources=silent) if silent else ""
    return _sentences(missing, _waited_for(state), _in_part(state))


def _waited_for(state: SectionState) -> str:
    names = listed([one.name for one in state.waiting])
    return say("state.waiting.words", sources=names) if names else ""


def _sentences(*words: str) -> str:
    return " ".join(filter(None, words))


def _missing(state: SectionState, how: State) -> str:
    silent = [one for one in state.missing if one not in state.waiting]
    return listed([one.name for one in silent if state.by_source[one.id] == how])


def _in_part(state: SectionState) -> str:
    """Of sources that answered, and not in full, or whose copy is old."""
    sources = _missing(state, "partial")
    return say("state.part.words", sources=sources) if sources else ""


def _not_shown(state: SectionState) -> str:
    """A sentence for each source somebody asked not to share: it may hold more (OPT-5). And who was not asked."""
    shut = (
        say("not-shown.source", source=source.name, why=state.why.get(source.id, "").rstrip("."))
        for source in state.not_shown
    )
    unknown = say("unknown", sources=named(state.unknown)) if state.unknown else ""
    return _sentences(*shut, unknown, say("unknown.words") if unknown else "")


MOST_NAMED = 3
"""Of many sources that are not asked the number is said; the source strip names each."""


def named(sources: Sequence[SourceSettings]) -> str:
    if len(sources) > MOST_NAMED:
        return say("state.sources.many", n=len(sources))
    return listed([source.name for source in sources])


def _nobody_has(sources: int, removed: bool) -> str:
    """What was refuted or removed is listed below, so it must not be denied here."""
    many = "one" if sources == 1 else "many"
    return say(f"state.4.answered.{many}{'.stands' if removed else ''}", n=f"{sources:,}")


def _disagreement(state: SectionState, record: SectionRecord, names: dict[str, str]) -> Notice:
    entry = record.negatives[0]
    others = dict.fromkeys(source for e in record.entries for source in e.source_ids)
    said = listed([names.get(source, source) for source in others])
    row = row_of(record, entry)
    words = say_for(
        "state.5.words",
        state.section.name,
        who=names.get(entry.head.source_id, entry.head.source_id),
        what=_negative_words(record, entry),
        when=say("state.5.when", day=formats.day(row.when))
        if row and row.when
        else f", {say('date.none')}",
        others=say(f"state.5.others.{'one' if len(others) == 1 else 'many'}", sources=said),
    )
    return Notice(say("state.5"), words, "fail")


def _who(entry: Entry, record: SectionRecord, names: dict[str, str]) -> str:
    row = row_of(record, entry)
    by = row.by if row else ""
    when = formats.day(row.when) if row and row.when else say("date.none")
    resource = entry.head.resource
    short = _of_allergies(record) and only_abbreviated(resource)
    own = say("state.3.own", what=words_of_none(resource)) if short else ""
    parts = (by, names.get(entry.head.source_id, entry.head.source_id), when, own)
    return ", ".join(part for part in parts if part)


def _of_allergies(record: SectionRecord) -> bool:
    return record.section.name == "allergies"


def _negative_words(record: SectionRecord, entry: Entry) -> str:
    """The statement of none: the general one in our words, a narrower one as recorded, never widened."""
    resource = entry.head.resource
    if _of_allergies(record) and not states_none_at_all(resource):
        return words_of_none(resource)
    return say_for("state.3", record.section.name)


def _last_sent(at: datetime | None) -> str:
    return say("failure.overdue", when=moment(at)) if at else say("failure.overdue.never")


def moment(at: datetime) -> str:
    """“20-Nov-2026 09:12”, in London."""
    return f"{formats.local_day(at)} {formats.time_of(at)}"


def failure_words(answer: Answer) -> str:
    """Why a source is missing, as a sentence."""
    if answer.failure is None:
        return say("failure.none")
    if answer.failure.kind == "overdue":
        return _last_sent(answer.as_at)
    seconds = f"{answer.seconds:.0f}" if answer.seconds >= 1 else f"{answer.seconds:.1f}"
    words = answer.failure.words[:1].upper() + answer.failure.words[1:]
    said = say(f"failure.{answer.failure.kind}", s=seconds, words=words)
    if not answer.contradicts:
        return said
    fields = ", ".join(say(f"differ.field.{one}") for one in answer.contradicts)
    return f"{said} {say('differ.by', fields=fields)}"
