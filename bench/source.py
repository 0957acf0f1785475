"""One source, in a process of its own: the demo's fake, with every answer kept after it was first given.

    python -m bench.source SOURCE_ID RECORDS.json

The fake builds an answer as a real system would, which costs more than carrying it; kept answers leave the machine's
two cores to what is measured. Addresses under /_bench/ set the delay and tell what was asked.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench.wire import Connection, Serving, header, ok


@dataclass
class Desk:
    """What all connections to one source share."""

    fake: tuple[str, int]
    delay_seconds: float = 0.0
    kept: dict[tuple[bytes, bytes], bytes] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    recording: bool = False
    connections: int = 0

    async def fetch(self, head: bytes, body: bytes) -> bytes:
        connection = await Connection.to(*self.fake)
        reply = await connection.ask(head + body)
        connection.close()
        return reply.head + reply.body


class Front(Serving):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        desk.connections += 1
        self._number = desk.connections

    def answer(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        if path.startswith("/_bench/"):
            self.write(ok(json.dumps(self._control(path)).encode()))
            return
        start = time.perf_counter()
        key = (head.split(b"\r\n", 1)[0] + header(head, "accept-encoding").encode(), body)
        kept = self._desk.kept.get(key)
        if kept is None:
            task = asyncio.create_task(self._desk.fetch(head, body))
            task.add_done_callback(lambda done: self._keep(key, head + body, done.result(), start))
        else:
            self._send_later(head + body, kept, start)

    def _keep(self, key: tuple[bytes, bytes], request: bytes, reply: bytes, start: float) -> None:
        self._desk.kept[key] = reply
        self._send_later(request, reply, start)

    def _send_later(self, request: bytes, reply: bytes, start: float) -> None:
        if self._desk.delay_seconds:
            loop = asyncio.get_running_loop()
            loop.call_later(self._desk.delay_seconds, self._send, request, reply, start)
        else:
            self._send(request, reply, start)

    def _send(self, request: bytes, reply: bytes, start: float) -> None:
        self.write(reply)
        if self._desk.recording:
            self._desk.asked.append(
                {
                    "connection": self._number,
                    "request": request.decode("latin-1"),
                    "bytes": len(reply),
                    "start": start,
                    "end": time.perf_counter(),
                }
            )

    def _control(self, path: str) -> object:
        name, _, value = path.removeprefix("/_bench/").partition("=")
        if name == "delay":
            self._desk.delay_seconds = float(value)
        elif name == "record":
            self._desk.recording, self._desk.asked = True, []
        elif name == "recorded":
            self._desk.recording = False
            return self._desk.asked
        return {}


async def main(source_id: str, records: str) -> None:
    fake = await start_fake(source_id, records)
    desk = Desk(fake)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Front(desk), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    gc.freeze()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
