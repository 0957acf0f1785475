"""What leaves by rule leaves every proof right; what leaves otherwise is tampering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import Key, Log
from carerecord.audit.notes import Note
from carerecord.audit.proving import NoSuchEntry, Proving
from carerecord.audit.removing import Order, RemovalRefused, Removing
from carerecord.audit.renderings import Renderings
from carerecord.audit.tree import included
from carerecord.audit.verifying import Verified, Verifying
from carerecord.contract import Viewer
from carerecord.store import Conflict, Database

KEY = Key("region.example/audit", bytes(32))
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Doctor", "RNG01", "Northgate", session="s")
BLANK = """
    UPDATE audit_entry SET body = '', salt = NULL, person_id = '', viewer_id = ''
    WHERE log = '2026-10' AND seq = :seq
"""
ORDER = Order(("C Guardian", "L Ward"), "court order 7", "erasure ordered")


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def log(db: Database, clock: Clock) -> Log:
    """Entries of October, closed, and of November."""
    log, renderings = Log(db, KEY, now=clock), Renderings(db, bytes(32), 366)
    for n in range(300):
        if n == 280:
            clock.at = datetime(2026, 11, 2, tzinfo=UTC)
        await log.append(
            "shown", DOCTOR, person_id=f"p-{n}", body={"n": n},
            along=lambda tx, entry_id: renderings.within(tx, entry_id, b"a page", clock.at),
        )  # fmt: skip
    return log


async def faults(db: Database, *outside: Note) -> list[str]:
    return [str(one.fault) async for one in Verifying(db, [KEY.public], outside).all() if one.fault]


async def test_an_erased_entry_leaves_nothing_but_its_hash_and_its_proof(log, db):
    (entry,) = await log.about("p-100")
    before = await Proving(db).entry(entry.entry_id)
    await Removing(log).erase(entry.entry_id, ORDER)
    assert await log.about("p-100") == []
    left = await log.by_id(entry.entry_id)
    assert left is not None
    assert (left.viewer, left.person_id, left.body, left.kind) == (None, "", {}, "shown")
    assert (await Renderings(db, bytes(32), 366).of(entry.entry_id)).body is None
    after = await Proving(db).entry(entry.entry_id)
    assert (after.leaf, after.index) == (before.leaf, before.index)
    assert await faults(db) == []
    (said,) = [one async for one in log.entries() if one.kind == "erased"]
    assert said.body["by"] == ["C Guardian", "L Ward"]
    assert said.body["seq"] == entry.seq


async def test_a_pruned_log_leaves_its_checkpoint_and_every_proof_that_was_given(log, db):
    october, _ = await Proving(db).heads()
    (entry,) = await log.about("p-7")
    proof, note = await Proving(db).entry(entry.entry_id), Note.read(october.checkpoint)
    assert await Removing(log).prune("2026-10", ORDER) == october.size == 282
    assert [one.log async for one in log.entries()] == ["2026-11"] * 22
    assert await db.one("SELECT count(*) AS n FROM audit_rendering") == {"n": 20}
    with pytest.raises(NoSuchEntry):
        await Proving(db).entry(entry.entry_id)
    assert included(proof.leaf, proof.index, october.size, proof.hashes, october.frontier.root)
    assert await faults(db, note) == []
    found = [one async for one in Verifying(db, [KEY.public]).all()]
    assert found[0] == Verified("2026-10", 282, 0, october.frontier.root.hex())


async def test_a_log_pruned_after_another_still_speaks_for_it(log, db, clock):
    await Removing(log).prune("2026-10", ORDER)
    clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    await log.append("open", DOCTOR, body={})
    await Removing(log).prune("2026-11", ORDER)
    assert await faults(db) == []


async def test_an_entry_that_is_put_into_a_pruned_log_is_found(log, db):
    """The tables take it: it is the next one of a log that is empty."""
    first = await db.one("SELECT * FROM audit_entry WHERE log = '2026-10' AND seq = 1")
    await Removing(log).prune("2026-10", ORDER)
    names = ", ".join(first)
    marks = ", ".join(f":{one}" for one in first)
    put_back = f"INSERT INTO audit_entry ({names}) VALUES ({marks})"  # noqa: S608 (our own)
    await db.write(lambda tx: tx.run(put_back, **(first | {"person_id": "p-9"})))
    (fault,) = await faults(db)
    assert fault == "log 2026-10, entry 1: it was removed, and there are entries of it again"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_removed (log, seq, said) VALUES ('2026-10', 5, 'nobody')",
        "INSERT INTO audit_removed (log, seq, said) VALUES ('2026-10', 0, 'nobody')",
    ],
)
async def test_a_removal_that_the_log_does_not_say_is_tampering(log, db, statement):
    def by_hand(tx):
        tx.run(statement)
        if "5," in statement:
            tx.run(BLANK, seq=5)
        else:
            tx.run("DELETE FROM audit_entry WHERE log = '2026-10'")

    await db.write(by_hand)
    assert any("2026-10" in one for one in await faults(db))


async def test_an_order_for_one_entry_removes_no_other_and_changes_none(log, db):
    (entry,) = await log.about("p-100")
    await Removing(log).erase(entry.entry_id, ORDER)
    for statement, seq in (
        ("UPDATE audit_entry SET body = '{}' WHERE log = '2026-10' AND seq = :seq", entry.seq),
        ("UPDATE audit_entry SET leaf = NULL WHERE log = '2026-10' AND seq = :seq", entry.seq),
        (BLANK, entry.seq + 1),
        ("DELETE FROM audit_entry WHERE log = '2026-10' AND seq = :seq", entry.seq),
        ("UPDATE audit_removed SET said = '' WHERE seq = :seq", entry.seq),
        ("DELETE FROM audit_removed WHERE seq = :seq", entry.seq),
    ):
        with pytest.raises(Conflict):
            await db.write(lambda tx, said=statement, seq=seq: tx.run(said, seq=seq))
    assert await faults(db) == []


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order(("C Guardian",), "7", "why"), "two different people"),
        (Order(("C Guardian", " c  guardian "), "7", "why"), "two different people"),
        (Order(("A", "B"), " ", "why"), "have to be given"),
    ],
)
async def test_one_person_or_no_reason_removes_nothing(log, db, order, words):
    (entry,) = await log.about("p-100")
    with pytest.raises(RemovalRefused, match=words):
        await Removing(log).erase(entry.entry_id, order)
    with pytest.raises(RemovalRefused, match=words):
        await Removing(log).prune("2026-10", order)
    assert await log.about("p-100")


async def test_what_is_open_or_not_there_is_not_removed(log):
    removing = Removing(log)
    with pytest.raises(RemovalRefused, match="still written to"):
        await removing.prune("2026-11", ORDER)
    with pytest.raises(RemovalRefused, match="no log 2025-01"):
        await removing.prune("2025-01", ORDER)
    with pytest.raises(RemovalRefused, match="no log has an entry"):
        await removing.erase("nobody", ORDER)
    (opened, *_) = [one async for one in log.entries()]
    with pytest.raises(RemovalRefused, match="may be erased"):
        await removing.erase(opened.entry_id, ORDER)


async def test_an_erasure_ordered_in_a_log_that_is_pruned_is_still_said(log, db, clock):
    """The order stands in November; November goes before October, whose entry it is about."""
    (entry,) = await log.about("p-100")
    await Removing(log).erase(entry.entry_id, ORDER)
    for month in (12, 1):
        clock.at = datetime(2026 + (month == 1), month, 1, tzinfo=UTC)
        await log.append("open", DOCTOR, body={})
        await Removing(log).prune("2026-11" if month == 12 else "2026-12", ORDER)
        assert await faults(db) == []


@pytest.mark.parametrize(
    "change", ["body = '{}'", "viewer_id = 'a.okafor'", "kind = 'open'", "place = place + 1"]
)
async def test_what_is_left_of_an_erased_entry_cannot_be_changed_either(log, db, change):
    (entry,) = await log.about("p-100")
    await Removing(log).erase(entry.entry_id, ORDER)

    def by_hand(tx):
        trigger = "DROP TRIGGER audit_entry_unchanged"
        tx.run(trigger if db.engine == "sqlite" else "SET LOCAL session_replication_role = replica")
        where = "log = '2026-10' AND seq = :seq"
        tx.run(f"UPDATE audit_entry SET {change} WHERE {where}", seq=entry.seq)  # noqa: S608 (our own)

    await db.write(by_hand)
    (fault,) = await faults(db)
    assert f"entry {entry.seq}: it is not what was written" in fault
