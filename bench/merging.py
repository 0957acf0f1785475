"""Merging alone: milliseconds of CPU by how many items are merged, and the line that lies nearest to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from statistics import linear_regression
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.pace import EVEN, Spent, spent
from bench.process import others_were_running
from bench.region import PEOPLE, SEED
from carerecord.contract import Answer, Item
from carerecord.demo.histories import record_of
from carerecord.demo.people import invent_region
from carerecord.fhir import decode_resource, encode_resource
from carerecord.merge.merge import merge

SIZES = (100, 500, 1_000, 2_500, 5_000)
WHOLE, SMALL = 30, 5  # times each is merged
TARGETS_MS = {1_000: 30.0, 5_000: 150.0}  # p95


@dataclass(frozen=True, slots=True)
class Cost:
    items: int
    entries: int
    spent: Spent  # the floor: the same items' bytes read into dictionaries

    @property
    def met(self) -> bool:
        return self.spent.p95 <= TARGETS_MS.get(self.items, float("inf"))


def run(times: int, sizes: Sequence[int] = SIZES) -> list[Cost]:
    """Of the large person's items as far as there are any, then of other people's."""
    items = list(islice(items_of_people(), max(sizes)))
    return [_cost(answers_of(items[:size]), times) for size in sizes]


def items_of_people() -> Iterator[Item]:
    """Each person's by id, so that what two sources hold of one thing is near together."""
    people = invent_region(SEED, PEOPLE, date.today()).people
    for one in sorted(people, key=lambda person: person.case != "large"):
        record = record_of(one, SEED, date.today())
        held = [(source, resource) for source in record for resource in record[source]]
        for source, resource in sorted(held, key=lambda pair: str(pair[1]["id"])):
            raw = encode_resource(resource)
            yield Item(source, decode_resource(raw), raw)


def answers_of(items: Sequence[Item]) -> list[Answer]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.source_id].append(item)
    return [Answer(source, "answered", items=tuple(held)) for source, held in found.items()]


def _cost(answers: Sequence[Answer], times: int) -> Cost:
    """As it runs: which section each item is of is known from withholding."""
    made = merge(answers)
    raws = [item.raw for answer in answers for item in answer.items]
    return Cost(
        len(raws),
        sum(len(record.every_entry) for record in made.records.values()),
        spent(
            lambda: merge(answers, known=made.section_of),
            lambda: [decode_resource(raw) for raw in raws],
            times,
        ),
    )


def line(found: Sequence[Cost]) -> tuple[float, float]:
    """Milliseconds for each further 1,000 items, and for none."""
    slope, none = linear_regression([one.items for one in found], [one.spent.p50 for one in found])
    return 1000 * slope, none


def show(found: list[Cost], console: Console) -> None:
    table = Table(title="Merging: milliseconds of CPU")
    for heading in (
        "items", "entries", "least", "p50", "p95", "p50, 1,000 items", "× reading them", "target p95",
        "even p50", "even p95",
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    for one in found:
        target, took = TARGETS_MS.get(one.items), one.spent
        verdict = f"≤ {target:g} {'ok' if one.met else 'above'}" if target else ""
        table.add_row(
            f"{one.items:,}", f"{one.entries:,}", f"{took.least:.1f}", f"{took.p50:.1f}", f"{took.p95:.1f}",
            f"{1000 * took.p50 / one.items:.1f}", f"{took.times_floor:.1f}", verdict,
            f"{took.even_p50:.1f}", f"{took.even_p95:.1f}",
        )  # fmt: skip
    console.print(table)
    slope, none = line(found)
    console.print(f"The nearest line: {none:.1f} ms, and {slope:.1f} for each 1,000 items.")
    console.print(EVEN)
    others_were_running(console)


def as_json(found: list[Cost]) -> dict[str, Any]:
    slope, none = line(found)
    return {
        "costs": [{**asdict(one), "met": one.met} for one in found],
        "line": {"ms for each 1,000 items": slope, "ms for none": none},
    }
