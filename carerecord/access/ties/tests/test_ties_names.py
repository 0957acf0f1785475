"""An employer writes a name one way and a sign-in another: they mean one member of staff (OWN-1, OWN-4, OWN-5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources

import pytest

from carerecord.access.ties import FeedUnusable, StaffTies, TiesStore, read_feed
from carerecord.access.ties.names import staff_name
from carerecord.contract import Person, Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate",
    registration="gmc_id|7000101",
)  # fmt: skip
HERSELF = Person("p1", "9990000018", "OKAFOR", "Ada")


@pytest.fixture
def ties(db: Database) -> TiesStore:
    return TiesStore(db, bytes(32), now=lambda: NOW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.Okafor", " a.okafor "),
        ("a. okafor", "a.okafor"),
        ("ａ.okafor", "a.okafor"),
        ("ÖZIL", "özil"),
        ("GMC 7000101", "gmc_id|7000101"),
        ("gmc:7000101", "gmc_id|7000101"),
        ("NMC/12A3456E", "nmc_id|12a3456e"),
    ],
)
def test_two_ways_of_writing_one_name(one: str, other: str) -> None:
    assert staff_name(one) == staff_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.okafor", "b.okafor"),
        ("nmclean", "nmc|lean"),
        ("gmc_id|7000101", "7000101"),
        ("gmc_id|7000101", "nmc_id|7000101"),
        ("", "a"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert staff_name(one) != staff_name(other)


@pytest.mark.parametrize("said", ["A.OKAFOR", " a.okafor", "GMC 7000101"])
async def test_her_own_record_is_hers_however_her_employer_writes_her_name(
    ties: TiesStore, said: str
) -> None:
    await ties.set_staff(" rng01", [StaffTies(staff_id=said, nhs_number="999 000 0018")])
    assert (await ties.between(DOCTOR, HERSELF)).own_record
    assert (await ties.between(replace(DOCTOR, id="A.Okafor "), HERSELF)).own_record
    assert not (await ties.between(DOCTOR, HERSELF)).colleague
    colleague = replace(DOCTOR, id="b.lee", registration="", organisation="rng01")
    assert not (await ties.between(colleague, HERSELF)).own_record
    assert (await ties.between(colleague, HERSELF)).colleague


async def test_who_left_is_removed_however_they_are_written(ties: TiesStore) -> None:
    await ties.set_staff("RNG01", [StaffTies(staff_id="a.okafor", nhs_number="9990000018")])
    await ties.set_staff("rng01 ", [StaffTies(staff_id="A.Okafor", left=True)])
    assert not (await ties.between(DOCTOR, HERSELF)).own_record


async def test_what_was_agreed_and_watched_holds_however_it_is_written(ties: TiesStore) -> None:
    until = NOW + timedelta(days=1)
    await ties.agree("A.Okafor ", "p1", until, by="c.lead", why="the only GP")
    await ties.watch("rng01", "p1", by="p.officer", why="in the papers")
    found = await ties.between(DOCTOR, HERSELF, NOW)
    assert (found.related_agreed, found.watched) == (True, True)
    await ties.agree("a.okafor", "p1", NOW, by="c.lead", why="taken back")
    await ties.watch("RNG01", "p1", by="p.officer", why="over", watched=False)
    found = await ties.between(DOCTOR, HERSELF, NOW)
    assert (found.related_agreed, found.watched) == (False, False)


async def test_what_was_agreed_before_names_were_folded_still_holds(
    ties: TiesStore, db: Database
) -> None:
    await ties.agree("old", "p1", NOW + timedelta(days=1), by="c.lead", why="the only GP")
    row = "SELECT person, 'A. Okafor', number, until, agreed_by, why, recorded FROM tie_agreed"
    await db.write(lambda tx: tx.run(f"INSERT INTO tie_agreed {row}"))
    assert (await ties.between(DOCTOR, HERSELF, NOW)).related_agreed


def test_one_member_written_two_ways_in_one_file_is_refused() -> None:
    with pytest.raises(FeedUnusable, match="row 3, column staff: named twice"):
        read_feed(b"staff,nhs_number\nA.Okafor,9990000018\na.okafor,9990000018\n", str)


async def test_what_was_kept_before_is_rewritten_once(db: Database, ties: TiesStore) -> None:
    await ties.set_staff("RNG01", [StaffTies(staff_id="a.okafor", nhs_number="9990000018")])
    copy = (
        "INSERT INTO staff_tie SELECT 'A. Okafor', 'rng01', kind, digest, recorded FROM staff_tie"
    )
    await db.write(lambda tx: tx.run(copy))
    folder = resources.files("carerecord.store") / "migrations"
    text = (folder / "0061_ties_names.sql").read_text("utf-8")
    for statement in text.rstrip().removesuffix(";").split(";\n\n"):
        await db.write(lambda tx, one=statement: tx.run(one))
    rows = await db.all("SELECT staff_id, organisation FROM staff_tie")
    assert rows == [{"staff_id": "a.okafor", "organisation": "RNG01"}]
