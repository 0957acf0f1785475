"""What anybody with the whole database in their hands may try, and what a reader with the public key sees of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import AuditUnavailable, Key, Log
from carerecord.audit.leaf import leaf_of
from carerecord.audit.notes import Checkpoint, Note
from carerecord.audit.proving import NoSuchEntry, Proving
from carerecord.audit.tree import Frontier, consistent, included
from carerecord.audit.verifying import Verified, Verifying
from carerecord.store import Database, Row, Transaction

KEY = Key("region.example/audit", bytes(32))
START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
ENTRIES = 600  # more than two whole subtrees of 256


class Clock:
    """Two minutes for each entry, so that every checkpoint is kept."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=2)
        return self.at


_WRITTEN: dict[str, dict[str, list[Row]]] = {}
"""By store: the tables with all entries but the last, so that they are written once."""


@pytest.fixture
async def log(db: Database) -> Log:
    """The last entry is written by the log itself, which remembers it."""
    log = Log(db, KEY, now=(clock := Clock()))
    if db.engine in _WRITTEN:
        await db.write(put_in(_WRITTEN[db.engine]))
        clock.at += timedelta(minutes=2) * (ENTRIES - 1)
    else:
        for n in range(ENTRIES - 1):
            await log.append("open", None, person_id=f"p-{n % 7}", body={"n": n})
        tables = ("audit_entry", "audit_head", "audit_node", "audit_checkpoint")
        _WRITTEN[db.engine] = {one: await db.all(f"SELECT * FROM {one}") for one in tables}  # noqa: S608 - our own tables
    await log.append("open", None, person_id="p-last", body={"n": ENTRIES})
    return log


def put_in(tables: dict[str, list[Row]]) -> Callable[[Transaction], None]:
    def put(tx: Transaction) -> None:
        for table, rows in tables.items():
            names, marks = ", ".join(rows[0]), ", ".join(f":{one}" for one in rows[0])
            in_order = sorted(rows, key=lambda row: row.get("seq", 0))
            tx.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", in_order)  # noqa: S608 - our own tables

    return put


async def verified(db: Database, *outside: Note) -> list[Verified]:
    return [one async for one in Verifying(db, [KEY.public], outside).all()]


async def by_hand(db: Database, change: Callable[[Transaction], object]) -> None:
    """As somebody who owns the database: no trigger stands in their way."""

    def without_triggers(tx: Transaction) -> None:
        off = {
            "sqlite": ["DROP TRIGGER audit_entry_unchanged", "DROP TRIGGER audit_entry_kept",
                       "DROP TRIGGER audit_entry_next"],
            "postgres": ["ALTER TABLE audit_entry DISABLE TRIGGER USER"],
        }  # fmt: skip
        for statement in off[db.engine]:
            tx.run(statement)
        change(tx)

    await db.write(without_triggers)


def hashed_anew(tx: Transaction, *, sign: bool) -> None:
    """Every leaf, the kept subtrees' roots left out, and the end; signed only by who has the key."""
    frontier = Frontier()
    for row in tx.all("SELECT * FROM audit_entry WHERE log = '2026-11' ORDER BY seq"):
        leaf = leaf_of(row, bytes(row["salt"]))
        tx.run("UPDATE audit_entry SET leaf = :leaf WHERE log = '2026-11' AND seq = :seq",
               leaf=leaf, seq=row["seq"])  # fmt: skip
        frontier, _ = frontier.add(leaf)
    point = Checkpoint("region.example/audit/2026-11", frontier.size, frontier.root)
    signer = KEY if sign else Key("region.example/audit", bytes([9]) * 32)
    tx.run(
        "UPDATE audit_head SET size = :size, frontier = :frontier, checkpoint = :note",
        size=frontier.size, frontier=frontier.stored, note=str(signer.sign(point.note)),
    )  # fmt: skip


async def test_a_log_left_alone_is_not_accused(log, db):
    (one,) = await verified(db)
    assert (one.log, one.size, one.read, one.fault) == ("2026-11", ENTRIES + 1, ENTRIES + 1, None)


