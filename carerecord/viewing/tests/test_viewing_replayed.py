"""A view gone through again: its entries, and its bytes, by another officer of the same organisation alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.audit.renderings import Renderings
from carerecord.audit.renderings.store import KEPT, NEVER
from carerecord.store import Database
from carerecord.viewing.contract import IdentityUnknown, LogCriteria, NotForThisRole
from carerecord.viewing.replaying import ALTERED
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, NOW, OFFICER, PERSON, DoorRegion


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


BODY = "<p>Gout – since 2019</p>".encode()


async def shown(region: DoorRegion) -> str:
    """The id of a view of which something was shown."""
    await region.relate()
    view = await region.records.open(DOCTOR, "p1")
    await region.records.release(view, BODY, ("problems",), content_type="text/html")
    return view.id


async def entry_of(region: DoorRegion) -> str:
    (entry,) = await region.entries("shown")
    return entry.entry_id


async def test_an_officer_sees_each_entry_of_a_view_and_that_is_written_down(region):
    trail = await region.records.trail(OFFICER, await shown(region))
    assert [entry.kind for entry in trail.entries] == ["open", "shown"]
    assert trail.person
    assert trail.person.id == "p1"
    (read,) = await region.entries("audit-read")
    assert (read.viewer and read.viewer.id, read.person_id) == (OFFICER.id, "p1")
    assert read.body == {"what": "view", "view": trail.entries[0].view_id}


async def test_a_view_that_was_refused_is_one_entry_and_can_be_gone_through(region):
    view = await region.records.open(DOCTOR, "p1")
    trail = await region.records.trail(OFFICER, view.id)
    assert [entry.kind for entry in trail.entries] == ["refused"]


async def test_what_was_sent_comes_back_byte_for_byte_and_that_is_written_down(region):
    await shown(region)
    replayed = await region.records.replay(OFFICER, await entry_of(region))
    assert (replayed.body, replayed.words) == (BODY, "")
    (read,) = await region.entries("replayed")
    assert (read.viewer and read.viewer.id, read.person_id) == (OFFICER.id, "p1")
    assert read.body == {"entry": await entry_of(region), "kept": True}
    assert (replayed.entry.entry_id, replayed.receipt.entry_id) == (
        await entry_of(region), read.entry_id,
    )  # fmt: skip


async def test_after_its_time_only_the_digest_is_left_and_says_so(region):
    await shown(region)
    await region.records.renderings.remove_old(NOW.replace(year=NOW.year + 3))
    replayed = await region.records.replay(OFFICER, await entry_of(region))
    assert (replayed.body, replayed.words) == (None, KEPT)
    assert len(str(replayed.entry.body["sha256"])) == 64


async def test_of_what_a_program_was_sent_the_digest_is_kept_and_no_copy(region):
    await region.relate()
    view = await region.records.open(DOCTOR, "p1", face="api")
    await region.records.release(view, b"{}", ("problems",), content_type="application/fhir+json")
    replayed = await region.records.replay(OFFICER, await entry_of(region))
    assert (replayed.body, replayed.words) == (None, NEVER)
    assert await region.db.all("SELECT * FROM audit_rendering") == []


async def test_other_bytes_under_the_entry_are_not_shown(region):
    await shown(region)
    entry_id = await entry_of(region)
    await region.db.write(lambda tx: tx.run("DELETE FROM audit_rendering"))
    assert (await region.records.replay(OFFICER, entry_id)).words == NEVER
    forged = Renderings(region.db, bytes(32), 366)
    await region.db.write(lambda tx: forged.within(tx, entry_id, b"nothing", NOW))
    replayed = await region.records.replay(OFFICER, entry_id)
    assert (replayed.body, replayed.words) == (None, ALTERED)
    assert (await region.entries("replayed"))[-1].body["kept"] is False


async def test_what_is_not_a_view_of_the_officers_own_organisation_is_not_found(region):
    view_id = await shown(region)
    elsewhere = replace(OFFICER, organisation="RNG02")
    for wrong in ("nobody", ""):
        with pytest.raises(IdentityUnknown):
            await region.records.trail(OFFICER, wrong)
        with pytest.raises(IdentityUnknown):
            await region.records.replay(OFFICER, wrong)
    with pytest.raises(IdentityUnknown):
        await region.records.trail(elsewhere, view_id)
    with pytest.raises(IdentityUnknown):
        await region.records.replay(elsewhere, await entry_of(region))
    (opened,) = await region.entries("open")
    with pytest.raises(IdentityUnknown):
        await region.records.replay(OFFICER, opened.entry_id)


async def test_nobody_else_replays_and_an_officer_not_their_own_views(region):
    view_id = await shown(region)
    own = replace(OFFICER, id=DOCTOR.id)
    for actor in (DOCTOR, CLERK, own):
        with pytest.raises(NotForThisRole):
            await region.records.trail(actor, view_id)
        with pytest.raises(NotForThisRole):
            await region.records.replay(actor, await entry_of(region))
    refused = [(e.viewer and e.viewer.role, e.body) for e in await region.entries("refused")]
    assert refused == [
        *[(role, {"function": "review"}) for role in (DOCTOR.role, CLERK.role) for _ in "12"],
        *[(OFFICER.role, {"function": "review", "own": True})] * 2,
    ]
    assert await region.entries("audit-read", "replayed") == []


async def test_an_officer_searches_the_log_of_their_own_organisation_and_that_is_in_it(region):
    await shown(region)
    await region.people.add([replace(PERSON, id="p2", nhs_number="9990000026")])
    await region.records.open(DOCTOR, "p2")
    await region.relate(replace(DOCTOR, id="e.other"), id="e-other")
    await region.records.open(replace(DOCTOR, id="e.other", organisation="RNG02"), "p1")
    found = await region.records.search_log(OFFICER, LogCriteria(nhs_number=PERSON.nhs_number))
    assert [(one.entry.kind, one.person and one.person.id) for one in found] == [
        ("audit-read", "p1"), ("shown", "p1"), ("open", "p1"),
    ]  # fmt: skip
    by_staff = await region.records.search_log(OFFICER, LogCriteria(staff=DOCTOR.id))
    assert {one.entry.viewer.id for one in by_staff if one.entry.viewer} == {DOCTOR.id}
    later = LogCriteria(since=NOW.replace(year=NOW.year + 1))
    assert await region.records.search_log(OFFICER, later) == []
    reads = await region.entries("audit-read")
    assert [(one.person_id, one.body["staff"]) for one in reads] == [
        ("p1", ""), ("", DOCTOR.id), ("", ""),
    ]  # fmt: skip


async def test_nobody_else_searches_the_log_and_an_unknown_number_finds_nobody(region):
    with pytest.raises(NotForThisRole):
        await region.records.search_log(DOCTOR, LogCriteria())
    for number in ("9990000026", "9990000000", "nothing"):
        with pytest.raises(IdentityUnknown):
            await region.records.search_log(OFFICER, LogCriteria(nhs_number=number))
    (refused,) = await region.entries()
    assert (refused.kind, refused.viewer and refused.viewer.id) == ("refused", DOCTOR.id)
    assert refused.body == {"function": "review"}


async def test_a_search_of_the_log_keeps_what_was_looked_for_and_goes_on_from_a_place(region):
    for _ in range(50):
        await region.records.signed("sign-in", DOCTOR)
    region.at = NOW + timedelta(minutes=1)
    wanted = LogCriteria(staff=DOCTOR.id, since=NOW - timedelta(days=1), until=NOW)
    assert await region.records.search_log(OFFICER, wanted) == []
    (read,) = await region.entries("audit-read")
    assert read.viewer
    assert (read.viewer.id, read.person_id) == (OFFICER.id, "")
    assert read.body == {
        "what": "search",
        "staff": DOCTOR.id,
        "since": "2026-11-20T10:00:00+00:00",
        "until": "2026-11-21T10:00:00+00:00",
    }
    page = await region.records.search_log(OFFICER, LogCriteria())
    assert [one.entry.kind for one in page[:3]] == ["audit-read", "audit-read", "sign-in"]
    assert (len(page), page[-1].person) == (50, None)
    rest = await region.records.search_log(OFFICER, LogCriteria(before=page[-1].entry.place))
    assert [one.entry.kind for one in rest] == ["sign-in"] * 2
