"""The addresses of a witness: for logs to be cosigned, and for anybody to see what it knows and what it found."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from hashlib import sha256

from aiohttp import web

from carerecord.store import StoreError
from carerecord.witness.alarms import Telling
from carerecord.witness.contract import Kept
from carerecord.witness.witnessing import Witnessing

MOST_BYTES = 1 << 17  # of a submission
TICK = 1.0  # seconds between looking for silence and for alarms nobody was told of


@contextlib.asynccontextmanager
async def listening(
    witnessing: Witnessing, telling: Telling, host: str, port: int
) -> AsyncIterator[str]:
    """Serves until left; gives the address."""
    app = web.Application(client_max_size=MOST_BYTES)
    of = _Addresses(witnessing)
    app.add_routes(
        [
            web.post("/add-checkpoint", of.add),
            web.get("/checkpoint/{log}", of.newest),
            web.get("/key", of.key),
            web.get("/evidence/{alarm}", of.evidence),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    watching = asyncio.create_task(_watch(witnessing, telling))
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await runner.cleanup()


async def _watch(witnessing: Witnessing, telling: Telling) -> None:
    while True:
        with contextlib.suppress(StoreError):  # a full disk; looked at again in a second
            await witnessing.watch()
            await telling.new(witnessing)
        await asyncio.sleep(TICK)


class _Addresses:
    def __init__(self, witnessing: Witnessing) -> None:
        self._witnessing = witnessing

    async def add(self, request: web.Request) -> web.Response:
        try:
            verdict = await self._witnessing.add(await request.read())
        except StoreError:
            return web.Response(status=503, text="The witness cannot remember anything now.\n")
        kind = {"Content-Type": verdict.content_type}
        return web.Response(status=verdict.status, body=verdict.words.encode(), headers=kind)

    async def newest(self, request: web.Request) -> web.Response:
        """By the SHA-256 of the log's origin, in hexadecimal."""
        asked = request.match_info["log"]
        for log in await self._witnessing.logs():
            if sha256(log.origin.encode()).hexdigest() == asked and log.note:
                return web.Response(text=log.note)
        raise web.HTTPNotFound

    async def key(self, _: web.Request) -> web.Response:
        return web.Response(text=f"{self._witnessing.verifier_key}\n")

    async def evidence(self, request: web.Request) -> web.Response:
        for alarm in await self._witnessing.alarms():
            if alarm.alarm_id == request.match_info["alarm"]:
                return web.Response(text=shown(alarm))
        raise web.HTTPNotFound


def shown(alarm: Kept) -> str:
    """An alarm with what was signed, so that whoever has the log's key can judge it."""
    parts = [alarm.line]
    parts += [f"Known before:\n\n{alarm.known}"] if alarm.known else []
    parts += [f"Shown then:\n\n{alarm.shown}"] if alarm.shown else []
    return "\n\n".join(parts) + "\n"
