"""The plans in force as somebody reads them who must act now, and one plan through its versions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.headed import under_headings
from carerecord.web.listing import shorts
from carerecord.web.messages import say
from carerecord.web.plan_versions import Difference, Version, differences, plans_of
from carerecord.web.plans import RESUSCITATION
from carerecord.web.rows import what

MOST = 12  # plans that stand above the list of all
URGENT = "care-plan"
"""The kind of a source of urgent care plans."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One plan in force, by its newest version."""

    versions: list[Version]
    source: str
    review: str  # in words; empty where none was sent
    overdue: bool

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def title(self) -> Markup:
        row = self.newest.row
        return what(row.what) if row and row.what else Markup("Entry as sent")

    @property
    def lines(self) -> list[tuple[str, str]]:
        return under_headings(self.newest.row.notes) if self.newest.row else []

    @property
    def resuscitation(self) -> list[str]:
        """The decision, in the plan’s own words."""
        said = (f"{term}: {words}" if term else words for term, words in self.lines)
        return [one for one in said if RESUSCITATION.search(one)]

    @property
    def rest(self) -> list[tuple[str, str]]:
        return [pair for pair in self.lines if not RESUSCITATION.search(": ".join(pair))]

    @property
    def changed(self) -> list[Difference]:
        return differences(self.versions[-2], self.newest) if len(self.versions) > 1 else []


class CarePlansPage:
    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def plans(self) -> list[Plan]:
        """Those in force of a source of urgent care plans, then others that were changed; the list has every entry."""
        record = self._view.records.get("care_plans")
        if record is None:
            return []
        urgent = {source.id for source in self._view.sources if source.kind == URGENT}
        found = [
            versions
            for versions in plans_of(record)
            if record.section.current(versions[-1].item.resource)
            and (len(versions) > 1 or versions[-1].item.source_id in urgent)
        ]
        found.sort(key=lambda versions: versions[-1].item.source_id not in urgent)
        return [self._plan(versions) for versions in found[:MOST]]

    def _plan(self, versions: list[Version]) -> Plan:
        newest = versions[-1]
        due = newest.row.until if newest.row else ""
        overdue = bool(due) and due[:10] < self._view.today.isoformat()[: len(due)]
        words = "plan.review.was" if overdue else "plan.review.is"
        source = shorts(self._view).get(newest.item.source_id, newest.item.source_id)
        return Plan(versions, source, say(words, day=formats.day(due)) if due else "", overdue)


class VersionsPage:
    """Every version of the plan that an entry belongs to, newest first, each with what it changed."""

    def __init__(
        self, view: View, record: SectionRecord, entry: Entry, start: str, end: str
    ) -> None:
        found = (one for one in plans_of(record) if any(v.entry is entry for v in one))
        self._oldest_first = next(found, [])
        self.entry_id, self.back = entry.id, record.section.page
        self.title = Plan(self._oldest_first, "", "", False).title
        self._view = view
        self.start, self.end = _number(start, self.count), _number(end, self.count)

    @property
    def count(self) -> int:
        return len(self._oldest_first)

    @property
    def versions(self) -> list[tuple[Version, list[Difference]]]:
        """The first has nothing before it."""
        before = [None, *self._oldest_first]
        pairs = zip(self._oldest_first, before, strict=False)
        return [(one, differences(old, one) if old else []) for one, old in pairs][::-1]

    @property
    def between(self) -> list[Difference] | None:
        """Of the two that were chosen; None where none were."""
        if not self.start or not self.end:
            return None
        return differences(self._oldest_first[self.start - 1], self._oldest_first[self.end - 1])

    def source(self, version: Version) -> str:
        return shorts(self._view).get(version.item.source_id, version.item.source_id)


def _number(asked: str, most: int) -> int:
    """0 where it is no version."""
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    return number if number <= most else 0