@pytest.mark.parametrize("number", [1, 2, 256, 257, 512, ENTRIES, ENTRIES + 1])
async def test_a_changed_entry_is_named(log, db, number):
    await by_hand(db, lambda tx: tx.run(
        "UPDATE audit_entry SET person_id = 'p-x' WHERE seq = :seq", seq=number))  # fmt: skip
    (one,) = await verified(db)
    assert one.fault is not None
    assert (one.fault.first, one.fault.words) == (number, "it is not what was written")


@pytest.mark.parametrize("number", [1, 300, ENTRIES + 1])
async def test_a_removed_entry_is_named(log, db, number):
    await by_hand(db, lambda tx: tx.run("DELETE FROM audit_entry WHERE seq = :seq", seq=number))
    (one,) = await verified(db)
    assert one.fault is not None
    assert one.fault.first == number
    assert "missing" in one.fault.words


def swap(tx: Transaction) -> None:
    for old, new in ((100, 0), (101, 100), (0, 101)):
        tx.run("UPDATE audit_entry SET seq = :new WHERE seq = :old", new=new, old=old)


def edit(tx: Transaction) -> None:
    tx.run("UPDATE audit_entry SET body = '{}' WHERE seq = 100")


def cut(tx: Transaction) -> None:
    tx.run("DELETE FROM audit_entry WHERE seq > 99")


@pytest.mark.parametrize("attack", [swap, edit, cut])
@pytest.mark.parametrize("sign", [False, True], ids=["without-the-key", "with-the-key"])
async def test_hashing_everything_anew_does_not_help(log, db, attack, sign):
    """Not even with the key: what was signed before does not fit what is there now."""

    def altered(tx: Transaction) -> None:
        attack(tx)
        hashed_anew(tx, sign=sign)

    await by_hand(db, altered)
    (one,) = await verified(db)
    assert one.fault is not None
    assert one.fault.first == 100


async def test_the_writer_itself_will_not_go_on_after_a_cut(log, db):
    await by_hand(db, lambda tx: (cut(tx), hashed_anew(tx, sign=True)))
    with pytest.raises(AuditUnavailable, match="ends before an entry that this process wrote"):
        await log.append("open", None, body={})
    assert await log.count() == 99


async def test_nobody_goes_on_from_an_end_that_is_not_signed(log, db):
    await by_hand(db, lambda tx: (edit(tx), hashed_anew(tx, sign=False)))
    with pytest.raises(AuditUnavailable, match="not signed"):
        await Log(db, KEY).append("open", None, body={})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET salt = NULL WHERE seq = 100",
        "UPDATE audit_entry SET salt = NULL, body = '' WHERE seq = 100",
        "UPDATE audit_checkpoint SET note = 'nothing' WHERE size = 100",
        "UPDATE audit_head SET frontier = salt FROM (SELECT salt FROM audit_entry WHERE seq = 2) s",
        "UPDATE audit_head SET checkpoint = 'nothing'",
    ],
)
async def test_a_damaged_table_is_a_finding_and_not_an_accident(log, db, statement):
    await by_hand(db, lambda tx: tx.run(statement))
    (one,) = await verified(db)
    assert one.fault is not None


async def test_an_old_end_with_its_old_checkpoint_is_found_by_an_outsider_alone(log, db):
    newest = Note.read((await Proving(db).heads())[0].checkpoint)

    def put_back(tx: Transaction) -> None:
        cut(tx)
        hashed_anew(tx, sign=True)
        tx.run("DELETE FROM audit_checkpoint WHERE size > 99")

    await by_hand(db, put_back)
    (one,) = await verified(db)
    assert one.fault is None, "the log as it was then is a right log"
    (one,) = await verified(db, newest)
    assert one.fault is not None
    assert one.fault.first == 100


