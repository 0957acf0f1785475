"""How a standing is read: few reads, by index, and never half of one moment and half of another."""

from __future__ import annotations

import pytest

from carerecord.onboarding import Onboarding
from carerecord.onboarding.changes import SQL
from carerecord.onboarding.tests.small_region import DOCTOR, SETTINGS, seen
from carerecord.store import Database, StoreUnavailable

SOURCES = {one.id: one.organisation for one in SETTINGS.source}


class Watched(Database):
    """The real database, which lets a test do something just before one statement is read."""

    def __init__(self, real, before=None, statement=""):
        self.real, self.engine, self.reads = real, real.engine, []
        self.before, self.statement = before, statement

    async def all(self, sql, /, **params):
        self.reads.append(sql)
        if sql == self.statement:
            await self.before()
        return await self.real.all(sql, **params)

    async def tuples(self, sql, /, **params):
        self.reads.append(sql)
        return await self.real.tuples(sql, **params)

    async def one(self, sql, /, **params):
        self.reads.append(sql)
        return await self.real.one(sql, **params)

    async def write(self, job, /, **options):
        return await self.real.write(job, **options)

    def close(self):
        self.real.close()


async def test_one_read_a_request_once_the_arrangements_are_known(onboarding, region):
    db = Watched(region.opened[0])
    reading = Onboarding(db, SETTINGS)
    await reading.standing(DOCTOR, region.now)
    db.reads.clear()
    await reading.standing(DOCTOR, region.now)
    assert db.reads == [SQL.standing_of]


async def test_that_read_goes_by_index(onboarding, region):
    db = region.opened[0]
    if db.engine != "sqlite":
        pytest.skip("the plan of PostgreSQL depends on how full the tables are")
    plan = await db.all("EXPLAIN QUERY PLAN " + SQL.standing_of, viewer_id="a.okafor", at=1)
    scanned = {row["detail"] for row in plan if row["detail"].startswith("SCAN")}
    assert scanned == {"SCAN onboarding_version"}  # its one row


@pytest.mark.parametrize(
    "statement", ["organisations", "agreements", "parties", "switches", "modules"]
)
async def test_a_change_between_two_reads_is_never_half_seen(onboarding, region, statement):
    """First the agreement ends, then the source is turned on: at no moment does both hold."""
    changing = region.another()
    await changing.switches.disable("gp", by="gp")
    await changing.switches.disable("acute", by="acute")
    done = []

    async def change():
        if not done:
            done.append(True)
            await changing.agreements.end("DSA-1", by="lead", why="withdrawn", at=region.now)
            await changing.switches.enable("gp", by="gp")

    db = Watched(region.opened[0], change, getattr(SQL, statement))
    standing = await Onboarding(db, SETTINGS).standing(DOCTOR, region.now)
    assert done
    assert seen(standing, SOURCES) == set()
    assert standing.shares == {}
    assert standing.switched_off == {("acute", "*")}


async def test_arrangements_that_never_hold_still_open_nothing(onboarding, region):
    changing = region.another()

    async def change():
        await changing.switches.disable("gp", by="gp")

    db = Watched(region.opened[0], change, SQL.switches)
    with pytest.raises(StoreUnavailable, match="changed too fast"):
        await Onboarding(db, SETTINGS).standing(DOCTOR, region.now)
