"""From what was measured to a table, and each ratio beside its target."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

P50_MS, P99_MS, TIMES_FLOOR, CPU_MS, TEN_TIMES = 15.0, 40.0, 5.0, 15.0, 10.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing asked for, one way, of one server. Latencies are above the slowest source."""

    server: str  # "carerecord" or "floor"
    face: str  # "JSON", "HTML" or "bytes"
    person: str
    resources: int
    sources: str  # "0 ms" or "50–300 ms"
    mode: str  # "20/s" or "8 at once"
    p50: float
    p95: float
    p99: float
    views: int
    views_a_second: float
    cpu_ms: float  # of the server, a view
    memory_mib: float
    bytes: int
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ratio:
    name: str
    figure: float
    target: float

    @property
    def met(self) -> bool:
        return self.figure <= self.target


def percentile(sorted_values: list[float], share: float) -> float:
    if not sorted_values:
        return float("nan")
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def ratios(cells: list[Cell], rate: str) -> list[Ratio]:
    found = []
    for cell in cells:
        if cell.server != "carerecord" or cell.person != "typical" or cell.mode != rate:
            continue
        where = f"{cell.face}, typical person, sources at {cell.sources}, {rate}"
        found += [
            Ratio(f"p50 above the slowest source, ms ({where})", cell.p50, P50_MS),
            Ratio(f"p99 above the slowest source, ms ({where})", cell.p99, P99_MS),
            Ratio(f"CPU a view, ms ({where})", cell.cpu_ms, CPU_MS),
        ]
        floor = _beside(cells, cell, server="floor", face="bytes")
        if floor and floor.p50 > 0:
            found.append(
                Ratio(f"p50, times the floor ({where})", cell.p50 / floor.p50, TIMES_FLOOR)
            )
    return found + _growth(cells)


def _growth(cells: list[Cell]) -> list[Ratio]:
    """CPU of the large person over the typical, brought to a person ten times as large."""
    found = []
    for large in cells:
        if large.server != "carerecord" or large.person != "large" or "at once" not in large.mode:
            continue
        typical = _beside(cells, large, person="typical")
        if typical and typical.cpu_ms > 0 and typical.resources:
            size = large.resources / typical.resources
            cost = large.cpu_ms / typical.cpu_ms * TEN_TIMES / size
            name = f"CPU of a person ten times larger, times ({large.face}, measured at {size:.1f} times)"
            found.append(Ratio(name, cost, TEN_TIMES))
    return found


def _beside(cells: list[Cell], cell: Cell, **differs: str) -> Cell | None:
    keys = ("server", "face", "person", "sources", "mode")
    wanted = {key: differs.get(key, getattr(cell, key)) for key in keys}
    return next(
        (one for one in cells if all(getattr(one, key) == wanted[key] for key in keys)), None
    )


def show(cells: list[Cell], found: list[Ratio], console: Console) -> None:
    table = Table(title="One view of a record: milliseconds above the slowest source")
    for heading in ("server", "face", "person", "sources", "load"):
        table.add_column(heading)
    for heading in ("p50", "p95", "p99", "views/s", "CPU ms", "MiB", "kB", "failed"):
        table.add_column(heading, justify="right")
    for cell in cells:
        table.add_row(
            cell.server, cell.face, f"{cell.person} ({cell.resources})", cell.sources, cell.mode,
            f"{cell.p50:.1f}", f"{cell.p95:.1f}", f"{cell.p99:.1f}", f"{cell.views_a_second:.1f}",
            f"{cell.cpu_ms:.1f}", f"{cell.memory_mib:.0f}", f"{cell.bytes / 1000:.0f}",
            " ".join(f"{count} {why}" for why, count in cell.failures.items()) or "0",
        )  # fmt: skip
    console.print(table)
    targets = Table(title="Beside the targets")
    targets.add_column("figure")
    targets.add_column("measured", justify="right")
    targets.add_column("target", justify="right")
    targets.add_column("")
    for one in found:
        verdict = "ok" if one.met else "above"
        targets.add_row(one.name, f"{one.figure:.1f}", f"≤ {one.target:g}", verdict)
    console.print(targets)


def as_json(cells: list[Cell], found: list[Ratio]) -> dict[str, Any]:
    return {
        "cells": [asdict(cell) for cell in cells],
        "ratios": [{**asdict(one), "met": one.met} for one in found],
    }
