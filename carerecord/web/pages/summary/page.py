"""The cards of the summary. Rows are drawn only for what stands on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from markupsafe import Markup

from carerecord.contract import Resource
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import SectionState, View
from carerecord.web import formats
from carerecord.web.comparison import Comparison, Medicine, compare
from carerecord.web.events import KINDS, Event, events
from carerecord.web.listing import count_words, names, shorts
from carerecord.web.medicine_facts import stopped
from carerecord.web.messages import say
from carerecord.web.pages.results.page import LatestLine, latest
from carerecord.web.rows import Shown, row_of, shown
from carerecord.web.series import series_of
from carerecord.web.states import Notice, notices

MOST_CHANGES = 12
FEW_OF_A_KIND = 2
LONGEST_TERM = 32  # characters before a colon that read as a heading
MOST_PROBLEMS = 8
MOST_PEOPLE = 8
SINCE = {"30": ("30 days", 30), "365": ("12 months", 365)}

# The default key results (ux S6). The first whose words or codes a test carries names its row.
KEY_CODES: dict[str, frozenset[str]] = {
    "creatinine": frozenset(
        {"2160-0", "14682-9", "38483-4", "1000731000000107", "1032061000000108"}
    ),
    "egfr": frozenset(
        {
            "33914-3",
            "62238-1",
            "48642-3",
            "98979-8",
            "1011481000000105",
            "1020291000000106",
            "1107411000000104",
        }
    ),
    "potassium": frozenset({"2823-3", "6298-4", "1000651000000109"}),
    "haemoglobin": frozenset({"718-7", "20509-6", "1022431000000105"}),
    "hba1c": frozenset({"59261-8", "4548-4", "17856-6", "999791000000106", "1049301000000100"}),
}
_CODE_ORDER = {code: place for place, codes in enumerate(KEY_CODES.values()) for code in codes}


@dataclass(frozen=True, slots=True)
class Change:
    row: Shown
    when: Markup
    kind: str
    tone: str


@dataclass(frozen=True, slots=True)
class Contact:
    kind: str
    names: tuple[str, ...]
    phone: str


class SummaryPage:
    def __init__(self, view: View, since: str) -> None:
        self._view = view
        self._names = names(view)
        self._shorts = shorts(view)
        self.since = since if since in SINCE else "30"
        self._from = view.today - timedelta(days=SINCE[self.since][1])

    @property
    def sections(self) -> list[str]:
        """Names of the sections something of which stands on the page, for the audit entry."""
        return [
            *("allergies", "alerts", "medicines", "problems", "care_plans", "results", "contacts"),
            *(event.section for event in self._lines),
        ]

    # What has changed

    @cached_property
    def _events(self) -> list[Event]:
        """By kind in the order of `KINDS`, newest first within a kind; nothing that is still to come."""
        today = self._view.today.isoformat()
        order = {name: place for place, name in enumerate(KINDS)}
        found = [
            event
            for event in events(self._view, KINDS, self._from.isoformat())
            if event.on[:10] <= today and _worth_a_line(event)
        ]
        found.sort(key=lambda event: event.on, reverse=True)
        found.sort(key=lambda event: (order[event.section], not _stopped(event)))
        return found

    @property
    def changes(self) -> list[Change]:
        return [self._change(event) for event in self._lines]

    @cached_property
    def _lines(self) -> list[Event]:
        """A few of each kind first, so that no kind hides another; then more until the card is full."""
        taken: Counter[str] = Counter()
        first: list[Event] = []
        rest: list[Event] = []
        for event in self._events:
            kind = KINDS[event.section][0]
            taken[kind] += 1
            (first if taken[kind] <= FEW_OF_A_KIND else rest).append(event)
        chosen = {id(event) for event in (first + rest)[:MOST_CHANGES]}
        return [event for event in self._events if id(event) in chosen]

    def _change(self, event: Event) -> Change:
        words, tone = KINDS[event.section]
        if _stopped(event):
            words, tone = "Medicine stopped", "red"
        row = shown(event.record, event.entry, self._shorts)
        return Change(
            row, formats.day_mark(event.when) if _stopped(event) else row.when, words, tone
        )

    @property
    def changes_total(self) -> int:
        return len(self._events)

    @property
    def from_words(self) -> str:
        return formats.day(self._from.isoformat())

    @property
    def spans(self) -> list[tuple[str, str, bool]]:
        return [(key, words, key == self.since) for key, (words, _) in SINCE.items()]

    # Urgent care plan

    @cached_property
    def plans(self) -> list[Shown]:
        """Plans in force from a source of urgent care plans, newest first."""
        record = self._view.records.get("care_plans")
        kinds = {source.id: source.kind for source in self._view.sources}
        found = [
            entry
            for entry in (record.entries if record else ())
            if record
            and any(kinds.get(source) == "care-plan" for source in entry.source_ids)
            and record.section.current(entry.head.resource)
        ]
        return [shown(record, entry, self._shorts) for entry in found[:4]] if record else []

    def says(self, plan: Shown) -> list[tuple[str, str]]:
        """The plan's own words under their own headings; words without a heading follow in order."""
        found: list[tuple[str, str]] = []
        for note in plan.row.notes:
            term, _, words = note.partition(": ")
            if not words or len(term) > LONGEST_TERM:
                term, _, words = note.partition(" – ")
            if not words or len(term) > LONGEST_TERM:
                found.append(("" if found else "Says", note))
            elif not any(words.startswith(known) for t, known in found if t == term):
                found.append((term, words))
        return found

    # Problems

    @cached_property
    def _active(self) -> list[Entry]:
        record = self._view.records.get("problems")
        if record is None:
            return []
        current = record.section.current
        return [entry for entry in record.entries if current(entry.head.resource)]

    @property
    def problems(self) -> list[Shown]:
        record = self._view.records.get("problems")
        found = self._active[:MOST_PROBLEMS]
        return [shown(record, entry, self._shorts) for entry in found] if record else []

    @property
    def problems_more(self) -> int:
        return max(len(self._active) - MOST_PROBLEMS, 0)

    @property
    def problems_count(self) -> str:
        return self._counted("problems", len(self._active))

    # Medicines

    @cached_property
    def medicines(self) -> Comparison | None:
        record = self._view.records.get("medicines")
        return compare(self._view, record) if record else None

    @property
    def medicines_count(self) -> str:
        return self._counted("medicines", self.medicines.total if self.medicines else 0)

    def sources_of(self, medicine: Medicine) -> list[str]:
        return [self._shorts[source] for source in medicine.said]

    # Key results

    @cached_property
    def key_results(self) -> list[LatestLine]:
        found = []
        for series in series_of(self._view.records.get("results")):
            place = _CODE_ORDER.get(series.key[1])
            if place is not None:
                found.append((place, series))
        found.sort(key=lambda pair: pair[0])  # newest first within one test
        return [latest(series, self._shorts) for _, series in found]

    # People to call

    @cached_property
    def people(self) -> list[Contact]:
        """The GP as registered and next of kin, then teams, relatives and professionals."""
        person = self._view.person
        found: list[Contact] = []
        if person.gp_name and not person.protected:
            found.append(Contact("GP", (person.gp_name,), formats.phone(person.gp_phone)))
        if person.next_of_kin and not person.protected:
            found.append(Contact("Next of kin", (person.next_of_kin,), ""))
        record = self._view.records.get("contacts")
        for entry in record.entries if record else ():
            if len(found) >= MOST_PEOPLE:
                break
            if record and (contact := self._contact(record, entry)):
                found.append(contact)
        return list(dict.fromkeys(found))

    def _contact(self, record: SectionRecord, entry: Entry) -> Contact | None:
        """Only somebody with a number, or a team whose members are named."""
        row = row_of(record, entry) if record.section.current(entry.head.resource) else None
        if row is None:
            return None
        name = " ".join(part.text for part in row.what)
        if entry.head.type == "CareTeam":
            return Contact(name, row.notes, "") if row.notes else None
        cells = dict(zip(record.section.columns, row.cells, strict=False))
        phone = cells.get("Phone", "")
        if phone in ("", formats.NOT_RECORDED):
            return None
        role = cells.get("Role or relation", "")
        kind = role if role not in ("", formats.NOT_RECORDED) else "Contact"
        return Contact(f"{kind[:1].upper()}{kind[1:]}", (name,), formats.phone(phone))

    # States

    def notices(self, name: str) -> list[Notice]:
        """What the card must say before its list; nothing when it is complete."""
        state = self._state(name)
        if state is None or state.heading == "1":
            return []
        found = notices(state, self._view.records.get(name), self._view.person, self._names)
        return [n for n in found if n.tone != "warn" or state.heading != "2"]

    def missing(self, name: str) -> str:
        """Under a list that may be longer: who did not answer."""
        state = self._state(name)
        if state is None or state.heading != "2":
            return ""
        return say(
            "state.2.words", sources=formats.several([source.name for source in state.missing])
        )

    def _state(self, name: str) -> SectionState | None:
        return self._view.states.get(name)

    def _counted(self, name: str, number: int) -> str:
        state = self._state(name)
        if state is None or not number:
            return ""
        return f"at least {number:,}" if state.at_least else f"{number:,}"

    def count(self, name: str) -> str:
        state = self._state(name)
        return count_words(state) if state else ""


def _stopped(event: Event) -> bool:
    return event.section == "medicines" and stopped(event.entry.head.resource)


def _worth_a_line(event: Event) -> bool:
    """A result only when the laboratory flagged it; a medicine when it is current or was stopped."""
    resource = event.entry.head.resource
    if event.section == "results":
        return _flagged(resource)
    if event.section == "medicines":
        return stopped(resource) or event.record.section.current(resource)
    return True


def _flagged(resource: Resource) -> bool:
    found = resource.get("interpretation")
    for one in found if isinstance(found, list) else ():
        codings = one.get("coding") if isinstance(one, dict) else None
        for coding in codings if isinstance(codings, list) else ():
            if isinstance(coding, dict) and coding.get("code") not in (None, "N"):
                return True
    return False
