"""How fast a whole log is read and checked, and how large the proof of one of its entries is."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass

from bench.audit.writer import BODY, KEY, VIEWER
from carerecord.audit import Log
from carerecord.audit.proving import Proving
from carerecord.audit.verifying import Verifying
from carerecord.store import Database

AT_ONCE = 500  # entries in one transaction of the filling


@dataclass(frozen=True, slots=True)
class Read:
    entries: int
    rows_a_second: float
    proof_bytes: int
    proof_ms: float


async def read(db: Database, entries: int) -> Read:
    """Fill the log to so many entries, then read it whole."""
    log = Log(db, KEY)
    for start in range(0, entries, AT_ONCE):
        several = [("shown", "p1", BODY)] * min(AT_ONCE, entries - start)
        await log.append_all(VIEWER, several)
    began = time.monotonic()
    verifying = Verifying(db, [KEY.public], processes=os.cpu_count() or 1)
    (verified,) = [one async for one in verifying.all()]
    seconds = time.monotonic() - began
    assert verified.fault is None, "a log that nobody touched"
    began = time.monotonic()
    proof = await Proving(db).inclusion(verified.log, secrets.randbelow(entries), verified.size)
    took = 1000 * (time.monotonic() - began)
    return Read(verified.read, verified.read / seconds, sum(map(len, proof)), took)
