"""The product as it is configured: its own start opens the neighbours' port, and asks as it is told to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from neighbours_region import usual
from starlette.applications import Starlette

from carerecord.api.neighbours import PATH
from carerecord.app import App, build
from carerecord.config import Settings, SettingsError, Store
from carerecord.contract import SourceSettings
from carerecord.demo.ports import free_port
from carerecord.regions.tests.region_files import CODES, Files

WEST = SourceSettings(
    "westmere", "Westmere", "Westmere", "neighbour", "neighbour", CODES["west"],
    options={"url": "https://127.0.0.1:9", "neighbour": "west"},
)  # fmt: skip


def settings(files: Files, url: str, port: int, *sources: SourceSettings) -> Settings:
    return Settings(
        folder=files.folder,
        store=Store(url),
        neighbours=files.own("north", listen=f"127.0.0.1:{port}"),
        neighbour=(usual(files, "west"),),
        source=sources,
    )


async def test_the_port_is_open_while_the_server_runs_and_its_refusals_are_written_down(
    files: Files, db_url: str
) -> None:
    port = free_port()
    server: Starlette = build(settings(files, db_url, port, WEST))
    async with server.router.lifespan_context(server):
        app: App = server.state.carerecord
        assert [one.settings.id for one in app.sources] == ["westmere"]
        tls = aiohttp.TCPConnector(ssl=files.regions("west").asking or True)
        async with aiohttp.ClientSession(connector=tls) as session:
            base = f"https://127.0.0.1:{port}"
            async with session.post(base + PATH, data=b"{}") as reply:
                assert reply.status == 401
                assert (await reply.json())["resourceType"] == "OperationOutcome"
            async with session.get(base + PATH) as reply:
                assert reply.status == 405
            async with session.get(base + "/metrics") as reply:
                assert reply.status == 404
            async with session.post(base + PATH, data=b"x" * 20_000) as reply:
                assert reply.status == 413
        entries = [one async for one in app.log.entries() if one.kind == "neighbour-refused"]
        assert [one.body["reason"] for one in entries] == ["token"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"organisation": "QNB03"}, "organisation must be QNB02"),
        ({"options": {"url": "https://x.example", "neighbour": "east"}}, "known: west"),
    ],
)
async def test_a_neighbour_as_a_source_is_one_that_something_is_agreed_with(
    files: Files, tmp_path: Path, changed: dict[str, object], words: str
) -> None:
    wrong = settings(files, str(tmp_path / "n.db"), 0, replace(WEST, **changed))
    server = build(wrong)
    with pytest.raises(SettingsError, match=words):
        async with server.router.lifespan_context(server):
            raise AssertionError("it started")
