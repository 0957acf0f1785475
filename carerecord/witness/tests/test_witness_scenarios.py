"""R13: what can happen between a region and those who watch its log, and who notices. Real sockets, two witnesses.

Where one log ends and another begins is in test_witness_boundaries.
"""

from __future__ import annotations

import asyncio

import pytest

from carerecord.audit.key import log_key, log_keys
from carerecord.audit.notes import Note, PublicKey, Submission
from carerecord.audit.notes.checkpoint import Checkpoint
from carerecord.audit.publishing import Kept, Published, kept_file
from carerecord.audit.publishing import store as publishing
from carerecord.audit.starting import StartRefused
from carerecord.witness.tests.witnessed_region import Outsider, outside, until

MONTH = "2026-11"


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
