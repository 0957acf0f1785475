"""R13, where one log ends and another begins: a key, a machine, a month, a clock, a restored backup."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest

from carerecord.audit.key import log_key, log_keys, next_key, take_next_key
from carerecord.audit.notes.checkpoint import Checkpoint
from carerecord.audit.proving import Proving
from carerecord.audit.publishing import Kept, Refused, kept_file, witnesses_of
from carerecord.audit.publishing import store as publishing
from carerecord.audit.removing import Order, Removing
from carerecord.audit.restoring import NothingMissing, TwoPeople
from carerecord.audit.starting import StartRefused
from carerecord.audit.tree import included
from carerecord.audit.verifying import Verifying
from carerecord.witness.tests.witnessed_region import Clock, Region, outside

MONTH = "2026-11"


async def test_a_new_key_closes_the_log_and_witnesses_take_the_next_once_they_know_it(region):
    old, new = log_key(region.settings), next_key(region.settings)
    await region.boundaries.rotate(new)
    take_next_key(region.settings, old.public)
    region.began()
    assert [str(key) for key in log_keys(region.settings)] == [str(new.public), str(old.public)]
    await region.write(2)
    assert {(one.log[:7], one.fault) for one in await region.verified()} == {(MONTH, None)}
    with pytest.raises(Refused):
        await region.publish()
    ig = region.outsiders[0]
    assert await ig.alarms() == ["unknown-key"]
    async with outside(region, "ig") as told:  # the same witness, its configuration mended
        region.outsiders = [told]
        region.began()
        await region.publish()
        (closed, _), (opened, size) = sorted((await told.sizes()).items())
        assert (closed, opened) == (MONTH, f"{MONTH}_21083000")
        assert size == (3, False)
        assert (await told.sizes())[MONTH] == (7, True)
    alone = [one async for one in Verifying(region.db, [new.public]).all()]
    assert "under a key that is not listed" in str(alone[0].fault)


async def test_a_rotation_that_was_cut_off_is_finished_at_the_next_start(region):
    from carerecord.audit.boundaries import finish_rotation

    new = next_key(region.settings)
    await finish_rotation(region.db, region.settings)
    assert str(log_key(region.settings).public) != str(new.public)
    await region.boundaries.rotate(new)
    with pytest.raises(StartRefused, match="is not signed by"):
        await region.start()
    await finish_rotation(region.db, region.settings)
    assert str(log_key(region.settings).public) == str(new.public)
    region.began()
    await region.write(1)


async def test_the_log_of_a_machine_is_opened_cosigned_and_closed_for_good(region):
    north = Region(region.folder, region.clock, node="north", outsiders=region.outsiders)
    await north.write(2)
    await north.publish()
    assert await region.outsiders[0].sizes() == {MONTH: (6, False), f"{MONTH}.north": (3, False)}
    assert await north.boundaries.close() == f"{MONTH}.north"
    await north.publish()
    region.clock.later(minutes=6)
    await region.publish()
    for outsider in region.outsiders:
        assert await outsider.sizes() == {MONTH: (6, False), f"{MONTH}.north": (4, True)}
        assert await outsider.alarms() == []
    north.db.close()


async def test_a_new_month_closes_the_log_and_the_next_is_awaited(region):
    region.clock.later(days=10)
    await region.publish()
    await region.write(1)
    (closed, _) = await publishing.dues(region.db)
    async with aiohttp.ClientSession() as session:
        (first, _) = witnesses_of(region.settings)
        await first.submit(session, region.publishing._proving, closed, 6)
    ig, patients = region.outsiders
    assert await ig.sizes() == {MONTH: (7, True), "2026-12": (0, False)}
    region.clock.later(minutes=6)
    assert await ig.alarms() == ["silent"]  # a next log that never comes is missed
    await region.publish()
    for outsider in (ig, patients):
        assert await outsider.sizes() == {MONTH: (7, True), "2026-12": (2, False)}
        assert await outsider.alarms() == []


async def test_after_a_log_is_pruned_every_proof_that_was_kept_still_holds(region):
    """Its entries and hashes are gone, its last checkpoint is not; a new witness takes it too."""
    proving = Proving(region.db)
    region.clock.later(days=10)
    await region.write(1)
    await region.publish()
    (closed, _) = await publishing.dues(region.db)
    leaf = (await proving.tile(MONTH, 0, 0, 3))[64:]
    proof = await proving.inclusion(MONTH, 2, closed.size)
    order = Order(("C Guardian", "L Ward"), "AUD-11", "its time is over")
    assert await Removing(region.log).prune(MONTH, order) == closed.size
    assert await region.start() == []
    assert [one.fault for one in await region.verified()] == [None, None]
    async with outside(region, "neighbour") as third:
        region.outsiders.append(third)
        region.began()
        await region.publish()
        assert await third.sizes() == {MONTH: (7, True), "2026-12": (3, False)}
        shown = await third.witnessing.newest(f"region.example/audit/{MONTH}")
    point = Checkpoint.of(shown)
    assert included(leaf, 2, point.size, proof, point.root)
    for outsider in region.outsiders[:2]:
        assert await outsider.alarms() == []


async def test_a_clock_that_is_behind_does_not_start(region):
    region.clock.later(seconds=-59)
    assert await region.start() == []
    region.clock.later(seconds=-2)
    with pytest.raises(StartRefused, match="61 seconds behind the newest entry"):
        await region.start()


async def test_a_clock_behind_a_witness_does_not_start(region, tmp_path):
    ahead = Clock(region.clock.at + timedelta(minutes=10))
    watch = region.outsiders[0].witnessing
    watch._now = ahead
    with pytest.raises(StartRefused, match="600 seconds behind the witness ig"):
        await region.start()


async def test_a_restored_backup_goes_on_in_a_new_log_once_two_people_say_what_is_missing(region):
    ig, patients = region.outsiders
    backup = region.backup()
    await region.write(2)
    await region.publish(patients)  # who hears of two more, and then of nothing
    await region.write(3)
    await region.publish(ig)
    region.restore(backup)
    region.clock.later(minutes=2)
    with pytest.raises(StartRefused):
        await region.start()
    async with aiohttp.ClientSession() as session:  # as where the file beside the key was lost too
        (first, _) = witnesses = witnesses_of(region.settings)
        with pytest.raises(Refused, match="has cosigned 11 entries"):
            await region.publishing.submit(session, first)
    assert await ig.alarms() == ["older"]
    for by in (["a.shah"], ["a.shah", "A.Shah "]):
        with pytest.raises(TwoPeople):
            await region.restoring.acknowledge(by, "disk", witnesses)
    name, (gap,) = await region.restoring.acknowledge(["a.shah", "b.lee"], "disk", witnesses)
    assert (gap.log, gap.first, gap.last) == (MONTH, 7, 11)
    assert await region.start() == []
    entries = [entry async for entry in region.log.entries()]
    (said,) = [entry for entry in entries if entry.kind == "log-gap"]
    assert said.log == name
    assert said.body["by"] == ["a.shah", "b.lee"]
    assert said.body["missing"] == [{"log": MONTH, "first": 7, "last": 11, "root": gap.root}]
    await region.write(1)
    await region.publish()
    region.clock.later(minutes=6)
    await region.publish()
    assert await ig.sizes() == {MONTH: (11, True), name: (3, False)}
    assert await patients.sizes() == {MONTH: (8, True), name: (3, False)}
    assert await ig.alarms() == await patients.alarms() == []
    assert [one.fault for one in await region.verified()] == [None, None]
    with pytest.raises(NothingMissing):
        await region.restoring.acknowledge(["a.shah", "b.lee"], "disk", witnesses)


async def test_on_either_store_what_is_cosigned_and_what_was_lost_is_kept(db, tmp_path):
    region = Region(tmp_path / "region", Clock(), given=db)
    async with outside(region, "ig") as ig:
        region.outsiders = [ig]
        region.began()
        await region.write(5)
        await region.publish()
        key = log_key(region.settings)
        lost = Checkpoint(f"region.example/audit/{MONTH}", 9, b"r" * 32)
        Kept(kept_file(region.settings)).write({MONTH: key.sign(lost.note)})
        with pytest.raises(StartRefused, match="ends at entry 6, and 9 were published"):
            await region.start()
        witnesses = witnesses_of(region.settings)
        name, (gap,) = await region.restoring.acknowledge(["a.shah", "b.lee"], "disk", witnesses)
        assert (gap.first, gap.last) == (7, 9)
        assert await region.start() == []
        assert await ig.sizes() == {MONTH: (6, True), name: (2, False)}
        assert await ig.alarms() == []
        (old, new) = await publishing.witnessed(db)
        assert [(one.log, one.size, one.closed) for one in (old, new)] == [
            (MONTH, 6, True),
            (name, 2, False),
        ]
