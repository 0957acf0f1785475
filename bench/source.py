"""One source in a process of its own: the demo's fake, which also tells what it was asked.

    python -m bench.source SOURCE_ID FOLDER

Told on standard input, one line each: `delay SECONDS`, `record`, and `recorded`, which is answered with one line of JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Connection, Request
from carerecord.connectors.fhir_r4.fake import FakeSource, Records
from carerecord.demo.packed import Packed

PAGE_SIZE = 500  # entries; what the connector asks for


class TellingSource(FakeSource):
    def __init__(self, records: Records) -> None:
        super().__init__(records, page_size=PAGE_SIZE)
        self._asked: list[dict[str, Any]] | None = None

    def do(self, line: str) -> None:
        word, _, value = line.strip().partition(" ")
        if word == "delay":
            self.faults.set(Fault("delay", float(value)) if float(value) else None)
        elif word == "record":
            self._asked = []
        elif word == "recorded":
            print(json.dumps(self._asked or []), flush=True)
            self._asked = None

    def _answer(self, request: Request, connection: Connection) -> None:
        if self._asked is not None:
            whole = request.head + b"\r\n\r\n" + request.body
            self._asked.append(
                {
                    "at": time.perf_counter(),
                    "connection": id(connection),
                    "request": whole.decode("latin-1"),
                }
            )
        super()._answer(request, connection)


async def main(records: Packed) -> None:
    source = TellingSource(records.of)
    await source.start()
    print(source.url, flush=True)
    threading.Thread(target=_listen, args=(source,), daemon=True).start()
    gc.freeze()
    await asyncio.Event().wait()


def _listen(source: TellingSource) -> None:
    for line in sys.stdin:
        source.do(line)


if __name__ == "__main__":
    asyncio.run(main(Packed(Path(sys.argv[2]), sys.argv[1])))
