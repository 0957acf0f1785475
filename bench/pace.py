"""Milliseconds of CPU that something takes, each time beside a floor: the processor is not always as fast.

One that shares its core with another machine's work does half as much in the same CPU time, for seconds on end. The floor
is measured right after each, so that the ratio is of one moment; the least is what it takes when nothing disturbs.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.figures import percentile
from carerecord.app import settle_memory

EVEN = "Even: each time its ratio to the floor of the same moment, times the least floor of all."


@dataclass(frozen=True, slots=True)
class Spent:
    """Of one thing measured again and again, in ms of CPU."""

    least: float
    p50: float
    p95: float
    times_floor: float  # the middle of the ratios
    even_p50: float  # the ratios, each times the least floor: as if the processor were always at its fastest
    even_p95: float


def spent(work: Callable[[], object], floor: Callable[[], object], times: int) -> Spent:
    """With the collector set as the server's."""
    before = gc.get_threshold()
    settle_memory()
    try:
        pairs = [_pair(work, floor) for _ in range(times)]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    return of(pairs)


def of(pairs: Sequence[tuple[float, float]]) -> Spent:
    """What the work took each time, and the floor after it."""
    found = sorted(work for work, _ in pairs)
    ratios = sorted(work / floor for work, floor in pairs)
    quickest = min(floor for _, floor in pairs)
    return Spent(
        found[0],
        percentile(found, 0.5),
        percentile(found, 0.95),
        percentile(ratios, 0.5),
        quickest * percentile(ratios, 0.5),
        quickest * percentile(ratios, 0.95),
    )


def _pair(work: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    return _cpu_ms(work), _cpu_ms(floor)


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)
