"""The twelve sources together: started, slowed, and asked what they were asked."""

from __future__ import annotations

import json
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.process import Process
from carerecord.demo.sources import SOURCES

NO_DELAY = "0 ms"
DELAY = "50–300 ms"
_LEAST_SECONDS, _MOST_SECONDS = 0.05, 0.30


@dataclass(frozen=True, slots=True)
class Plan:
    """What one view asked of every source, for the floor to ask again."""

    sources: list[dict[str, Any]]
    slowest_ms: float  # the slowest source's own delays, one for each round it was asked

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps(self.sources), "utf-8")
        return path


class Sources:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._ports: dict[str, int] = {}
        self._delays: dict[str, float] = {}
        log, records = folder / "sources.log", str(folder / "sources")
        processes = {
            one.id: Process("-m", "bench.source", one.id, records, log=log) for one in SOURCES
        }
        for source_id, process in processes.items():
            stack.callback(process.stop)
            self._ports[source_id] = process.port()

    @property
    def addresses(self) -> dict[str, str]:
        return {source_id: f"http://127.0.0.1:{port}" for source_id, port in self._ports.items()}

    def slow(self, how: str) -> None:
        """Each source answers every request that much later, the last of them the most."""
        step = (_MOST_SECONDS - _LEAST_SECONDS) / (len(self._ports) - 1)
        for place, source_id in enumerate(self._ports):
            seconds = 0.0 if how == NO_DELAY else _LEAST_SECONDS + place * step
            self._delays[source_id] = seconds
            self._tell(source_id, f"delay={seconds}")

    def record(self) -> None:
        for source_id in self._ports:
            self._tell(source_id, "record")

    def recorded(self) -> Plan:
        asked = {source_id: self._tell(source_id, "recorded") for source_id in self._ports}
        slowest = max(self._took(source_id, requests) for source_id, requests in asked.items())
        plan = [
            {"port": self._ports[source_id], "chains": _chains(requests)}
            for source_id, requests in asked.items()
            if requests
        ]
        return Plan(plan, slowest * 1000)

    def _took(self, source_id: str, requests: list[dict[str, Any]]) -> float:
        """Its delay, as many times as it was asked one request after the other."""
        delay = self._delays[source_id]
        if not requests or not delay:
            return 0.0
        span = max(one["end"] for one in requests) - min(one["start"] for one in requests)
        return max(1, int(span / delay)) * delay

    def _tell(self, source_id: str, what: str) -> Any:
        address = f"http://127.0.0.1:{self._ports[source_id]}/_bench/{what}"
        with urllib.request.urlopen(address, timeout=10) as reply:
            return json.load(reply)


def _chains(requests: list[dict[str, Any]]) -> list[list[str]]:
    """Requests of one connection came one after the other; connections ran side by side."""
    chains: dict[int, list[str]] = {}
    for one in sorted(requests, key=lambda one: float(one["start"])):
        chains.setdefault(one["connection"], []).append(one["request"])
    return list(chains.values())
