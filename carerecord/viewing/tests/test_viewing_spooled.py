"""While the log cannot be written: an emergency waits in the spool, everything else is refused (AUD-3, T30)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carerecord.access.contract import Decision, DeclarationKind, Evidence, Outcome, Reason
from carerecord.store import Database
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.contract import Criteria, NothingWaits
from carerecord.viewing.spooling import KINDS, may_wait
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, NOW, PERSON
from carerecord.viewing.tests.spool_region import BOUNDS, HTML, Outage


@pytest.fixture
async def outage(db: Database, tmp_path: Path) -> Outage:
    region = Outage(db, tmp_path)
    await region.begin()
    return region


async def test_an_ambulance_at_its_incident_is_served_and_it_waits_sealed_in_the_spool(
    outage: Outage,
):
    await outage.incident()
    outage.store.down = True
    view = await outage.show()
    assert view.receipt.spooled
    assert view.records["problems"].every_entry
    assert await outage.waiting() == ["open", "shown"]
    assert b"Gibson".lower() not in outage.file.read_bytes().lower()
    assert b"p1" not in outage.file.read_bytes().split(b" ")
    assert outage.file.stat().st_mode & 0o077 == 0


async def test_what_waited_is_added_once_with_its_time_its_page_and_everybody_told(
    outage: Outage,
):
    outage.store.down = True
    await outage.emergency()
    view = await outage.show()
    outage.store.down = False
    outage.at = NOW + timedelta(minutes=9)
    await outage.drain()
    await outage.drain()
    assert sorted(await outage.kinds()) == sorted(
        ["emergency", "alert", "open", "shown", "alert", "spool-drained"]
    )
    opened, shown = await outage.entries("open", "shown")
    assert opened.view_id == shown.view_id == view.id
    assert (opened.entry_id, opened.at, opened.body["spooled"]) == (
        view.receipt.entry_id,
        NOW,
        True,
    )
    assert (await outage.records.renderings.of(shown.entry_id)).body == b"<p>the page</p>"
    assert [one.rule for one in await outage.told()] == ["LR-16"]
    assert [one.rule for one in await outage.told("RP001")] == ["LR-16"]
    (said,) = await outage.entries("spool-drained")
    assert said.body == {
        "entries": 3,
        "first": NOW.isoformat(timespec="milliseconds"),
        "last": NOW.isoformat(timespec="milliseconds"),
        "intact": True,
        "missed": 0,
    }
    assert not outage.file.exists()
    assert await outage.is_whole()


async def test_an_emergency_declared_in_the_spool_is_of_its_viewer_and_its_person(outage: Outage):
    await outage.people.add([replace(PERSON, id="p2", nhs_number="9990000026")])
    outage.store.down = True
    await outage.records.decide(DOCTOR, "p1", emergency=True)
    await outage.emergency()
    assert (await outage.records.open(DOCTOR, "p1")).decision.allowed
    other = replace(DOCTOR, id="s.amin", session="s9")
    with pytest.raises(RecordUnavailable):
        await outage.records.open(other, "p1")
    with pytest.raises(RecordUnavailable):
        await outage.records.open(DOCTOR, "p2")


async def test_it_is_evidence_in_the_store_once_it_was_drained(outage: Outage):
    outage.store.down = True
    await outage.emergency()
    view = await outage.records.open(DOCTOR, "p1")
    outage.store.down = False
    await outage.drain()
    (item,) = await outage.access.open_items("RNG01")
    assert (item.kind, item.evidence_id) == ("LR-16", view.decision.evidence[0].id)
    again = await outage.records.open(DOCTOR, "p1")
    assert not again.receipt.spooled
    assert again.decision.evidence == view.decision.evidence
    assert again.decision.emergency_until == NOW + timedelta(hours=4)


ORDINARY: dict[str, Callable[[Outage], Awaitable[Any]]] = {
    "open": lambda r: r.records.open(DOCTOR, "p1"),
    "open-unrelated": lambda r: r.records.open(CLERK, "p1"),
    "decide": lambda r: r.records.decide(DOCTOR, "p1"),
    "decide-may-not": lambda r: r.records.decide(CLERK, "p1", emergency=True),
    "find": lambda r: r.records.find(DOCTOR, Criteria(nhs_number="9990000018")),
    "people": lambda r: r.records.people_today(DOCTOR),
    "sign-in": lambda r: r.records.signed("sign-in", DOCTOR),
    "claim": lambda r: r.records.declare(DOCTOR, "p1", "LR-14", "caring-now", ""),
    "emergency-may-not": lambda r: r.records.declare(CLERK, "p1", "LR-16", "life-at-risk", ""),
    "launch-refused": lambda r: r.records.launch_refused("epr", "signature"),
}


@pytest.mark.parametrize("path", ORDINARY)
async def test_nothing_ordinary_waits_in_the_spool(outage: Outage, path: str):
    await outage.relate()
    outage.store.down = True
    with pytest.raises(RecordUnavailable):
        await ORDINARY[path](outage)
    assert not outage.file.exists()
    assert outage.gp.asked == []


def decision(
    *evidence: str, outcome: Outcome = "permit", offers: tuple[DeclarationKind, ...] = ()
) -> Decision:
    held = tuple(Evidence("e", kind, "p1", "user", "a", "", NOW) for kind in evidence)
    return Decision(outcome, (Reason("x", "x"),), evidence=held, offers=offers)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_only_a_record_that_is_open_in_an_emergency_may_wait(kind: str):
    assert may_wait(kind, decision("LR-8"))
    assert may_wait(kind, decision("LR-3", "LR-16"))
    assert not may_wait(kind, decision("LR-3", "LR-14"))
    assert not may_wait(kind, decision("LR-16", outcome="deny"))
    asked = decision(outcome="deny", offers=("LR-16",))
    assert may_wait(kind, asked) is (kind == "decided")


@pytest.mark.parametrize("kind", ["refused", "search", "declared", "alert", "export", "launch"])
def test_no_other_kind_of_entry_waits(kind: str):
    assert not may_wait(kind, decision("LR-16", offers=("LR-16",)))


async def test_a_page_whose_opening_is_in_the_log_is_not_shown_from_the_spool(outage: Outage):
    await outage.incident()
    view = await outage.records.open(DOCTOR, "p1")
    outage.store.down = True
    with pytest.raises(RecordUnavailable):
        await outage.records.release(view, b"<p></p>", ["problems"], content_type=HTML)
    assert not outage.file.exists()


async def test_a_view_that_began_in_the_spool_ends_there(outage: Outage):
    await outage.incident()
    outage.store.down = True
    view = await outage.records.open(DOCTOR, "p1")
    outage.store.down = False
    await outage.records.release(view, b"<p></p>", ["problems"], content_type=HTML)
    assert await outage.waiting() == ["open", "shown"]


async def test_without_a_spool_an_emergency_is_refused_as_everything_is(outage: Outage):
    await outage.incident()
    outage.records = outage.door()
    outage.store.down = True
    with pytest.raises(RecordUnavailable):
        await outage.records.open(DOCTOR, "p1")
    assert outage.gp.asked == []


@pytest.mark.parametrize(
    ("bounds", "minutes"),
    [
        (replace(BOUNDS, entries=2), 0),
        (replace(BOUNDS, size=4000), 0),
        (BOUNDS, 31),
        (BOUNDS, -1),
    ],
    ids=["entries", "bytes", "time", "a-clock-set-back"],
)
async def test_a_spool_that_is_used_up_refuses(db: Database, tmp_path: Path, bounds, minutes):
    outage = Outage(db, tmp_path, bounds)
    await outage.begin()
    await outage.incident()
    outage.store.down = True
    await outage.show()
    before = outage.file.read_bytes()
    asked = len(outage.gp.asked)
    outage.at = NOW + timedelta(minutes=minutes)
    with pytest.raises(NothingWaits, match="used up"):
        await outage.records.open(DOCTOR, "p1")
    assert (outage.file.read_bytes(), len(outage.gp.asked)) == (before, asked)


async def test_a_log_that_is_not_what_was_written_is_no_outage(outage: Outage):
    await outage.incident()
    await outage.records.open(DOCTOR, "p1")
    await outage.store.write(lambda tx: tx.run("UPDATE audit_head SET checkpoint = 'forged'"))
    with pytest.raises(RecordUnavailable):
        await outage.records.open(DOCTOR, "p1")
    assert not outage.file.exists()


async def test_no_entry_of_an_ordinary_view_waits_even_where_its_opening_did(outage: Outage):
    await outage.incident()
    outage.store.down = True
    view = await outage.records.open(DOCTOR, "p1")
    ordinary = replace(view, decision=decision("LR-3"))
    with pytest.raises(RecordUnavailable):
        await outage.records.release(ordinary, b"<p></p>", [], content_type=HTML)
    assert await outage.waiting() == ["open"]


async def test_a_spool_that_cannot_be_read_is_no_reason_to_open_and_none_to_refuse(outage: Outage):
    await outage.incident()
    outage.file.touch()
    outage.file.with_suffix(".lock").mkdir()
    assert (await outage.records.open(DOCTOR, "p1")).decision.allowed
    assert not (await outage.records.open(CLERK, "p1")).decision.allowed
