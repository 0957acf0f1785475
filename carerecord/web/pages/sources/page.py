"""The words of how a source is doing, and of what ten checks found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from carerecord.contract import SourceSettings
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.source_checks import Check, Checked, Seen
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.rows import row_of, what

MOST_BESIDE = 3
"""Entries of each section that are shown as sent beside as drawn."""
STATES = {
    "answered": "answered",
    "empty": "held nothing",
    "not-found": "did not know the person",
    "withheld": "did not share",
    "partial": "answered in part",
    "failed": "failed",
}
SIGNS = {
    "pass": ("✓", "ok", "Pass"),
    "warn": ("!", "part-of", "Warn"),
    "fail": ("✕", "no", "Fail"),
    "not tried": ("–", "quiet-sign", "Not tried"),
}


@dataclass(frozen=True, slots=True)
class Doing:
    """One source of the table."""

    id: str
    name: str
    protocol: str
    sign: str
    css: str
    words: str
    times: str
    counts: str
    failed: str


def doing(source: SourceSettings, seen: Seen) -> Doing:
    sign, css, words = _state(seen)
    return Doing(
        source.id,
        source.name,
        source.protocol,
        sign,
        css,
        words,
        _times(seen),
        "; ".join(f"{n:,} {STATES[s]}" for s, n in seen.counts.items() if n and s in STATES),
        f"{_when(seen.failed_at)}: {seen.failed}" if seen.failed else say("sources.never-failed"),
    )


def _state(seen: Seen) -> tuple[str, str, str]:
    if not seen.asked:
        return "–", "quiet-sign", say("sources.not-asked")
    if not seen.paused:
        return "✓", "ok", say("sources.asked")
    if seen.workers == 1:
        return "✕", "no", say("sources.paused")
    return "✕", "no", say("sources.paused.some", n=seen.paused, all=seen.workers)


def _times(seen: Seen) -> str:
    half, most = seen.slower_than(0.5), seen.slower_than(0.95)
    if half is None or most is None:
        return ""
    return say("sources.times", half=f"{half:.2f}", most=f"{most:.2f}")


def _when(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{formats.day(iso)} {formats.time_of(at)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One check."""

    number: int
    title: str
    sign: str
    css: str
    mark: str
    happened: str
    do: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One entry: as the source sent it, and as a clinician will see it."""

    sent: str
    shown: Markup


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one section."""

    title: str
    words: str
    entries: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    id: str
    name: str
    outcome: str
    lines: tuple[Line, ...]
    came: tuple[Came, ...]


def sheet_of(checked: Checked) -> Sheet:
    return Sheet(
        checked.source.id,
        checked.source.name,
        say(f"sources.outcome.{checked.mark.replace(' ', '-')}"),
        tuple(map(_line, checked.checks)),
        tuple(_came(r) for r in checked.records.values() if r.entries or r.negatives),
    )


def _line(check: Check) -> Line:
    sign, css, mark = SIGNS[check.mark]
    return Line(check.number, check.title, sign, css, mark, check.happened, check.do)


def _came(record: SectionRecord) -> Came:
    every = [*record.entries, *record.negatives]
    first = tuple(_beside(record, entry) for entry in every[:MOST_BESIDE])
    return Came(record.section.title, formats.counted(len(every), ("entry", "entries")), first)


def _beside(record: SectionRecord, entry: Entry) -> Beside:
    row = row_of(record, entry)
    shown = what(row.what) if row else escape(say("sources.undrawn"))
    sent = json.dumps(json.loads(entry.head.raw), indent=1, ensure_ascii=False)
    return Beside(sent, shown)
