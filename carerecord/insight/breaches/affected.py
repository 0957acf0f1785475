"""Everybody whose record was opened in a breach, from the log: who, when, and what was shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from carerecord.audit import Entry
from carerecord.audit.search import Sought, search
from carerecord.identity import People
from carerecord.insight.breaches.contract import Affected, Breach
from carerecord.insight.cases import CaseFile
from carerecord.insight.report.looks import OPENING, looks_of
from carerecord.store import Database

AT_ONCE = 1000
BEFORE, AFTERWARDS = timedelta(minutes=10), timedelta(hours=12)
"""Entries that belong to the look of a review."""


async def affected(db: Database, people: People, case: CaseFile, breach: Breach) -> list[Affected]:
    """By when they were first looked at."""
    by_person: dict[str, list[Entry]] = defaultdict(list)
    for one in await _entries(db, case, breach):
        by_person[one.person_id].append(one)
    return [
        Affected(
            key=key_of(case, person_id),
            person_id=person_id,
            person=await people.by_id(person_id),
            looks=looks_of(entries),
        )
        for person_id, entries in by_person.items()
    ]


def key_of(case: CaseFile, person_id: str) -> str:
    """Of no use anywhere else, and no one's number."""
    text = f"{case.organisation} {case.number} {person_id}"
    return sha256(text.encode()).hexdigest()[:16]


async def _entries(db: Database, case: CaseFile, breach: Breach) -> Sequence[Entry]:
    """What the member of staff opened and was shown for the organisation of the case, oldest first."""
    since, until = span(case, breach)
    sought = Sought(
        person_id="" if breach.since else case.person_id,
        viewer_id=case.viewer_id,
        organisation=case.organisation,
        kinds=tuple(OPENING),
        since=since,
        until=until,
    )
    found = read = await search(db, sought, limit=AT_ONCE)
    while len(read) == AT_ONCE:
        read = await search(db, replace(sought, before=read[-1].place), limit=AT_ONCE)
        found = found + read
    return [one for one in found if one.person_id][::-1]


def span(case: CaseFile, breach: Breach) -> tuple[datetime, datetime]:
    """The days that were named; otherwise those of the review."""
    if breach.since and breach.until:
        return breach.since, breach.until
    return case.first - BEFORE, case.last + AFTERWARDS
