"""Scoring two months of views: the seconds it takes, beside the target and beside one walk over the same views."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.unusual.measuring import Figures, measured
from bench.unusual.simulating import Simulated, simulate
from carerecord.insight.unusual import find

WHOLE, SMALL = (40_000, 660), (8_000, 110)
TARGET_SECONDS, OF_VIEWS = 10.0, 100_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Scored:
    seconds: float  # of CPU
    floor_seconds: float  # of counting the views by viewer and person, and sorting them
    figures: Figures

    @property
    def of_target(self) -> float:
        """Seconds for 100,000 views, over the seconds allowed."""
        return self.seconds * OF_VIEWS / self.figures.views / TARGET_SECONDS

    @property
    def times_floor(self) -> float:
        return self.seconds / self.floor_seconds


def run(small: bool) -> Scored:
    simulated = simulate(SEED, *(SMALL if small else WHOLE))
    floor = _floor(simulated)
    started = time.process_time()
    found = find(simulated.accesses, simulated.known)
    return Scored(time.process_time() - started, floor, measured(simulated, found))


def _floor(simulated: Simulated) -> float:
    started = time.process_time()
    Counter((one.viewer, one.person) for one in simulated.accesses)
    sorted(simulated.accesses, key=lambda one: one.at)
    return time.process_time() - started


def show(scored: Scored, console: Console) -> None:
    table = Table(title="Views scored for unusual access")
    for heading in ("views", "seconds of CPU", "of the target", "times the floor", ""):
        table.add_column(heading, justify="right")
    table.add_row(
        f"{scored.figures.views:,}",
        f"{scored.seconds:.1f}",
        f"{scored.of_target:.2f}",
        f"{scored.times_floor:.0f}",
        "ok" if scored.of_target <= 1 else "above",
    )
    console.print(table)
    found = Table(title="Planted views found, reviewing 1 case in 1,000 views")
    for heading in ("explained", "of planted", "cases", "precision", "recall", "kinds ≥ 0.5"):
        found.add_column(heading, justify="right")
    figures = scored.figures
    found.add_row(
        f"{figures.explained:.3f}",
        f"{figures.explained_planted:.3f}",
        str(figures.cases),
        f"{figures.precision:.2f}",
        f"{figures.recall:.2f}",
        f"{figures.kinds_found} of {len(figures.by_kind)}",
    )
    console.print(found)


def as_json(scored: Scored) -> dict[str, Any]:
    return {
        **asdict(scored),
        "of_target": scored.of_target,
        "times_floor": scored.times_floor,
        "met": scored.of_target <= 1,
    }
