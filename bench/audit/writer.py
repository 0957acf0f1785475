"""One process that writes: python -m bench.audit.writer PLAN, where PLAN is JSON; prints what each append took.

"log" appends entries as a view does; "insert" puts rows into a table without number, hash or order: the floor.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bench.audit.slow_disk import SlowDisk
from carerecord.audit import Key, Log
from carerecord.contract import Viewer
from carerecord.store import Database, Transaction

KEY = Key("bench.example/audit", bytes(32))
BODY = {"digest": "ab" * 32, "sources": {f"source-{n}": "answered" for n in range(8)}}
VIEWER = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
INSERT = "INSERT INTO bench_row (body) VALUES (:body)"
TEXT = json.dumps(BODY)


async def _run(plan: dict[str, Any]) -> list[float]:
    db = Database.open(plan["url"])
    append = _append(plan["kind"], db)
    await append()  # connections and statements are there
    until = time.monotonic() + plan["seconds"]
    took: list[float] = []

    async def one() -> None:
        while (start := time.monotonic()) < until:
            await append()
            took.append(1000 * (time.monotonic() - start))

    await asyncio.gather(*(one() for _ in range(plan["in_flight"])))
    db.close()
    return took


def _append(kind: str, db: Database) -> Callable[[], Awaitable[object]]:
    log = Log(db, KEY)

    def insert(tx: Transaction) -> int:
        return tx.run(INSERT, body=TEXT)

    if kind == "insert":
        return lambda: db.write(insert)
    return lambda: log.append("shown", VIEWER, person_id="p1", view_id="v1", body=BODY)


def main() -> None:
    plan = json.loads(sys.argv[1])
    disk = SlowDisk() if "://" not in plan["url"] else None
    print(json.dumps(asyncio.run(_run(plan))))
    del disk  # it lasts as long as the database is open


if __name__ == "__main__":
    main()
