"""Medicines side by side: what each source says, disagreement first. Nobody is picked as right (ux S7).

Differences come from coded facts only. Where words differ and codes do not settle it, the words are
shown as differing; they are never called the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from markupsafe import Markup, escape

from carerecord.contract import Resource, SourceSettings
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.concepts import plain_words
from carerecord.sections.contract import Row, Tag
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.medicine_facts import facts_of, known_stop, stopped_since
from carerecord.web.messages import say
from carerecord.web.rows import row_of, what

Agreement = Literal["Sources disagree", "One source only", "Same in every source that lists it"]
DISAGREE: Agreement = "Sources disagree"
ONE: Agreement = "One source only"
SAME: Agreement = "Same in every source that lists it"
STOPPED_WITHIN_DAYS = 365
MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What one source says of one medicine now."""

    entry: Entry
    source_id: str
    current: bool
    row: Row | None
    facts: Mapping[str, Hashable]

    @property
    def words(self) -> Markup:
        """Strength, form, dose, route and how often; without the name, which heads the line."""
        return what(self.row.what[1:]) if self.row and len(self.row.what) > 1 else Markup("")

    @property
    def plain(self) -> str:
        return plain_words(" ".join(p.text for p in self.row.what[1:])) if self.row else ""

    @property
    def status(self) -> str:
        return self.row.status if self.row else ""

    @property
    def when(self) -> Markup:
        """Of a current medicine when it was started or recorded; of a stopped one when that was."""
        if self.row is None:
            return Markup("")
        if self.current:
            return formats.day_mark(self.row.when)
        return stopped_when(self.entry.head.resource)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.row.notes if self.row else ()


def stopped_when(resource: Resource) -> Markup:
    """The day it was stopped; in words where nobody said, never the day it was begun or written."""
    on = known_stop(resource)
    return formats.day_mark(on) if on else escape(say("medicines.stopped.unknown"))


@dataclass(frozen=True, slots=True, eq=False)
class Medicine:
    """One line: a medicine under one heading, with a statement for each source that has one."""

    key: Hashable
    name: str
    said: Mapping[str, Statement]  # by source id
    agreement: Agreement
    tags: tuple[Tag, ...]
    more: tuple[Statement, ...] = ()  # further current entries of the same source, each shown too
    supplied: tuple[
        Entry, ...
    ] = ()  # what a pharmacy lists: supply, where others say what is taken

    @property
    def lead(self) -> Statement:
        return next((s for s in self.said.values() if s.current), next(iter(self.said.values())))


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    groups: Mapping[Agreement, Sequence[Medicine]]
    columns: tuple[SourceSettings, ...]  # at most three
    others: bool  # further sources fold into “Other sources”

    @property
    def total(self) -> int:
        return sum(len(medicines) for medicines in self.groups.values())


def key_of(record: SectionRecord, resource: Resource) -> Hashable:
    """The section's heading; where it has none, the item stands alone."""
    merge_key = record.section.merge_key
    try:
        key = merge_key(resource) if merge_key else None
    except Exception:  # a broken item is shown alone, and the others beside it
        key = None
    return key if key is not None else ("alone", id(resource))


def compare(view: View, record: SectionRecord) -> Comparison:
    """Current medicines, and what was stopped within a year where another source calls it current."""
    current = record.section.current
    since = (view.today - timedelta(days=STOPPED_WITHIN_DAYS)).isoformat()
    now: dict[Hashable, list[Entry]] = {}
    no_longer: list[Entry] = []
    for entry in record.entries:
        resource = entry.head.resource
        if _is(current, resource):
            now.setdefault(key_of(record, resource), []).append(entry)
        elif stopped_since(resource, since):
            no_longer.append(entry)
    ended: dict[Hashable, list[Entry]] = {}
    suppliers = {source.id for source in view.sources if source.kind == "pharmacy"}
    for entry in no_longer if now else ():
        key = key_of(record, entry.head.resource)
        if key in now:
            ended.setdefault(key, []).append(entry)
    medicines = [
        _medicine(record, key, found, ended.get(key, []), suppliers) for key, found in now.items()
    ]
    return _grouped(view, medicines)


