"""R13: what can happen between a region and those who watch its log, and who notices. Real sockets, two witnesses.

Pruning is the twelfth; there is none yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from carerecord.audit.key import log_key, log_keys, next_key, take_next_key
from carerecord.audit.notes import Note, PublicKey, Submission
from carerecord.audit.notes.checkpoint import Checkpoint
from carerecord.audit.publishing import Kept, Published, Refused, kept_file, witnesses_of
from carerecord.audit.publishing import store as publishing
from carerecord.audit.restoring import NothingMissing, TwoPeople
from carerecord.audit.starting import StartRefused
from carerecord.audit.verifying import Verifying
from carerecord.witness.tests.witnessed_region import Clock, Outsider, Region, outside, until

MONTH = "2026-11"


@pytest.fixture
async def region(tmp_path) -> AsyncIterator[Region]:
    """With five entries after its first, cosigned by two witnesses."""
    region = Region(tmp_path / "region", Clock())
    async with outside(region, "ig") as ig, outside(region, "patients") as patients:
        region.outsiders = [ig, patients]
        region.began()
        await region.write(5)
        await region.publish()
        yield region
        region.db.close()


async def test_every_checkpoint_is_cosigned_by_both_and_shown_with_their_signatures(region):
    text = await Published(region.db, log_keys(region.settings)).checkpoint(MONTH)
    note = Note.read(text)
    assert log_key(region.settings).public.signed(note)
    for outsider in region.outsiders:
        key = PublicKey.read(outsider.witnessing.verifier_key)
        assert key.times(note) == [region.clock().replace(microsecond=0)]
        assert await outsider.sizes() == {MONTH: (6, False)}
    assert await region.start() == []


async def test_a_running_server_publishes_by_itself(region):
    async with region.publishing.running():
        await region.write(3)

        async def everywhere() -> bool:
            kept = Kept(kept_file(region.settings)).read()[MONTH]
            sizes = [await one.sizes() for one in region.outsiders]
            return Checkpoint.of(kept).size == 9 and sizes == [{MONTH: (9, False)}] * 2

        async with asyncio.timeout(20):
            await until(everywhere)


async def test_an_old_backup_does_not_start(region):
    backup = region.backup()
    await region.write(5)
    await region.publish()
    region.restore(backup)
    with pytest.raises(StartRefused, match=r"ends at entry 6, and 11 were published.*restored"):
        await region.start()


async def test_an_old_backup_on_a_new_machine_is_known_by_the_witnesses(region):
    backup = region.backup()
    await region.write(5)
    await region.publish()
    region.restore(backup)
    kept_file(region.settings).unlink()
    region.clock.later(minutes=2)
    with pytest.raises(StartRefused, match="has cosigned 11 entries"):
        await region.start()
    assert await region.outsiders[0].alarms() == ["older"]


async def test_a_backup_that_went_on_is_known_by_the_entries_it_lacks(region):
    """As many entries again, and others: the file beside the key has a root that they do not make."""
    backup = region.backup()
    await region.write(5)
    await region.publish()
    region.restore(backup)
    await region.write(7)
    with pytest.raises(StartRefused, match=r"the first 11 entries .* are not those published"):
        await region.start()


async def test_a_fork_shown_to_two_witnesses_alarms_both_and_its_evidence_is_signed(region):
    backup = region.backup()
    await region.write(5)
    await region.publish()
    region.restore(backup)
    await region.write(5)  # as many, and not the same
    (due,) = await publishing.dues(region.db)
    forged = Submission(6, (), due.note, Checkpoint.of(due.note))
    for outsider in region.outsiders:
        assert await outsider.add(forged.written) == 409
        assert await outsider.alarms() == ["fork"]
        (alarm,) = await outsider.witnessing.alarms()
        known, shown = Note.read(alarm.known), Note.read(alarm.shown)
        key = log_key(region.settings).public
        assert key.signed(known)
        assert key.signed(shown)
        assert known.text.split("\n")[1] == shown.text.split("\n")[1] == "11"
        assert known.text != shown.text


async def test_two_witnesses_who_were_shown_two_logs_find_out_when_they_compare(region):
    one, other = region.outsiders
    backup = region.backup()
    await region.write(5)
    await region.publish(one)
    region.restore(backup)
    kept_file(region.settings).unlink()
    await region.write(5)
    await region.publish(other)
    assert await one.alarms() == await other.alarms() == []
    shown = await one.witnessing.newest(f"region.example/audit/{MONTH}")
    assert await other.add(Submission(11, (), shown, Checkpoint.of(shown)).written) == 409
    assert await other.alarms() == ["fork"]


async def test_a_silent_operator_is_noticed_after_five_minutes(region):
    region.clock.later(minutes=5)
    assert [await one.alarms() for one in region.outsiders] == [[], []]
    region.clock.later(seconds=1)
    assert [await one.alarms() for one in region.outsiders] == [["silent"], ["silent"]]
    await region.publish()  # nothing was added; it is heard of all the same
    assert [await one.alarms() for one in region.outsiders] == [[], []]


async def test_a_lost_witness_keeps_nothing_from_the_other(region):
    ig, patients = region.outsiders
    gone = Outsider(patients.name, "http://127.0.0.1:9", patients.witnessing)
    region.outsiders = [gone, ig]
    region.began()
    await region.write(2)
    async with region.publishing.running(), asyncio.timeout(20):

        async def there() -> bool:
            return await ig.sizes() == {MONTH: (8, False)}

        await until(there)
    assert await patients.sizes() == {MONTH: (6, False)}
    assert await region.start() == ["patients"]
    had = {one.witness: one.size for one in await publishing.witnessed(region.db)}
    assert sorted(had.values()) == [6, 8]


async def test_a_new_witness_begins_where_the_log_is(region):
    async with outside(region, "neighbour") as third:
        region.outsiders.append(third)
        region.began()
        await region.publish()
        assert await third.sizes() == {MONTH: (6, False)}
        await region.write(300)
        await region.publish()
        assert await third.sizes() == {MONTH: (306, False)}


async def test_a_witness_that_lost_its_memory_of_the_newest_catches_up(region):
    """Its own backup was restored: it says what it has, and is proved the rest."""
    ig = region.outsiders[0]
    (before,) = await ig.witnessing.logs()
    await region.write(9)
    await region.publish()
    from carerecord.witness import store

    await ig.witnessing._db.write(lambda tx: store.keep(tx, before))
    await region.write(1)
    await region.publish()
    assert await ig.sizes() == {MONTH: (16, False)}
    assert await ig.alarms() == []


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
