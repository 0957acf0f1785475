"""`python -m quality public`: ours, `recordlinkage` and `splink` on the same public records, in one run."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from quality.public import ours
from quality.public.records import Dataset, Pair, fake_1000
from quality.public.scoring import Score, above, best, score

SHARED = Path(__file__).parents[3] / "shared/data/matching/fake_1000.csv"
CERTAIN = 0.5  # of a probability


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m quality public")
    parser.add_argument("--small", action="store_true", help="Febrl 1 and fake_1000 alone")
    parser.add_argument("--fake", type=Path, default=SHARED, help="where fake_1000.csv is")
    chosen = parser.parse_args(argv)
    try:
        from quality.public import published
    except ModuleNotFoundError as missing:
        print(f"{missing.name} is not installed: `make quality` installs it")
        return 2
    published.quiet()
    matchers = {
        f"{name}, {words}": partial(matcher, fields=fields)
        for name, matcher in (("recordlinkage", published.by_recordlinkage), ("splink", published.by_splink))
        for words, fields in (("every field", published.EVERY_FIELD), ("our fields", published.FIELDS_OF_OURS))
    }  # fmt: skip
    which = (1,) if chosen.small else (1, 2, 3, 4)
    console = Console(width=150)
    table = Table("data", "records", "pairs", "matcher", "precision", "recall", "F1", "best F1", "seconds", box=None)  # fmt: skip
    for data in [published.febrl(one) for one in which] + _fake(chosen.fake):
        for cells in _rows(data, matchers):
            table.add_row(data.name, f"{len(data.records):,}", f"{len(data.truth):,}", *cells)
    console.print(table)
    return 0


def _fake(path: Path) -> list[Dataset]:
    return [fake_1000(path)] if path.exists() else []


def _rows(
    data: Dataset, matchers: Mapping[str, Callable[[Dataset], Mapping[Pair, float]]]
) -> Iterator[tuple[str, ...]]:
    started = time.perf_counter()
    weighed = ours.weighed(data)
    took = time.perf_counter() - started
    bits = {two: bits for two, (bits, _) in weighed.items()}
    certain = frozenset(two for two, (_, certain) in weighed.items() if certain)
    yield _row("ours, nobody asked", score(data, certain), None, took)
    yield _row("ours, by weight", score(data, above(bits, 0.0)), best(data, bits), took)
    for name, matcher in matchers.items():
        started = time.perf_counter()
        scored = matcher(data)
        took = time.perf_counter() - started
        yield _row(name, score(data, above(scored, CERTAIN)), best(data, scored), took)


def _row(name: str, found: Score, most: Score | None, took: float) -> tuple[str, ...]:
    rates = (f"{one:.4f}" for one in (found.precision, found.recall, found.f1))
    return name, *rates, f"{most.f1:.4f}" if most else "", f"{took:.1f}"
