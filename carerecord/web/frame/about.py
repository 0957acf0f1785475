"""Zone 2 of the banner: allergies, flags, and where the person lives and whom to call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from carerecord.fhir import period
from carerecord.sections.clinics.visit import happening, ward_of
from carerecord.sections.contract import Row
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.listing import shorts
from carerecord.web.rows import row_of, what
from carerecord.web.states import TONES, heading

MOST_ALLERGIES = 8
MOST_FLAGS = 6
FLAG_TONES = {"red": "red", "purple": "purple"}
# Emphasis only: what a flag says is in its words, as sent.
_EMPHASIS = (
    (re.compile(r"\bCPR\b|resuscitat", re.I), "red"),
    (re.compile(r"adjustment", re.I), "purple"),
)


@dataclass(frozen=True, slots=True)
class AllergyLine:
    heading: str
    tone: str  # "" is the red of known allergies
    items: tuple[Markup, ...]
    more: int
    link: str  # words of the link to the page


@dataclass(frozen=True, slots=True)
class Flag:
    words: str
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class About:
    allergies: AllergyLine
    flags: tuple[Flag, ...]
    pairs: tuple[tuple[str, str], ...]


def about(view: View, v: str) -> About:
    return About(_allergies(view), (*_there_now(view, v), *_flags(view, v)), _pairs(view))


def _allergies(view: View) -> AllergyLine:
    state = view.states.get("allergies")
    record = view.records.get("allergies")
    if state is None:
        return AllergyLine("Allergies not shared", "calm", (), 0, "Allergies")
    words = heading(state, record)
    if state.heading in ("10", "11"):
        words = f"Allergies: {words[0].lower()}{words[1:]}"
    if record is None or not record.entries:
        tone = {"fail": ""}.get(TONES[state.heading], TONES[state.heading])
        return AllergyLine(words, tone, (), 0, "See what each source says")
    drawn = [row_of(record, entry) for entry in record.entries]
    columns = record.section.columns
    if len(drawn) > MOST_ALLERGIES:
        drawn = [row for row in drawn if row is None or _is_severe(row)] or drawn[:MOST_ALLERGIES]
    items = tuple(_item(row, columns) for row in drawn)
    link = "Records disagree: see all" if state.heading == "5" else "See all"
    return AllergyLine(words, "", items, len(record.entries) - len(items), link)


def _is_severe(row: Row) -> bool:
    return any(tag.tone == "red" for tag in row.tags) or any("evere" in cell for cell in row.cells)


def _item(row: Row | None, columns: tuple[str, ...]) -> Markup:
    """“**penicillin** – anaphylaxis (severe)”, each part only when it was recorded."""
    if row is None:
        return Markup("1 item could not be shown")
    cells = dict(zip(columns, row.cells, strict=False))
    words = what(row.what)
    reaction, severity = cells.get("Reaction", ""), cells.get("Severity", "")
    if reaction and reaction != formats.NOT_RECORDED:
        words += Markup(" – ") + escape(reaction)
    if severity and severity != formats.NOT_RECORDED:
        words += Markup(" (%s)") % severity.lower()
    return words


def _flags(view: View, v: str) -> tuple[Flag, ...]:
    found: list[Flag] = []
    record = view.records.get("alerts")
    for entry in record.entries if record else ():
        if record is None or not record.section.current(entry.head.resource):
            continue
        row = row_of(record, entry)
        if row is None:
            continue
        words = " ".join(part.text for part in row.what)
        tone = next((FLAG_TONES[tag.tone] for tag in row.tags if tag.tone in FLAG_TONES), "")
        tone = tone or next((tone for found, tone in _EMPHASIS if found.search(words)), "")
        found.append(Flag(words, tone, f"/p/{v}/social"))
    distinct = tuple(dict.fromkeys(found))
    if len(distinct) > MOST_FLAGS:
        more = Flag(f"and {len(distinct) - MOST_FLAGS} more alerts", "", f"/p/{v}/social")
        return (*distinct[:MOST_FLAGS], more)
    return distinct


def _there_now(view: View, v: str) -> tuple[Flag, ...]:
    """Where the person is at this moment, as a source says that has not said they left (F27)."""
    short = shorts(view)
    found = []
    for name, place in (
        ("admissions", "In hospital"),
        ("attendances", "In the emergency department"),
    ):
        record = view.records.get(name)
        for entry in record.entries if record else ():
            visit = entry.head.resource
            if not happening(visit):
                continue
            ward = "" if view.protected else ward_of(visit)
            since = _since(period(visit.get("period"))[0], view.at)
            words = ", ".join(one for one in (short[entry.head.source_id], ward, since) if one)
            found.append(Flag(f"{place}: {words}", "", f"/p/{v}/contacts"))
    return tuple(dict.fromkeys(found))


def _since(start: str, now: datetime) -> str:
    """“since 09:12” of today; with its day when it began before."""
    if not start:
        return ""
    began = formats.day(start)
    words = formats.clock(start) if began == formats.local_day(now) else ""
    return f"since {words or f'{began} {formats.clock(start)}'.rstrip()}"


def _pairs(view: View) -> tuple[tuple[str, str], ...]:
    person = view.person
    if person.protected or view.protected:
        return (("Address", "Address not shown"),)
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    gp = ", ".join(p for p in (person.gp_name, formats.phone(person.gp_phone)) if p)
    return (
        ("Address", address or formats.NOT_RECORDED),
        ("Phone", formats.phone(person.phone) or formats.NOT_RECORDED),
        ("GP", gp or formats.NOT_RECORDED),
        ("Next of kin", person.next_of_kin or formats.NOT_RECORDED),
    )
