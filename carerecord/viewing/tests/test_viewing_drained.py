"""What waited in the spool comes to the log: once, whole, and told of where it was not (AUD-3)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from carerecord.audit import AuditUnavailable
from carerecord.store import Database
from carerecord.viewing.contract import NothingWaits
from carerecord.viewing.spooling import ALTERED
from carerecord.viewing.tests.door_region import DOCTOR, NOW, patient
from carerecord.viewing.tests.spool_region import Outage


@pytest.fixture
async def outage(db: Database, tmp_path: Path) -> Outage:
    region = Outage(db, tmp_path)
    await region.begin()
    return region


def waiting() -> float | None:
    """As the measure says it."""
    return REGISTRY.get_sample_value("carerecord_spool_waiting")


async def test_killed_between_adding_and_removing_nothing_is_there_twice(outage: Outage):
    outage.store.down = True
    await outage.emergency()
    await outage.show()
    kept = outage.file.read_bytes()
    outage.store.down = False
    await outage.drain()
    first = await outage.entries()
    outage.file.write_bytes(kept)
    outage.restart()
    await outage.drain()
    assert await outage.entries() == first
    assert len(await outage.told()) == 1
    assert not outage.file.exists()


async def test_an_altered_spool_is_set_aside_told_and_everything_ours_in_it_is_kept(
    outage: Outage,
):
    await outage.incident()
    outage.store.down = True
    await outage.show()
    await outage.show()
    lines = outage.file.read_bytes().splitlines(keepends=True)
    outage.file.write_bytes(b"".join([lines[0], lines[2], lines[3]]))
    outage.restart()
    with pytest.raises(NothingWaits, match="not as it was written"):
        await outage.records.open(DOCTOR, "p1")
    outage.store.down = False
    with capture_logs() as said_so:
        await outage.drain()
    assert said_so == [{"event": "audit.spool-altered", "entries": 3, "log_level": "error"}]
    assert [one.kind for one in await outage.entries("open", "shown")] == ["open", "open", "shown"]
    (told,) = await outage.told()
    assert (told.kind, told.rule, told.words, told.at) == ("alert", "AUD-3", ALTERED, NOW)
    (said,) = await outage.entries("spool-drained")
    assert (said.body["intact"], told.entry_id) == (False, said.entry_id)
    (aside,) = outage.folder.glob("*.altered-*")
    assert aside.read_bytes().splitlines(keepends=True) == [lines[0], lines[2], lines[3]]
    assert not outage.file.exists()
    assert await outage.is_whole()


async def test_a_spool_that_was_deleted_is_remembered_by_who_gave_receipts_from_it(
    outage: Outage,
):
    await outage.incident()
    outage.store.down = True
    await outage.show()
    outage.file.unlink()
    outage.store.down = False
    await outage.drain()
    await outage.drain()
    assert await outage.kinds() == ["open", "shown", "spool-drained", "alert"]
    (said,) = await outage.entries("spool-drained")
    assert (said.body["intact"], said.body["missed"]) == (False, 2)


async def test_what_a_source_says_to_protect_waits_too(outage: Outage):
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    outage.gp.holds[0] = patient(meta={"security": [label]})
    await outage.incident()
    outage.store.down = True
    view = await outage.records.open(DOCTOR, "p1")
    assert view.protected
    assert await outage.waiting() == ["open", "decided"]
    outage.store.down = False
    await outage.drain()
    person = await outage.people.by_id("p1")
    assert person
    assert person.protected


async def test_a_running_server_adds_it_by_itself_once_the_log_can_be_written(outage: Outage):
    """Why it waits is said once, and again when it has to wait again."""
    await outage.incident()
    assert outage.records.views.spooling
    with capture_logs() as lines:
        async with outage.records.views.spooling.running(every=0):
            for _ in (1, 2):
                outage.store.down = True
                await outage.show()
                most = outage.store.refused + 20
                while outage.store.refused < most:  # noqa: ASYNC110 - what is refused has no event
                    await asyncio.sleep(0)
                assert waiting() == 2
                outage.store.down = False
                while waiting():  # noqa: ASYNC110 - a measure has no event
                    await asyncio.sleep(0)
    assert lines == 2 * [
        {"event": "audit.spool-waits", "error": "AuditUnavailable", "log_level": "error"}
    ]
    assert await outage.kinds() == 2 * ["open", "shown", "spool-drained"]


async def test_a_server_adds_what_waits_at_its_start(outage: Outage):
    await outage.incident()
    outage.store.down = True
    await outage.show()
    outage.store.down = False
    outage.restart()
    async with outage.records.views.running():
        while outage.file.exists():  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0)
    assert await outage.kinds() == ["open", "shown", "spool-drained"]
    async with outage.door().views.running():
        pass  # without a spool there is nothing to do


async def test_what_has_to_wait_on_is_not_lost(outage: Outage):
    await outage.incident()
    outage.store.down = True
    await outage.show()
    with pytest.raises(AuditUnavailable):
        await outage.drain()
    assert await outage.waiting() == ["open", "shown"]
