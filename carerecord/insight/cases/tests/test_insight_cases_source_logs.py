"""What a source says it served is compared each night, once, and what nobody wrote down comes up for its officers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.contract import SourceSettings
from carerecord.insight.cases import Filters, SourceLogs
from carerecord.insight.cases.tests.cases_region import CLERK, NOW, OFFICER, CasesRegion

SOURCE = SourceSettings("northgate", "Northgate’s records", "Northgate", "acute", "fhir", "RNG01")
HEADER = "request_id,correlation_id\n"
SERVED = f"{NOW:%Y-%m-%d}"


@pytest.fixture
def region(db) -> CasesRegion:
    return CasesRegion(db)


@pytest.fixture
async def logs(region: CasesRegion, tmp_path: Path) -> SourceLogs:
    """One view was opened, and its request written down; it is the night after."""
    await region.log.append("open", CLERK, person_id="p1", view_id="v1", body={})
    sources = {"northgate": {"state": "answered", "request_ids": ["r1"]}}
    await region.log.append("shown", CLERK, person_id="p1", view_id="v1", body={"sources": sources})
    region.at = datetime(2026, 11, 21, 2, tzinfo=UTC)
    return SourceLogs(region.cases, tmp_path, (SOURCE,))


async def reconciled(region: CasesRegion) -> list[dict]:
    return [one.body async for one in region.log.entries() if one.kind == "reconciled"]


async def test_what_is_written_down_is_said_to_be_and_nobody_is_troubled(logs, region):
    (logs.folder / f"northgate_{SERVED}.csv").write_text(f"{HEADER}r1,v1\n", "utf-8")
    assert await logs.compare() == 1
    assert await reconciled(region) == [
        {"source": "northgate", "day": SERVED, "served": 1, "audited": 1, "unaudited": 0,
         "unserved": 0, "requests": []}
    ]  # fmt: skip
    assert (await region.cases.queue(OFFICER, Filters())).cases == []
    assert await logs.compare() == 0, "each file once"
    assert len(await reconciled(region)) == 1


async def test_what_nobody_wrote_down_is_a_case_and_an_e_mail(logs, region):
    (logs.folder / f"northgate_{SERVED}.csv").write_text(f"{HEADER}r1,v1\nr9,v9\n", "utf-8")
    await logs.compare()
    await logs.compare()
    (body,) = await reconciled(region)
    assert (body["unaudited"], body["requests"]) == (1, ["r9"])
    (listed,) = (await region.cases.queue(OFFICER, Filters())).cases
    assert listed.case.level == "alert"
    assert "does not hold: 1." in listed.case.reasons[0].words
    opened = await region.cases.open(OFFICER, listed.case.number)
    (entry,) = [one.entry_id async for one in region.log.entries() if one.kind == "reconciled"]
    assert entry in opened.case.reasons[0].words, "where the requests are named"
    (told,) = await region.db.all("SELECT * FROM outbox")
    assert "r9" not in str(told)


async def test_a_day_that_is_not_over_and_a_file_of_nobody_wait(logs, region):
    (logs.folder / "northgate_2026-11-21.csv").write_text(HEADER, "utf-8")
    (logs.folder / "nobody_2026-11-19.csv").write_text(HEADER, "utf-8")
    (logs.folder / "northgate_2026-99-99.csv").write_text(HEADER, "utf-8")
    assert await logs.compare() == 0
    assert await reconciled(region) == []


async def test_a_file_that_cannot_be_read_is_said_each_night_until_it_can(logs, region):
    file = logs.folder / f"northgate_{SERVED}.csv"
    file.write_text("id,view\n1,2\n", "utf-8")
    assert await logs.compare() == 0
    assert (await reconciled(region))[0]["unreadable"] == "no column correlation_id"
    file.write_text(HEADER, "utf-8")
    assert await logs.compare() == 1


async def test_the_job_of_the_night_compares(logs, region):
    (logs.folder / f"northgate_{SERVED}.csv").write_text(HEADER, "utf-8")
    jobs = type(region.jobs)(region.cases, region, region.verify, nightly=(logs.compare,))
    await jobs.due()
    region.at += timedelta(minutes=5)
    await jobs.due()
    assert len(await reconciled(region)) == 1
