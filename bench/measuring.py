"""One cell of the table: put a server under one load, and read what it cost."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench.figures import Cell, percentile
from bench.process import Process


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which server; `slowest_ms` is what the slowest source takes by itself."""

    server: str
    face: str
    person: str
    resources: int
    sources: str
    port: int
    request: str
    process: Process
    slowest_ms: float
    least_bytes: int


def at_rate(asked: Asked, rate: float, seconds: float) -> Cell:
    return _measure(asked, f"{rate:g}/s", {"rate": rate, "seconds": seconds})


def at_saturation(asked: Asked, connections: int, seconds: float) -> Cell:
    plan = {"connections": connections, "seconds": seconds}
    return _measure(asked, f"{connections} at once", plan)


def _measure(asked: Asked, mode: str, plan: dict[str, float]) -> Cell:
    before = asked.process.cpu_seconds()
    found = load(asked.port, asked.request, asked.least_bytes, plan)
    spent = asked.process.cpu_seconds() - before
    above = sorted(one - asked.slowest_ms for one in found["milliseconds"])
    views = len(above)
    return Cell(
        asked.server, asked.face, asked.person, asked.resources, asked.sources, mode,
        percentile(above, 0.50), percentile(above, 0.95), percentile(above, 0.99),
        views, views / found["seconds"], 1000 * spent / max(views, 1),
        asked.process.memory_mib(), found["bytes"], found["failures"],
    )  # fmt: skip


def load(port: int, request: str, least_bytes: int, plan: dict[str, float]) -> dict[str, Any]:
    """Run the load in its own process until it ends."""
    whole = {"port": port, "request": request, "least_bytes": least_bytes, **plan}
    command = [sys.executable, "-m", "bench.load", json.dumps(whole)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
