"""The daily files hold each view of the log once, by the plain count, and nobody."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from carerecord.audit import Entry, Log
from carerecord.insight.use.contract import UseUnusable
from carerecord.insight.use.counting import LONDON
from carerecord.insight.use.duck import Row, duck
from carerecord.insight.use.exporting import Exporting
from carerecord.insight.use.files import Files
from carerecord.insight.use.pseudonyms import Pseudonyms
from carerecord.insight.use.tests.use_log import (
    PLACES,
    REGION_KEY,
    InventedLog,
    _in_session,
    _viewer,
    once,
    utc,
)
from carerecord.store import Database

BEGUN = utc(2026, 10, 27, 20)
LATER = utc(2026, 11, 6, 12)
EVERY = "SELECT * FROM read_parquet($files, hive_partitioning = true, hive_types_autocast = false)"


def exporting(invented: InventedLog, folder: Path) -> Exporting:
    return Exporting(invented.log, REGION_KEY, Files(folder))


def rows(folder: Path) -> list[Row]:
    with duck() as db:
        return db.rows(EVERY, sorted(folder.glob("month=*/*.parquet")))


async def used(db: Database, sessions: int = 30) -> InventedLog:
    invented = InventedLog.on(db, BEGUN)
    await invented.fill(sessions, 8)
    invented.clock.at = LATER
    return invented


async def test_each_view_is_there_once_and_no_person_or_member_of_staff(
    db: Database, tmp_path: Path
):
    invented, folder = await used(db), tmp_path / "use"
    days = await exporting(invented, folder).export(PLACES, LATER)
    each_is_there_once(invented, folder, days)
    entries = [one async for one in invented.log.entries()]
    nobody_is_in_any_byte(entries, folder)
    said = [one.body for one in entries if one.kind == "export"]
    assert [(one["what"], one["day"]) for one in said] == [("use", str(day)) for day in days]
    assert sum(one["views"] for one in said) == len(rows(folder))


def each_is_there_once(invented: InventedLog, folder: Path, days: list[date]) -> None:
    """By a plain count of what was opened."""
    assert (days[0], days[-1]) == (date(2026, 10, 27), date(2026, 11, 4))
    views = {
        key: whole
        for key, whole in once(invented.openings).items()
        if whole[0].at.astimezone(LONDON).date() <= days[-1]
    }
    found = rows(folder)

    def plainly(key: tuple[str, str, str]) -> tuple[object, ...]:
        first, at = views[key][0], views[key][0].at.astimezone(LONDON)
        names = Pseudonyms.of(REGION_KEY, f"{at:%Y-%m}")
        return (
            at.date(), at.hour, first.viewer.organisation, first.viewer.role, first.launcher,
            tuple(sorted({name for one in views[key] for name in one.sections})),
            any(one.missing for one in views[key]),
            names.staff(first.viewer.id), names.person(first.person),
        )  # fmt: skip

    def said(row: Row) -> tuple[object, ...]:
        return (
            row["day"], row["hour"], row["organisation"], row["role"], row["launcher"],
            tuple(row["sections"]), bool(row["missing"]), row["staff"], row["person"],
        )  # fmt: skip

    assert Counter(map(said, found)) == Counter(map(plainly, views))
    assert len(invented.openings) > len(views) > 40  # some were opened again in the same session
    for of, count in (("staff", 0), ("person", 1)):
        for month in ("2026-10", "2026-11"):
            keys = [k for k, v in views.items() if f"{v[0].at.astimezone(LONDON):%Y-%m}" == month]
            firsts = [one for one in found if one["month"] == month and one[f"{of}_first"]]
            assert len(firsts) == len({key[count] for key in keys})
            roles = [o for o in found if o["month"] == month and o[f"{of}_first_role"]]
            assert len(roles) == len({(key[count], views[key][0].viewer.role) for key in keys})
    timed = [one["response_ms"] for one in found]
    assert all(one is None or 0 <= one <= 4000 for one in timed)
    assert {one["setting"] for one in found} == {one.kind for one in PLACES.values()}
    assert {o["neighbour"] for o in found if o["setting"] == "neighbour"} == {"RNG90"}


def nobody_is_in_any_byte(entries: list[Entry], folder: Path) -> None:
    # Compressed bytes hide words: what is in them is looked at too.
    there = b"".join(everything(folder)) + repr(rows(folder)).encode()
    secret = set()
    for entry in entries:
        secret |= {entry.entry_id, entry.person_id, entry.view_id}
        if entry.viewer:
            secret |= {entry.viewer.id, entry.viewer.name, entry.viewer.session}
    assert len(secret) > 200
    assert [one for one in secret - {""} if one.encode() in there] == []


async def test_an_export_goes_on_where_it_was_and_leaves_what_is_there(
    db: Database, tmp_path: Path
):
    invented = await used(db, 12)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    await exporting(invented, whole).export(PLACES, LATER)
    one = exporting(invented, parts)
    written = [
        await one.export(PLACES, LATER - timedelta(days=back, hours=back)) for back in (6, 3, 3, 0)
    ]
    assert [len(days) for days in written] == [2, 3, 0, 3]
    assert files(parts) == files(whole)
    (parts / "month=2026-11" / "2026-11-04.parquet").unlink()  # as if it had been cut short
    (parts / "month=2026-11" / ".2026-11-04.parquet.part").write_bytes(b"half")
    assert await one.export(PLACES, LATER) == [date(2026, 11, 4)]
    assert files(parts) == files(whole)
    (parts / "month=2026-10" / "2026-10-29.parquet").unlink()
    with pytest.raises(UseUnusable, match="2026-10-29"):
        await one.export(PLACES, LATER)


def everything(folder: Path) -> list[bytes]:
    return [one.read_bytes() for one in folder.rglob("*") if one.is_file()]


def files(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.parquet")}


async def test_a_session_over_midnight_is_one_view_of_the_day_it_began(
    db: Database, tmp_path: Path
):
    invented = InventedLog.on(db, utc(2026, 10, 31, 23))
    chance = random.Random(2)
    viewer = _in_session(_viewer(1), "s1")
    await invented.open(viewer, "person-1", "v1", chance)
    invented.clock.at = utc(2026, 11, 1, 5)
    await invented.open(viewer, "person-1", "v2", chance)
    assert await exporting(invented, tmp_path).export(PLACES, utc(2026, 11, 1, 23)) == []
    days = await exporting(invented, tmp_path).export(PLACES, LATER)
    assert days[:2] == [date(2026, 10, 31), date(2026, 11, 1)]
    (only,) = rows(tmp_path)
    shown = {name for one in invented.openings for name in one.sections}
    assert (only["day"], set(only["sections"])) == (date(2026, 10, 31), shown)


async def test_a_log_that_cannot_be_written_leaves_no_file(db: Database, tmp_path: Path):
    await used(db, 10)
    reading = Exporting(Log(db), REGION_KEY, Files(tmp_path))
    with pytest.raises(Exception, match="no key"):
        await reading.export(PLACES, LATER)
    assert files(tmp_path) == {}


def test_a_pseudonym_is_of_one_month_and_one_region():
    def of(key: bytes, month: str) -> tuple[int, int]:
        names = Pseudonyms.of(key, month)
        return names.staff("a.okafor"), names.person("a.okafor")

    again, other, elsewhere = (
        of(REGION_KEY, "2026-11"), of(REGION_KEY, "2026-12"), of(b"x" * 32, "2026-11"),
    )  # fmt: skip
    assert of(REGION_KEY, "2026-11") == again
    assert len({*again, *other, *elsewhere}) == 6
