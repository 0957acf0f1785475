"""What anybody may ask of the audit log: signed, provable, and nothing of a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from carerecord.app import App, build
from carerecord.audit.notes import Checkpoint, Note, PublicKey
from carerecord.audit.tree import Frontier
from carerecord.config import Settings, SignIn, Store

ENTRIES = 300


@pytest.fixture
async def server(tmp_path: Path, db_url: str) -> AsyncIterator[Starlette]:
    limits = SignIn(each_per_minute=60, all_per_minute=6000)
    server = build(Settings(folder=tmp_path, store=Store(db_url), sign_in=limits))
    async with server.router.lifespan_context(server):
        app: App = server.state.carerecord
        bodies = [("open", "p-secret", {"n": n}) for n in range(ENTRIES - 1)]
        await app.log.append_all(None, bodies)
        yield server


@pytest.fixture
async def outsider(server: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(server, client=("192.0.2.7", 5))
    async with httpx.AsyncClient(transport=transport, base_url="https://record.example") as client:
        yield client


async def test_an_outsider_needs_nothing_but_what_is_published(outsider, tmp_path):
    found = (await outsider.get("/audit/log")).json()
    (log,) = found["logs"]
    assert (log["size"], log["closed"], found["keys"]) == (ENTRIES, False, [log["key"]])
    text = (await outsider.get(f"/audit/log/{log['log']}/checkpoint")).text
    note = Note.read(text)
    assert PublicKey.read(log["key"]).signed(note)
    point = Checkpoint.of(note)
    assert (point.origin, point.size) == (log["origin"], ENTRIES)
    frontier = Frontier()
    for path, hashes in (("0/000", 256), (f"0/001.p/{ENTRIES - 256}", ENTRIES - 256)):
        answer = await outsider.get(f"/audit/log/{log['log']}/tile/{path}")
        assert len(answer.content) == 32 * hashes
        assert b"p-secret" not in answer.content
        for at in range(0, len(answer.content), 32):
            frontier, _ = frontier.add(answer.content[at : at + 32])
    assert frontier.root == point.root
    above = await outsider.get(f"/audit/log/{log['log']}/tile/1/000.p/1")
    assert len(above.content) == 32
    async with asyncio.timeout(20):  # and it is kept beside the key
        while not (tmp_path / "audit.key.kept").exists():  # noqa: ASYNC110 (a file has no event)
            await asyncio.sleep(0.01)


NOT_THERE = [
    "2020-01/checkpoint", "x/cosigned", "L/cosigned", "L/tile/0/001", "L/tile/0/000.p/257",
    "L/tile/0/0", "L/tile/0/x000/000", "L/tile/0/-01", "L/tile/9/000", "L/tile/0/000.p/0",
    "L/tile/0/000.p/٣", "L/tile/0/entries/000", "L/tile/-1/000", "L/tile/0/x999/x999/x999/x999/999",
]  # fmt: skip


async def test_what_is_not_there_is_not_found(outsider):
    (log,) = (await outsider.get("/audit/log")).json()["logs"]
    paths = [path.replace("L", log["log"]) for path in NOT_THERE]
    found = {path: (await outsider.get(f"/audit/log/{path}")).status_code for path in paths}
    assert found == dict.fromkeys(paths, 404)


async def test_whoever_asks_too_often_is_told_to_wait(outsider):
    answers = [await outsider.get("/audit/log/x/checkpoint") for _ in range(70)]
    assert {answer.status_code for answer in answers[:50]} == {404}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