async def test_a_log_that_is_gone_is_missed(log, db):
    newest = Note.read((await Proving(db).heads())[0].checkpoint)
    await by_hand(db, lambda tx: tx.run("DELETE FROM audit_head"))
    (one,) = await verified(db)
    assert one.fault is not None
    await by_hand_again(db)
    (one,) = await verified(db, newest)
    assert one.fault is not None


async def by_hand_again(db: Database) -> None:
    await db.write(lambda tx: tx.run("DELETE FROM audit_entry"))


async def test_the_next_month_goes_on_from_the_last_and_holds_it(db):
    clock = Clock()
    log = Log(db, KEY, now=clock)
    await log.append("open", None, body={})
    clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    await log.append("open", None, body={})
    clock.at = START  # a clock that jumps back: the newest log goes on
    await log.append("shown", None, body={})
    kinds = [(entry.log, entry.kind) async for entry in log.entries()]
    assert kinds == [
        ("2026-11", "log-opened"), ("2026-11", "open"), ("2026-11", "log-closed"),
        ("2026-12", "log-opened"), ("2026-12", "open"), ("2026-12", "shown"),
    ]  # fmt: skip
    assert [one.fault for one in await verified(db)] == [None, None]
    await by_hand(db, lambda tx: (
        tx.run("DELETE FROM audit_entry WHERE log = '2026-11' AND seq = 3"),
        hashed_anew_of_november(tx),
    ))  # fmt: skip
    found = [one.fault for one in await verified(db) if one.fault]
    assert [fault.log for fault in found] == ["2026-11"]


def hashed_anew_of_november(tx: Transaction) -> None:
    tx.run("DELETE FROM audit_checkpoint WHERE log = '2026-11'")
    december = tx.one("SELECT * FROM audit_head WHERE log = '2026-12'")
    hashed_anew(tx, sign=True)
    assert december
    tx.run(
        "UPDATE audit_head SET size = :size, frontier = :frontier, checkpoint = :checkpoint"
        " WHERE log = '2026-12'",
        size=december["size"], frontier=december["frontier"], checkpoint=december["checkpoint"],
    )  # fmt: skip


async def test_every_entry_is_proved_and_every_earlier_log(log, db):
    proving = Proving(db)
    (head,) = await proving.heads()
    point = await proving.checkpoint(head.log)
    for entry in [entry async for entry in log.entries()][::97]:
        proof = await proving.entry(entry.entry_id)
        assert KEY.public.signed(proof.checkpoint)
        assert included(proof.leaf, proof.index, point.size, proof.hashes, point.root)
        assert len(b"".join(proof.hashes)) <= 672
        assert str(proof).startswith(f"c2sp.org/tlog-proof@v1\nindex {entry.seq - 1}\n")
    for old in (0, 1, 255, 256, 257, 511, 512, ENTRIES, ENTRIES + 1):
        before = await old_root(db, old)
        proof_of_growth = await proving.consistency(head.log, old, point.size)
        assert consistent(old, before, point.size, point.root, proof_of_growth)


async def old_root(db: Database, size: int) -> bytes:
    frontier = Frontier()
    for row in await db.all(
        "SELECT leaf FROM audit_entry WHERE seq <= :size ORDER BY seq", size=size
    ):
        frontier, _ = frontier.add(bytes(row["leaf"]))
    return frontier.root


async def test_an_entry_nobody_wrote_has_no_proof(log, db):
    with pytest.raises(NoSuchEntry):
        await Proving(db).entry("nobody")


async def test_an_answer_lost_after_the_commit_adds_nothing_twice(db):
    log = Log(_LosesOneAnswer(db), KEY)
    receipt = await log.append("open", None, body={})
    assert await log.count() == receipt.seq == 2


class _LosesOneAnswer:
    """A database whose first commit is durable, and whose answer does not arrive."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lost = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._db, name)

    async def write(self, job: Callable[[Transaction], object], **within: float) -> object:
        from carerecord.store import StoreUnavailable

        found = await self._db.write(job, **within)
        if not self._lost:
            self._lost = True
            raise StoreUnavailable("PostgreSQL stopped answering")
        return found
