"""The log on both engines: consecutive, durable, append-only, and without a person's name in it."""

from __future__ import annotations

import asyncio
import itertools
import sys
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.audit import AuditUnavailable, Key, Log
from carerecord.contract import Viewer
from carerecord.store import Conflict, Database

DOCTOR = Viewer(
    id="a.okafor",
    name="Dr A Okafor",
    role="doctor",
    role_name="Emergency doctor",
    organisation="RNG01",
    organisation_name="Northgate University Hospital",
    session="s-1",
)
AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
KEY = Key("region.example/audit", bytes(32))
OPENED = 1  # entry of the log itself, before any other


@pytest.fixture
def log(db: Database) -> Log:
    return Log(db, KEY, now=lambda: AT)


async def test_an_entry_is_kept_as_it_was_written(log):
    body = {"sources": {"b": "answered", "a": 1.50}, "reason": "Zoë – “unconscious”"}
    receipt = await log.append("open", DOCTOR, person_id="p-1", view_id="v-1", body=body)
    (entry,) = await log.about("p-1")
    assert (entry.seq, entry.entry_id) == (receipt.seq, receipt.entry_id)
    assert (entry.kind, entry.viewer, entry.at, entry.view_id) == ("open", DOCTOR, AT, "v-1")
    assert entry.body == body


async def test_the_body_is_canonical(log, db):
    await log.append("open", None, body={"b": [True, None], "a": {"z": 1.0, "é": "\u0000"}})
    stored = await db.one("SELECT body FROM audit_entry WHERE kind = 'open'")
    assert stored == {"body": '{"a":{"z":1,"é":"\\u0000"},"b":[true,null]}'}


async def test_numbers_are_consecutive_whoever_writes(log):
    receipts = await asyncio.gather(
        *(log.append("search", DOCTOR, body={"n": n}) for n in range(300))
    )
    assert sorted(receipt.seq for receipt in receipts) == list(range(2, 302))
    assert await log.count() == OPENED + 300
    assert len({receipt.entry_id for receipt in receipts}) == 300


async def test_the_logs_of_two_nodes_count_apart_and_are_read_as_one(db):
    seconds = itertools.count()
    ours, theirs = (
        Log(db, KEY, node=node, now=lambda: AT + timedelta(seconds=next(seconds)))
        for node in ("", "north")
    )
    await ours.append("open", DOCTOR, body={})
    assert (await theirs.append("open", DOCTOR, body={})).seq == OPENED + 1
    await ours.append("shown", DOCTOR, body={})
    assert await ours.count() == await theirs.count() == 5
    found = [(entry.log[7:], entry.kind) for entry in await ours.by_viewer(DOCTOR.id)]
    assert found == [("", "shown"), (".north", "open"), ("", "open")]


async def test_reading_by_person_viewer_and_view_in_pages(log):
    nurse = Viewer("b.lee", "B Lee", "nurse", "Staff nurse", "RNG01", "Northgate")
    for n in range(10):
        await log.append(
            "shown",
            DOCTOR if n % 2 else nurse,
            person_id=f"p-{n % 3}",
            view_id=f"v-{n // 2}",
            body={},
        )
    assert [entry.seq for entry in await log.about("p-0")] == [11, 8, 5, 2]
    assert [entry.seq for entry in await log.about("p-0", limit=2)] == [11, 8]
    (place,) = [entry.place async for entry in log.entries() if entry.seq == 8]
    assert [entry.seq for entry in await log.about("p-0", before=place)] == [5, 2]
    assert [entry.seq for entry in await log.by_viewer("b.lee", limit=2)] == [10, 8]
    assert [entry.seq for entry in await log.recent(3)] == [11, 10, 9]
    assert [entry.seq for entry in await log.of_view("v-2")] == [6, 7]
    assert await log.of_view("") == []
    assert [entry.seq async for entry in log.entries()] == list(range(1, 12))
    assert [entry.seq async for entry in log.entries(after=place)] == [9, 10, 11]


async def test_an_export_longer_than_a_page_misses_nothing(log, db):
    await asyncio.gather(*(log.append("search", None, body={}) for _ in range(1005)))
    assert [entry.seq async for entry in log.entries()] == list(range(1, 1007))


