"""What a source served is all written down, or is named; and what we showed of it that it never served too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import Key, Log
from carerecord.audit.reconciling import Served, reconcile
from carerecord.store import Database

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
END = START + timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
async def log(db: Database) -> Log:
    """Two views of which something was shown, and one that was left before anything was."""
    clock = Clock()
    log = Log(db, Key("test/audit", bytes(32)), now=clock)
    for view in ("v1", "v2", "v3"):
        clock.at += timedelta(minutes=10)
        await log.append("open", None, view_id=view, body={})
        if view != "v3":
            asked = {
                "gp": {"state": "answered", "request_ids": [f"{view}-a", f"{view}-b"]},
                "lab": {"state": "empty", "request_ids": ["x"]},
                "acute": {"state": "failed", "request_ids": [f"{view}-c"]},
            }
            await log.append("shown", None, view_id=view, body={"sources": asked})
    return log


SERVED = [Served(f"{view}-{n}", view) for view in ("v1", "v2", "v3") for n in "ab"]


async def test_everything_served_is_written_down(log, db):
    found = await reconcile(db, "gp", SERVED, START, END)
    assert (found.served, found.audited, found.unaudited, found.unserved) == (6, 6, (), ())


async def test_a_request_of_no_view_is_a_hole(log, db):
    hole = Served("r9", "v9")
    found = await reconcile(db, "gp", [*SERVED, hole], START, END)
    assert (found.unaudited, found.audited) == ((hole,), 6)


async def test_an_answer_nobody_served_is_named(log, db):
    found = await reconcile(db, "gp", SERVED[1:], START, END)
    assert found.unserved == ("v1-a",)
    assert (await reconcile(db, "lab", [], START, END)).unserved == ("x",)


async def test_what_a_source_that_failed_was_asked_may_never_have_reached_it(log, db):
    assert (await reconcile(db, "acute", [], START, END)).unserved == ()
    assert (await reconcile(db, "acute", [Served("v1-c")], START, END)).unaudited == ()


async def test_a_day_is_told_apart_from_the_next(log, db):
    tomorrow = await reconcile(db, "gp", [], END, END + timedelta(days=1))
    assert (tomorrow.served, tomorrow.unserved) == (0, ())
    assert (await reconcile(db, "gp", [Served("v1-a")], START, END)).unaudited == ()