def _is(test: Any, resource: Resource) -> bool:
    try:
        return bool(test(resource))
    except Exception:  # what cannot be told is shown as current rather than hidden
        return True


def _medicine(
    record: SectionRecord,
    key: Hashable,
    now: Sequence[Entry],
    ended: Sequence[Entry],
    suppliers: set[str],
) -> Medicine:
    said: dict[str, Statement] = {}
    more: list[Statement] = []
    supplied = [entry for entry in now if suppliers.issuperset(entry.source_ids)]
    if len(supplied) == len(now):
        supplied = []
    for entry in (entry for entry in now if entry not in supplied):
        made = _statement(record, entry, entry.head.source_id, current=True)
        fresh = [source for source in entry.source_ids if source not in said]
        for source in fresh:
            said[source] = made
        if not fresh:
            more.append(made)
    for entry in ended:
        for source in entry.source_ids:
            if source not in said:
                said[source] = _statement(record, entry, source, current=False)
    lead = next(iter(said.values()))
    name = lead.row.what[0].text if lead.row and lead.row.what else "Medicine"
    agreement, tags = _agreement(list(dict.fromkeys(said.values())), len(said), more)
    return Medicine(key, name, said, agreement, tags, tuple(more), tuple(supplied))


def _statement(record: SectionRecord, entry: Entry, source_id: str, *, current: bool) -> Statement:
    facts = facts_of(entry.head.resource)
    return Statement(entry, source_id, current, row_of(record, entry), facts)


def _agreement(
    said: Sequence[Statement], sources: int, more: Sequence[Statement]
) -> tuple[Agreement, tuple[Tag, ...]]:
    tags: list[Tag] = []
    if any(s.current for s in said) and any(not s.current for s in said):
        tags.append(Tag("Current or stopped?", "red"))
    now = [*(s for s in said if s.current), *more]
    statuses = {s.entry.head.resource.get("status") for s in now}
    for status, words in _NOT_YET_OR_HELD.items():
        if status in statuses and len(statuses) > 1:
            tags.append(Tag(words, "red"))
    for fact, words in _DIFFERS.items():
        told = {s.facts[fact] for s in now if fact in s.facts}
        if len(told) > 1 and not any(tag.text == words for tag in tags):
            tags.append(Tag(words, "amber"))
    if tags:
        return DISAGREE, tuple(tags)
    if sources == 1:
        return ONE, () if _same(now) else (Tag("Listed more than once", "grey"),)
    if len(now) > 1 and not _same(now):
        return DISAGREE, (Tag("Recorded in different words", "grey"),)
    return SAME, ()


_DIFFERS = {
    "dose": "Dose differs",
    "often": "How often differs",
    "needed": "How often differs",
    "route": "Route differs",
    "more": "Limits or instructions differ",
}
_NOT_YET_OR_HELD = {"on-hold": "Current or on hold?", "intended": "Current or planned?"}


def _same(said: Sequence[Statement]) -> bool:
    """The same dose and frequency codes in all, or the same words in all."""
    coded = [(s.facts.get("dose"), s.facts.get("often")) for s in said]
    if all(dose is not None and often is not None for dose, often in coded):
        return len(set(coded)) == 1
    return len({s.plain for s in said}) == 1


def _grouped(view: View, medicines: Iterable[Medicine]) -> Comparison:
    groups: dict[Agreement, list[Medicine]] = {DISAGREE: [], ONE: [], SAME: []}
    counts: dict[str, int] = {}
    for medicine in medicines:
        groups[medicine.agreement].append(medicine)
        for source in medicine.said:
            counts[source] = counts.get(source, 0) + 1
    for found in groups.values():
        found.sort(key=lambda m: (not any(t.tone == "red" for t in m.tags), m.name.casefold()))
    listed = [source for source in view.sources if source.id in counts]
    listed.sort(key=lambda s: (s.kind != "gp", -counts[s.id]))
    columns = tuple(listed[:MOST_COLUMNS])
    kept = {group: found for group, found in groups.items() if found}
    return Comparison(kept, columns, len(listed) > MOST_COLUMNS)
