"""Every search against the plain definition of what it looks for, on entries of every combination."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import Entry, Key, Log
from carerecord.audit.search import EARLIEST, LATEST, Sought, asked, search
from carerecord.contract import Viewer
from carerecord.store import Database

START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
STAFF = [
    Viewer(f"u{n}", f"User {n}", "doctor", "Doctor", f"RNG0{n % 2}", "Northgate", session="s")
    for n in range(3)
]
KINDS = ("open", "shown")


class Minutes:
    def __init__(self) -> None:
        self.at = START - timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
async def log(db: Database) -> Log:
    log = Log(db, Key("test/audit", bytes(32)), now=Minutes())
    for kind, viewer, person in itertools.product(KINDS, STAFF, ("p1", "p2", "p3")):
        await log.append(kind, viewer, person_id=person, view_id="v", body={})
    return log


def fits(entry: Entry, sought: Sought) -> bool:
    viewer = entry.viewer or replace(STAFF[0], id="", organisation="")
    return (
        sought.person_id in ("", entry.person_id)
        and sought.viewer_id in ("", viewer.id)
        and sought.organisation in ("", viewer.organisation)
        and (not sought.kinds or entry.kind in sought.kinds)
        and sought.since <= entry.at < sought.until
        and entry.place < sought.before
    )


SEARCHES = [
    Sought(person, viewer, organisation, kinds, since, until)
    for person, viewer, organisation, kinds, (since, until) in itertools.product(
        ("", "p2", "nobody"),
        ("", "u1", "u2"),
        ("", "RNG00", "RNG01"),
        ((), ("shown",), KINDS),
        (
            (EARLIEST, LATEST),
            (START + timedelta(minutes=3), START + timedelta(minutes=12)),
            (LATEST, LATEST),
        ),
    )
]


async def test_every_combination_finds_what_it_says_newest_first(log, db):
    every = [entry async for entry in log.entries()]
    for sought in SEARCHES:
        found = await search(db, sought, limit=100)
        wanted = [one for one in reversed(every) if fits(one, sought)]
        assert [one.entry_id for one in found] == [one.entry_id for one in wanted], sought


async def test_pages_follow_each_other_without_a_gap(log, db):
    whole = await search(db, Sought(organisation="RNG00"), limit=100)
    paged: list[Entry] = []
    sought = Sought(organisation="RNG00")
    while page := await search(db, sought, limit=5):
        paged += page
        sought = replace(sought, before=page[-1].place)
    assert paged == whole
    assert len(whole) == 12


@pytest.mark.parametrize(
    ("sought", "index"),
    [
        (Sought(), "place"),
        (Sought(person_id="p1"), "person"),
        (Sought(person_id="p1", viewer_id="u1", organisation="RNG00"), "person"),
        (Sought(viewer_id="u1"), "viewer"),
        (Sought(viewer_id="u1", organisation="RNG00"), "viewer_at"),
        (Sought(organisation="RNG00"), "organisation"),
    ],
)
async def test_each_search_walks_one_index_and_sorts_nothing(migrated_file, sought, index):
    db = Database.open(str(migrated_file))
    statement, params = asked(sought, 50)
    (step,) = await db.all(f"EXPLAIN QUERY PLAN {statement}", **params)
    db.close()
    assert f"USING INDEX audit_entry_{index} (" in step["detail"]
