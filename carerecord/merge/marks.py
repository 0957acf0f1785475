"""Marks for differences: they name the sources on the other side, they state, they never advise (merging 6).

They are worked out from the record as it is shown: after withholding, over the sources that answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from carerecord.contract import Resource
from carerecord.fhir import as_dict, first_text
from carerecord.merge.canonical import plain
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.guarded import heading
from carerecord.merge.linking import identifiers
from carerecord.merge.statement import encoded
from carerecord.merge.versions import of_one_record
from carerecord.sections.concepts import codes, in_error
from carerecord.sections.contract import MarkKind
from carerecord.sections.dates import clinical_date, in_order

_DOUBTED = frozenset({"refuted", "unconfirmed", "provisional", "differential", "presumed"})
_CORRECTED = frozenset({"corrected", "amended"})


@dataclass(frozen=True, slots=True)
class Mark:
    kind: MarkKind
    others: tuple[str, ...] = ()  # ids of the sources on the other side
    when: str = ""  # of a version or a removal, as sent


Found = dict[Entry, tuple[Mark, ...]]


def marks_of(record: SectionRecord) -> Found:
    """By entry; one that no other differs from has none."""
    found: dict[Entry, list[Mark]] = defaultdict(list)
    for entry, mark in chain(_of_headings(record), _of_records(record), _of_negatives(record)):
        if mark not in found[entry]:
            found[entry].append(mark)
    return {entry: tuple(marks) for entry, marks in found.items()}


def _of_headings(record: SectionRecord) -> Iterator[tuple[Entry, Mark]]:
    kinds = record.section.marks
    if not kinds:
        return
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in (*record.entries, *record.removed):
        key = heading(record.section, entry.head.resource)
        if key is not None and not in_error(entry.head.resource):
            groups[key].append(entry)
    for entries in groups.values():
        if len(entries) > 1:
            for kind in kinds:
                yield from _DIFFERENCES[kind](record, entries)


def _dose(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    now = [one for one in entries if record.section.current(one.head.resource)]
    yield from _unequal("dose", {"": now}, _dosage)


def _reaction(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    now = [one for one in entries if record.section.current(one.head.resource)]
    yield from _unequal("reaction", {"": now}, lambda r: _one_form(r.get("reaction")))


def _value(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    """Of one test in one minute."""
    minutes: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if when := in_order(clinical_date(entry.head.resource))[:16]:
            minutes[when].append(entry)
    yield from _unequal("value", minutes, _result)


def _unequal(
    kind: MarkKind, groups: Mapping[Hashable, list[Entry]], said: Callable[[Resource], bytes]
) -> Iterator[tuple[Entry, Mark]]:
    for entries in groups.values():
        told = {entry: said(entry.head.resource) for entry in entries}
        for entry in entries:
            others = [one for one in entries if told[one] != told[entry]]
            if others:
                yield entry, Mark(kind, _sources(others))


def _status(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    """Active in one source and ended in another, which does not call it active too."""
    entries = [one for one in entries if record.section.positive(one.head.resource)]
    now = [one for one in entries if record.section.current(one.head.resource)]
    active = set(_sources(now))
    ended = [one for one in entries if one not in now and not active.issuperset(one.source_ids)]
    if now and ended:
        yield from ((one, Mark("status", _sources(ended))) for one in now)
        yield from ((one, Mark("status", _sources(now))) for one in ended)


def _doubt(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    verified = {one: codes(one.head.resource.get("verificationStatus")) for one in entries}
    sure = [one for one in entries if "confirmed" in verified[one]]
    doubted = [one for one in entries if verified[one] & _DOUBTED]
    if sure and doubted:
        yield from ((one, Mark("doubt", _sources(doubted))) for one in sure)
        yield from ((one, Mark("doubt", _sources(sure))) for one in doubted)


_DIFFERENCES: Mapping[
    MarkKind, Callable[[SectionRecord, list[Entry]], Iterator[tuple[Entry, Mark]]]
] = {"dose": _dose, "reaction": _reaction, "value": _value, "status": _status, "doubt": _doubt}


def _of_records(record: SectionRecord) -> Iterator[tuple[Entry, Mark]]:
    """What became of one record: changed, removed where it was made, or its identifier used for another."""
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in record.every_entry:
        if entry.earlier:
            yield entry, _version(entry, entry.earlier[0].source_id)
        names = (name for item in entry.items for name in identifiers(item.resource))
        for name in dict.fromkeys(names):
            named[name].append(entry)
    for entries in named.values():
        if len(entries) > 1:
            yield from _removed(entries)
            standing = [one for one in entries if not in_error(one.head.resource)]
            for versions in of_one_record(record.section, standing):
                for one in versions:
                    yield one, Mark("version", _but(one, versions), "")
            if record.section.one_identifier_one_thing:
                yield from _reused(record, standing)


def _version(entry: Entry, earlier: str) -> Mark:
    resource = entry.head.resource
    when = first_text(resource.get("issued"), as_dict(resource.get("meta")).get("lastUpdated"))
    return Mark(
        "corrected" if resource.get("status") in _CORRECTED else "version", (earlier,), when
    )


def _removed(entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    for gone in (one for one in entries if in_error(one.head.resource)):
        meta = as_dict(gone.head.resource.get("meta"))
        mark = Mark("removed", gone.source_ids, first_text(meta.get("lastUpdated")))
        for one in entries:
            if not in_error(one.head.resource) and one.head.type == gone.head.type:
                yield one, mark


def _reused(record: SectionRecord, entries: list[Entry]) -> Iterator[tuple[Entry, Mark]]:
    about = {one: (one.head.type, heading(record.section, one.head.resource)) for one in entries}
    for one in entries:
        others = [other for other in entries if about[other] != about[one]]
        if others:
            yield one, Mark("code", _sources(others))


def _of_negatives(record: SectionRecord) -> Iterator[tuple[Entry, Mark]]:
    """“No known…” beside a positive item of another source."""
    current = [one for one in record.entries if record.section.current(one.head.resource)]
    for entry in record.negatives:
        others = tuple(s for s in _sources(current) if s not in entry.source_ids)
        if others:
            yield entry, Mark("negation", others)


def _dosage(resource: Resource) -> bytes:
    return _one_form(resource.get("dosage"), resource.get("dosageInstruction"))


def _result(resource: Resource) -> bytes:
    return _one_form(
        {k: v for k, v in resource.items() if k.startswith("value") or k == "component"}
    )


def _one_form(*values: object) -> bytes:
    try:
        return encoded({"": [plain(value) for value in values]})
    except Exception:  # what cannot be written is like nothing else
        return repr(object()).encode()


def _sources(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for one in entries for source in one.source_ids))


def _but(entry: Entry, entries: Iterable[Entry]) -> tuple[str, ...]:
    return _sources(one for one in entries if one is not entry)
