"""The floor: the least that a view of the same sources can cost, with nothing decided, parsed, merged or shown.

    python -m bench.floor PLAN.json DATABASE

For each request it asks every source what carerecord asked it, over sockets kept open, writes one durable row, and
sends back the bytes as they came. The plan is what carerecord was seen to ask.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import apsw

from bench.wire import Connection, Serving, ok


class Store:
    """One row for each view, on the disk before it counts. One thread writes."""

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._db = apsw.Connection(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE IF NOT EXISTS shown (at TEXT)")

    async def write(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(
            self._thread, self._db.execute, "INSERT INTO shown VALUES (datetime('now'))"
        )


class Asking:
    """One source: each chain is asked in order on one connection, chains side by side."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._port = int(plan["port"])
        self._chains = [[one.encode("latin-1") for one in chain] for chain in plan["chains"]]
        self._idle: list[Connection] = []

    async def everything(self) -> list[bytes]:
        bodies = await asyncio.gather(*(self._ask(chain) for chain in self._chains))
        return [body for chain in bodies for body in chain]

    async def _ask(self, chain: list[bytes]) -> list[bytes]:
        connection = (
            self._idle.pop() if self._idle else await Connection.to("127.0.0.1", self._port)
        )
        bodies = [(await connection.ask(request)).body for request in chain]
        self._idle.append(connection)
        return bodies


class Floor(Serving):
    def __init__(self, sources: list[Asking], store: Store) -> None:
        super().__init__()
        self._sources = sources
        self._store = store

    def answer(self, head: bytes, body: bytes) -> None:
        task = asyncio.create_task(self._view())
        task.add_done_callback(lambda done: self.write(ok(done.result())))

    async def _view(self) -> bytes:
        asked = asyncio.gather(*(source.everything() for source in self._sources))
        written = self._store.write()
        answers, _ = await asyncio.gather(asked, written)
        return b"".join(body for bodies in answers for body in bodies)


async def main(plan: list[dict[str, Any]], database: str) -> None:
    sources = [Asking(one) for one in plan]
    store = Store(database)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Floor(sources, store), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    gc.freeze()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text("utf-8")), sys.argv[2]))