CHANGE = [
    "UPDATE audit_entry SET body = '{}'",
    "UPDATE audit_entry SET seq = seq + 1",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE seq = 2",
]
COLUMNS = (
    "log, seq, entry_id, at, kind, viewer_id, viewer_name, viewer_role, viewer_role_name,"
    " viewer_organisation, viewer_organisation_name, viewer_session, person_id, view_id, body"
)
COPY = (
    " INTO audit_entry ({c}) SELECT log, {seq}, {id}, at, 'open', '', '', '', '', '', '', '', '', '', '{{}}'"
    " FROM audit_entry WHERE seq = 2"
)
FORGE = [
    "INSERT" + COPY.format(c=COLUMNS, seq="6", id="'new'"),
    "INSERT" + COPY.format(c=COLUMNS, seq="2", id="'new'"),
    "INSERT" + COPY.format(c=COLUMNS, seq="0", id="'new'"),
]
REPLACE = {
    "sqlite": [
        "REPLACE" + COPY.format(c=COLUMNS, seq="2", id="'new'"),
        "REPLACE" + COPY.format(c=COLUMNS, seq="5", id="entry_id"),
    ],
    "postgres": [
        "TRUNCATE audit_entry",
        "INSERT"
        + COPY.format(c=COLUMNS, seq="5", id="entry_id")
        + " ON CONFLICT (entry_id) DO UPDATE SET body = '{}'",
    ],
}


async def test_nothing_changes_or_removes_an_entry(log, db):
    for n in range(3):
        await log.append("open", DOCTOR, person_id="p-1", body={"n": n})
    before = await log.recent()
    for statement in CHANGE + FORGE + REPLACE[db.engine]:
        with pytest.raises(Conflict):
            await db.write(lambda tx, statement=statement: tx.run(statement))
    assert await log.recent() == before


async def test_a_log_that_cannot_be_written_says_so(db_url):
    db = Database.open(db_url)
    log = Log(db, KEY)
    db.close()
    with pytest.raises(AuditUnavailable):
        await log.append("open", DOCTOR, person_id="p-1", body={})


@pytest.mark.parametrize(
    ("kind", "person_id", "body"),
    [
        pytest.param("peeked", "p-1", {}, id="unknown-kind"),
        pytest.param("open", "9990010005", {}, id="nhs-number"),
        pytest.param("open", "999 001 0005", {}, id="spaced-nhs-number"),
        pytest.param("open", "p-1", {"at": AT}, id="not-json"),
        pytest.param("open", "p-1", {"n": float("nan")}, id="not-a-number"),
    ],
)
async def test_an_entry_that_should_not_be_written_is_refused(log, kind, person_id, body):
    with pytest.raises(ValueError, match=r".+"):
        await log.append(kind, DOCTOR, person_id=person_id, body=body)
    assert await log.count() == 0


WRITE_UNTIL_KILLED = """
import asyncio, sys
from carerecord.audit import Key, Log
from carerecord.store import Database

async def main():
    log = Log(Database.open(sys.argv[1]), Key("region.example/audit", bytes(32)))
    async def one():
        while True:
            receipt = await log.append("open", None, person_id="p-1", body={})
            print(receipt.seq, receipt.entry_id, flush=True)
    await asyncio.gather(*(one() for _ in range(8)))

asyncio.run(main())
"""


async def test_every_receipt_given_before_a_kill_has_its_entry(db_url):
    Database.open(db_url).close()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITE_UNTIL_KILLED, db_url, stdout=asyncio.subprocess.PIPE
    )
    told = b"".join([await process.stdout.readline() for _ in range(200)])
    process.kill()
    told += await process.stdout.read()
    await process.wait()
    whole_lines = told.decode().rpartition("\n")[0].splitlines()
    given = {tuple(line.split()) for line in whole_lines}
    db = Database.open(db_url)
    kept = {(str(entry.seq), entry.entry_id) async for entry in Log(db).entries()}
    assert len(given) >= 200
    assert given <= kept
    db.close()
