"""The spool's file: on the disk before its receipt exists, cut where it was torn, stopped where it was altered."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.audit import Key
from carerecord.audit.spool import Bounds, Spool, SpoolUnavailable
from carerecord.audit.spool.lines import Lines

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
KEY, OTHER = Key("test/audit", bytes(32)), Key("test/audit", bytes(31) + b"x")
LINES = Lines("", bytes(32), KEY, (KEY.public,))
BOUNDS = Bounds(entries=200, size=1 << 20, time=timedelta(minutes=30))


def spool(folder: Path, lines: Lines = LINES, bounds: Bounds = BOUNDS) -> Spool:
    return Spool(folder, lines, bounds, now=lambda: NOW)


def row(name: str) -> dict[str, str]:
    return {"entry_id": name, "at": NOW.isoformat(), "viewer_id": "a.okafor"}


async def filled(folder: Path, *names: str) -> Path:
    for name in names or ("a", "b", "c"):
        await spool(folder).add(row(name), {"page": f"<p>{name}</p>"})
    return folder / "emergency.spool"


async def ids(folder: Path) -> list[str]:
    return [one.id for one in (await spool(folder).held()).entries]


async def test_what_was_added_is_read_in_its_order_by_any_process(tmp_path: Path):
    receipt = await spool(tmp_path).add(row("a"), {"page": "<p>é</p>"})
    assert (receipt.seq, receipt.entry_id, receipt.spooled) == (1, "a", True)
    assert (await spool(tmp_path).add(row("b"), {})).seq == 2
    held = await spool(tmp_path).held()
    assert [(one.row, one.besides) for one in held.entries] == [
        (row("a"), {"page": "<p>é</p>"}),
        (row("b"), {}),
    ]
    assert held.intact


async def test_torn_at_any_byte_only_what_nobody_has_a_receipt_for_is_lost(tmp_path: Path):
    content = (await filled(tmp_path, "a", "b")).read_bytes()
    first = content.index(b"\n") + 1
    for cut in range(first, len(content)):
        (tmp_path / "emergency.spool").write_bytes(content[:cut])
        held = await spool(tmp_path).held()
        assert ([one.id for one in held.entries], held.intact, held.size) == (["a"], True, first)
    await filled(tmp_path, "c")
    assert await ids(tmp_path) == ["a", "c"]
    assert (await spool(tmp_path).held()).intact


async def test_any_altered_byte_stops_it_and_costs_no_other_line(tmp_path: Path):
    file = await filled(tmp_path)
    content = file.read_bytes()
    lines = content.splitlines(keepends=True)
    for place in range(len(lines[0]), len(lines[0]) + len(lines[1]) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        file.write_bytes(bytes(changed))
        held = await spool(tmp_path).held()
        assert not held.intact, place
        assert [one.id for one in held.entries if one.id != "b"] == ["a", "c"], place
    with pytest.raises(SpoolUnavailable, match="not as it was written"):
        await filled(tmp_path, "d")
    assert file.read_bytes() == bytes(changed)


@pytest.mark.parametrize("order", [(1, 2), (0, 2), (0, 2, 1), (0, 1, 1, 2), (1, 0, 2)])
async def test_lines_that_are_taken_out_doubled_or_moved_are_noticed(tmp_path: Path, order):
    file = await filled(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[place] for place in order))
    assert not (await spool(tmp_path).held()).intact


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(replace(LINES, sealing=b"x" * 32), id="sealed-by-another-region"),
        pytest.param(replace(LINES, key=OTHER, keys=(OTHER.public,)), id="signed-by-another-key"),
        pytest.param(replace(LINES, keys=()), id="signed-by-no-key-of-ours"),
    ],
)
async def test_what_another_region_wrote_is_not_read(tmp_path: Path, lines: Lines):
    await filled(tmp_path)
    held = await spool(tmp_path, lines).held()
    assert (held.entries, held.intact) == ((), False)


async def test_another_nodes_lines_are_not_ours(tmp_path: Path):
    file = await filled(tmp_path)
    file.rename(tmp_path / "emergency-north.spool")
    held = await spool(tmp_path, replace(LINES, node="north")).held()
    assert (held.entries, held.intact) == ((), False)


async def test_a_key_that_was_retired_since_has_signed_what_waits(tmp_path: Path):
    await filled(tmp_path)
    rotated = replace(LINES, key=OTHER, keys=(OTHER.public, KEY.public))
    assert (await spool(tmp_path, rotated).held()).intact


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond it, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [0, 1, 100])
async def test_a_full_disk_under_the_spool_gives_no_receipt_and_leaves_it_as_it_was(
    tmp_path: Path, room: int
):
    file = await filled(tmp_path, "a")
    before = file.read_bytes()
    with full_at(len(before) + room), pytest.raises(SpoolUnavailable):
        await filled(tmp_path, "b")
    assert file.read_bytes() == before
    await filled(tmp_path, "c")
    assert await ids(tmp_path) == ["a", "c"]


async def test_what_the_disk_did_not_confirm_has_no_receipt(tmp_path: Path, monkeypatch):
    file = await filled(tmp_path, "a")
    before = file.read_bytes()

    def refused(handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refused)
        with pytest.raises(SpoolUnavailable, match="Input/output error"):
            await filled(tmp_path, "b")
    assert file.read_bytes() == before


async def test_without_its_folder_nothing_is_taken(tmp_path: Path):
    with pytest.raises(SpoolUnavailable, match="No such file"):
        await filled(tmp_path / "gone")


async def test_many_at_once_are_all_there_in_one_order(tmp_path: Path):
    names = [f"e{n}" for n in range(24)]
    several = [spool(tmp_path) for _ in range(3)]
    added = [several[n % 3].add(row(name), {}) for n, name in enumerate(names)]
    receipts = await asyncio.gather(*added)
    assert sorted(one.seq for one in receipts) == list(range(1, 25))
    assert sorted(await ids(tmp_path)) == sorted(names)
    assert (await spool(tmp_path).held()).intact


async def test_one_that_grew_meanwhile_is_not_removed(tmp_path: Path):
    file = await filled(tmp_path, "a")
    held = await spool(tmp_path).held()
    await filled(tmp_path, "b")
    assert not await spool(tmp_path).let_go(held)
    assert file.exists()
    assert await spool(tmp_path).let_go(await spool(tmp_path).held())
    assert not file.exists()


def test_killed_at_any_moment_every_receipt_is_in_the_file(tmp_path: Path):
    for number in range(8):
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:  # nothing of the test's own clean-up may run here
            try:
                asyncio.run(_add_for_ever(tmp_path, into, number))
            finally:
                os._exit(1)
        os.close(into)
        told = os.read(out, 20)
        os.kill(pid, signal.SIGKILL)
        while more := os.read(out, 65536):
            told += more
        os.close(out)
        os.waitpid(pid, 0)
        receipts = told.decode().rpartition("\n")[0].splitlines()
        assert receipts
        assert set(receipts) <= set(asyncio.run(ids(tmp_path)))
    assert asyncio.run(spool(tmp_path).held()).intact


async def _add_for_ever(folder: Path, into: int, number: int) -> None:
    own, count = spool(folder, bounds=replace(BOUNDS, entries=1_000_000, size=1 << 40)), 0
    while True:
        receipt = await own.add(row(f"{number}-{count}"), {})
        os.write(into, f"{receipt.entry_id}\n".encode())
        count += 1
