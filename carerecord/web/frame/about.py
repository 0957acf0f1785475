"""Zone 2 of the banner: allergies, flags, and where the person lives and whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from carerecord.fhir import period
from carerecord.sections.alerts import FLAGS
from carerecord.sections.clinics.visit import happening, ward_of
from carerecord.sections.contract import Row
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.frame.differing import in_short
from carerecord.web.headings import heading
from carerecord.web.listing import shorts
from carerecord.web.messages import say
from carerecord.web.plans import RESUSCITATION
from carerecord.web.rows import row_of, what
from carerecord.web.states import TONES

MOST_ALLERGIES = 8
MOST_FLAGS = 6
FLAG_TONES = {"red": "red", "purple": "purple"}
# Emphasis only: what a flag says is in its words, as sent.
_EMPHASIS = (
    (RESUSCITATION, "red"),
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
    now: tuple[Flag, ...]  # where the person is at this moment, on every page
    flags: tuple[Flag, ...]
    pairs: tuple[tuple[str, str], ...]
    differs: str  # about who the person is, and by which source; empty where nothing does


def about(view: View, v: str) -> About:
    there = _there_now(view, v)
    return About(allergy_line(view), there, _flags(view, v), _pairs(view), in_short(view))


def allergy_line(view: View, *, most: int | None = MOST_ALLERGIES) -> AllergyLine:
    """`most`: how many are listed before only the severe ones are; None lists them all."""
    state = view.states.get("allergies")
    record = view.records.get("allergies")
    if state is None:
        return AllergyLine(
            say("about.allergies.not-shared"), "calm", (), 0, say("banner.allergies")
        )
    words = heading(state, record)
    if state.heading in ("10", "11"):
        words = f"{say('banner.allergies')}: {words[0].lower()}{words[1:]}"
    if record is None or not record.entries:
        tone = {"fail": ""}.get(TONES[state.heading], TONES[state.heading])
        return AllergyLine(words, tone, (), 0, say("about.allergies.each"))
    drawn = [row_of(record, entry) for entry in record.entries]
    columns = record.section.columns
    if most is not None and len(drawn) > most:
        drawn = [row for row in drawn if row is None or _is_severe(row)] or drawn[:most]
    items = tuple(_item(row, columns) for row in drawn)
    link = say("about.allergies.disagree" if state.heading == "5" else "about.allergies.all")
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
    for row in _flagged(view):
        words = " ".join(part.text for part in row.what)
        tone = next((FLAG_TONES[tag.tone] for tag in row.tags if tag.tone in FLAG_TONES), "")
        tone = tone or next((tone for found, tone in _EMPHASIS if found.search(words)), "")
        found.append(Flag(words, tone, f"/p/{v}/social"))
    distinct = tuple(dict.fromkeys(found))
    if len(distinct) > MOST_FLAGS:
        more = Flag(say("about.alerts.more", n=len(distinct) - MOST_FLAGS), "", f"/p/{v}/social")
        return (*distinct[:MOST_FLAGS], more)
    return distinct


def _flagged(view: View) -> Iterator[Row]:
    """Every flag in force that this viewer may see, of safeguarding first."""
    for record in filter(None, map(view.records.get, ("safeguarding", "alerts"))):
        for entry in record.entries:
            flag = entry.head.resource
            if flag.get("resourceType") not in FLAGS or not record.section.current(flag):
                continue
            if row := row_of(record, entry):
                yield row


def _there_now(view: View, v: str) -> tuple[Flag, ...]:
    """Where the person is at this moment, as a source says that has not said they left (F27)."""
    short = shorts(view)
    found = []
    for name, place in (
        ("admissions", say("about.in-hospital")),
        ("attendances", say("about.in-emergency")),
    ):
        record = view.records.get(name)
        for entry in record.entries if record else ():
            visit = entry.head.resource
            if not happening(visit):
                continue
            ward = "" if view.protected or view.places_wait else ward_of(visit)
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
        return ((say("about.address"), say("about.address.hidden")),)
    if view.places_wait:
        return ((say("about.address"), say("address.waiting")),)
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    gp = ", ".join(p for p in (person.gp_name, formats.phone(person.gp_phone)) if p)
    return (
        (say("about.address"), address or say("about.not-recorded")),
        (say("about.phone"), formats.phone(person.phone) or say("about.not-recorded")),
        (say("about.gp"), gp or say("about.not-recorded")),
        (say("about.kin"), person.next_of_kin or say("about.not-recorded")),
    )
