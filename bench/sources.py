"""The twelve sources together: started, slowed, and asked what they were asked."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
        log, records = folder / "sources.log", str(folder / "sources")
        self._processes = {
            one.id: Process("-m", "bench.source", one.id, records, log=log) for one in SOURCES
        }
        for process in self._processes.values():
            stack.callback(process.stop)
        self.addresses = {name: process.line() for name, process in self._processes.items()}
        self._delays = dict.fromkeys(self.addresses, 0.0)

    def slow(self, how: str) -> None:
        """Each source answers every request that much later, the last of them the most."""
        step = (_MOST_SECONDS - _LEAST_SECONDS) / (len(self._processes) - 1)
        for place, (name, process) in enumerate(self._processes.items()):
            self._delays[name] = 0.0 if how == NO_DELAY else _LEAST_SECONDS + place * step
            process.tell(f"delay {self._delays[name]}")

    def slow_alone(self, name: str, seconds: float) -> None:
        """One answers every request that much later."""
        self._processes[name].tell(f"delay {seconds}")

    def record(self) -> None:
        for process in self._processes.values():
            process.tell("record")

    def recorded(self) -> Plan:
        asked: dict[str, list[dict[str, Any]]] = {}
        for name, process in self._processes.items():
            process.tell("recorded")
            asked[name] = json.loads(process.line())
        slowest = max(self._took(name, requests) for name, requests in asked.items())
        plan = [
            {"port": urlsplit(self.addresses[name]).port, "chains": _chains(requests)}
            for name, requests in asked.items()
            if requests
        ]
        return Plan(plan, slowest * 1000)

    def _took(self, name: str, requests: list[dict[str, Any]]) -> float:
        """Its delay, as many times as it was asked one request after the other."""
        delay = self._delays[name]
        if not requests or not delay:
            return 0.0
        span = requests[-1]["at"] - requests[0]["at"]
        return (1 + int(span / delay)) * delay


def _chains(requests: list[dict[str, Any]]) -> list[list[str]]:
    """Requests of one connection came one after the other; connections ran side by side."""
    chains: dict[int, list[str]] = {}
    for one in requests:
        chains.setdefault(one["connection"], []).append(one["request"])
    return list(chains.values())
