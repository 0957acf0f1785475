"""The twelve measures of merging beside their targets: python -m quality merge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from rich.console import Console
from rich.table import Table

from quality.merging.contract import Facts, TestSet
from quality.merging.facts import from_bundles, invented
from quality.merging.making import test_set
from quality.merging.mutating import Mutants, mutate
from quality.merging.ordering import after_a_part, results, withheld_leaves_no_trace
from quality.merging.scoring import Score, add, share

USUAL, MANY = 0.08, 0.35  # of copies that state another fact
CLASSES = ("medicines", "allergies", "problems", "results")
PEOPLE, MUTANTS, SHUFFLES = 20, 20_000, 1_000
SMALL = (3, 500, 20)


@dataclass(slots=True)
class Found:
    usual: Score = field(default_factory=Score)
    many: Score = field(default_factory=Score)
    mutants: Mutants = field(default_factory=Mutants)
    orders: int = 0  # the most records that any shuffles gave
    shuffles: int = 0
    same_again: bool = True
    withheld_is_silent: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    measure: str
    target: str
    found: str
    met: bool | None  # None: nothing to go by


def run(argv: Sequence[str]) -> int:
    options = _options(argv)
    people, mutants, shuffles = (
        SMALL if options.small else (options.people, options.mutants, SHUFFLES)
    )
    facts = list(
        from_bundles(options.bundles) if options.bundles else invented(people, options.seed)
    )
    told = [one for one in facts if one.facts][:people]
    found = measure(told, options.seed, mutants, shuffles)
    show(found, Console(width=None if sys.stdout.isatty() else 120))
    return 0 if all(line.met is not False for line in lines(found)) else 1


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="quality merge")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    parser.add_argument(
        "--bundles", type=Path, help="a folder of R4 bundles, instead of invented people"
    )
    parser.add_argument("--small", action="store_true", help="in seconds, for a build")
    return parser.parse_args(argv)


def measure(facts: Sequence[Facts], seed: int, mutants: int, shuffles: int) -> Found:
    found = Found(shuffles=shuffles)
    for number, one in enumerate(facts):
        usual = test_set(one, seed + number, USUAL)
        add(found.usual, usual)
        add(found.many, test_set(one, seed + number, MANY))
        mutate(found.mutants, one, seed + number, ceil(mutants / len(facts)))
        _orders(found, usual, seed + number, ceil(shuffles / len(facts)))
    return found


def _orders(found: Found, made: TestSet, seed: int, times: int) -> None:
    found.orders = max(found.orders, results(made, seed, times))
    found.same_again &= after_a_part(made, seed)
    found.withheld_is_silent &= all(withheld_leaves_no_trace(made, one) for one in CLASSES)


def lines(found: Found) -> Iterator[Line]:
    usual, many = found.usual, found.many
    yield Line("1", "items lost", "0", f"{usual.lost + many.lost} of {usual.items + many.items:,}",
               usual.lost + many.lost == 0)  # fmt: skip
    yield Line("2", "false joins", "0", str(usual.false_joins), usual.false_joins == 0)
    shared = found.mutants.shared.total()
    proved = found.mutants.tried - found.mutants.unchanged_apart
    yield Line("3", "mutants that share an entry", "0", f"{shared} of {proved:,}", shared == 0)
    yield _share("4", "duplicates joined", usual.joined_share, 0.95)
    for name in CLASSES:
        yield _share(
            "4", f"of them {name}", share(usual.joined[name], usual.duplicates[name]), 0.92
        )
    yield _share("5", "the same, 35 % of copies changed", many.joined_share, 0.94)
    yield Line("5", "false joins there", "0", str(many.false_joins), many.false_joins == 0)
    beside = share(usual.beside + many.beside, usual.changed + many.changed)
    yield _share("6", "changed facts under the heading of their original", beside, 0.99)
    due, marked = usual.due + many.due, usual.marked + many.marked
    for kind in sorted(due):
        yield _share("7", f"changed facts marked “{kind}”", share(marked[kind], due[kind]), 1.0)
    orders = f"{found.orders} from {found.shuffles:,}"
    yield Line("8", "records from shuffles and splits", "1", orders, found.orders == 1)
    yield Line(
        "9", "merged again, and after a part", "the same", _same(found.same_again), found.same_again
    )
    yield Line("10", "a withheld class leaves a trace", "no", "no" if found.withheld_is_silent else "yes",
               found.withheld_is_silent)  # fmt: skip


def _share(number: str, measure: str, found: float, least: float) -> Line:
    return Line(number, measure, f"≥ {100 * least:g} %", f"{100 * found:.1f} %", found >= least)


def _same(same: bool) -> str:
    return "the same" if same else "not the same"


def show(found: Found, console: Console) -> None:
    table = Table(title=f"Merging: {found.usual.items:,} items, and as many with more changes")
    for heading in ("#", "measure", "target", "found", ""):
        table.add_column(heading, justify="right" if heading == "found" else "left")
    for line in lines(found):
        verdict = {True: "met", False: "NOT MET", None: ""}[line.met]
        table.add_row(line.number, line.measure, line.target, line.found, verdict)
    console.print(table)
    for title, counted in (
        ("Not joined, by what was done to the copy", found.usual.missed),
        ("Joined and another fact", found.usual.wrong + found.many.wrong),
        ("Mutants that share an entry", found.mutants.shared),
    ):
        if counted:
            console.print(f"{title}: " + ", ".join(f"{k} {n}" for k, n in counted.most_common(14)))
