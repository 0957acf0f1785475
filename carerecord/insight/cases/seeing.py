"""What an officer sees around one case: what was done then, when else, and how the organisation's cases stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from carerecord.audit import KINDS, Entry
from carerecord.audit.search import Sought, count_kinds, search
from carerecord.insight.cases.contract import CaseFile, Figures, Filters
from carerecord.insight.cases.store import CaseStore, days_to_close
from carerecord.store import Database

WEEK, MONTH, YEAR = timedelta(days=7), timedelta(days=30), timedelta(days=366)
SHOWN = 100  # entries of one case on its page
# Entries that belong to the views of a case:
BEFORE, AFTERWARDS = timedelta(minutes=10), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of the log, as an officer reads it."""

    at: datetime
    kind: str
    words: str  # completes “They …”
    sections: tuple[str, ...]  # that were shown, and of which something was there
    view_id: str
    seq: int


def seen(entry: Entry) -> Seen:
    shown = entry.body.get("sections")
    sections = tuple(shown) if isinstance(shown, dict) else ()
    return Seen(entry.at, entry.kind, KINDS[entry.kind], sections, entry.view_id, entry.seq)


async def entries_of(db: Database, case: CaseFile) -> list[Seen]:
    """What the viewer did with this record, from the first view of the case to half a day after the last."""
    sought = Sought(
        person_id=case.person_id,
        viewer_id=case.viewer_id,
        since=case.first - BEFORE,
        until=case.last + AFTERWARDS,
    )
    return [seen(one) for one in (await search(db, sought, limit=SHOWN))[::-1]]


async def other_times(db: Database, case: CaseFile, now: datetime) -> list[datetime]:
    """That the same viewer opened this record, within a year."""
    if not case.person_id:
        return []
    sought = Sought(
        person_id=case.person_id,
        viewer_id=case.viewer_id,
        kinds=("open",),
        since=case.first - YEAR,
        until=now + MONTH,
    )
    found = await search(db, sought, limit=SHOWN)
    during = case.first - BEFORE, case.last + AFTERWARDS
    return [one.at for one in found[::-1] if not during[0] <= one.at <= during[1]]


async def other_records(db: Database, case: CaseFile) -> int:
    """How many others the viewer opened in the month before."""
    sought = Sought(
        viewer_id=case.viewer_id,
        kinds=("open",),
        since=case.last - MONTH,
        until=case.last + AFTERWARDS,
    )
    found = await search(db, sought, limit=10_000)
    return len({one.person_id for one in found} - {case.person_id})


async def figures_of(db: Database, organisation: str, reader: str, now: datetime) -> Figures:
    """Of one organisation, without the cases about the reader's own views."""
    store, everything = CaseStore(db), 10_000
    tonight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    open_now = await store.cases(organisation, reader, Filters(state="open"), limit=everything)
    kinds = await count_kinds(db, organisation, now - WEEK, now)
    ended = await store.ended(now - MONTH, organisation)
    return Figures(
        to_review=len(open_now),
        due_today=sum(one.due < tonight for one in open_now),
        opened_records=kinds.get("open", 0),
        emergencies=kinds.get("emergency", 0),
        closed_by_rule=sum(one.step == "closed-by-rule" for one in ended),
        days_to_close=days_to_close(ended),
        waiting=sum(one.last_step == "asked" for one in open_now),
        completed=len(ended),
        questions=sum(one.origin == "question" for one in open_now),
    )
