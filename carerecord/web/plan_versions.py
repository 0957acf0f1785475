"""Versions of one plan, oldest first, and what changed from one to the next, line by line in words (ux S14).

One plan is told by what each version says it replaces, by a business identifier that stays, or by the versions that
its entry has left behind. Between sources nothing is taken for a version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, reference_id
from carerecord.merge.contract import Entry, SectionRecord, own_id
from carerecord.merge.linking import identifiers
from carerecord.sections.contract import Row
from carerecord.sections.dates import clinical_date, in_order
from carerecord.web import formats
from carerecord.web.headed import under_headings
from carerecord.web.rows import row_of

Name = tuple[object, ...]
How = Literal["added", "removed", "changed"]
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    number: int  # of those that its source sent, from 1
    entry: Entry  # it stands under
    item: Item
    row: Row | None  # None: it could not be drawn

    @property
    def when(self) -> Markup:
        return formats.day_mark(clinical_date(self.item.resource))

    @property
    def review(self) -> Markup:
        return formats.day_mark(self.row.until if self.row else "")


@dataclass(frozen=True, slots=True)
class Difference:
    how: How
    heading: str
    before: str
    after: str


@dataclass(slots=True, eq=False)
class _Plan:
    names: set[Name] = field(default_factory=set)
    parts: list[tuple[Entry, Item]] = field(default_factory=list)

    def take(self, other: _Plan) -> None:
        self.names |= other.names
        self.parts += other.parts


def plans_of(record: SectionRecord) -> list[list[Version]]:
    """Every plan as its versions, in the order of the newest of each."""
    by_name: dict[Name, _Plan] = {}
    place: dict[Item, int] = {}
    for entry in record.entries:
        for item in entry.items:
            place[item] = len(place)
            names = set(_names(item))
            known = {id(plan): plan for plan in map(by_name.get, names) if plan}
            plan, *others = sorted(known.values(), key=lambda one: -len(one.parts)) or [_Plan()]
            for other in [*others, _Plan(names, [(entry, item)])]:
                plan.take(other)
                by_name |= dict.fromkeys(other.names, plan)
    plans = {id(plan): plan for plan in by_name.values()}.values()
    first = sorted(plans, key=lambda plan: min(place[item] for _, item in plan.parts))
    return [_in_order(record, plan) for plan in first]


def _names(item: Item) -> Iterator[Name]:
    """Of the record itself, and of those it says that it replaces."""
    own = item.resource
    yield item.said_by, f"{item.type}/{own_id(own)}"
    for system, value in identifiers(own):
        yield item.said_by, item.type, system, value
    for one in replaces(own):
        yield item.said_by, reference_id(one)


def replaces(resource: Resource) -> Iterator[object]:
    """References to what it says that it takes the place of."""
    yield from as_list(resource.get("replaces"))
    for one in map(as_dict, as_list(resource.get("relatesTo"))):
        if one.get("code") == "replaces":
            yield one.get("target", one.get("targetReference"))


def _in_order(record: SectionRecord, plan: _Plan) -> list[Version]:
    dated = sorted(plan.parts, key=lambda pair: _age(pair[1].resource))
    return [
        Version(number, entry, item, row_of(record, Entry("", item)))
        for number, (entry, item) in enumerate(dated, 1)
    ]


def _age(resource: Resource) -> tuple[str, str, int]:
    meta = as_dict(resource.get("meta"))
    number = str(meta.get("versionId", ""))
    updated = str(meta.get("lastUpdated", ""))
    version = int(number) if number.isdecimal() and len(number) < 10 else 0
    return in_order(clinical_date(resource)), in_order(updated), version


def differences(before: Version, after: Version) -> list[Difference]:
    """Under each heading of either, in the order of the later; words that stay the same are left out."""
    old, new = _said(before), _said(after)
    found: list[Difference] = []
    for heading in dict.fromkeys((*new, *old)):
        gone = [words for words in old[heading] if words not in new[heading]]
        come = [words for words in new[heading] if words not in old[heading]]
        for was, now in zip(gone, come, strict=False):
            found.append(Difference("changed", heading, was, now))
        shared = min(len(gone), len(come))
        found += [Difference("removed", heading, was, "") for was in gone[shared:]]
        found += [Difference("added", heading, "", now) for now in come[shared:]]
    return found


def _said(version: Version) -> defaultdict[str, list[str]]:
    """Its own words under their headings; who wrote it and when its review is due are lines like any other."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    row = version.row
    if row is None:
        return said
    for heading, words in under_headings(row.notes, LONGEST_HEADING):
        said[heading].append(words)
    for heading, words in (("Written by", row.by), ("Review", formats.day(row.until))):
        if words and words != formats.NOT_RECORDED:
            said[heading].append(words)
    return said
