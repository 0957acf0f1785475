"""Every gate changed in every small way: its tests have to notice, or they would let it pass (R23).

In every build a sample of the changes is tried. All of them, with a table of each module, are tried by
`make test-long`, or by `pytest -m slow -s tests/spec/gates`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from gates_listed import ROOT, equal, gates
from gates_mutants import mutants

LEAST_KILLED = 0.95
LEAST_OF_A_MODULE = 0.90
SEED, SAMPLE = 23, 10
LEAST_OF_THE_SAMPLE = 0.8  # of so few, some more may be left by chance
QUICK = ("carerecord.federation.", "carerecord.viewing.")
SLOWER = ("carerecord.viewing.auditing",)  # which the FHIR interface's tests have to notice too
MOST_EQUAL = 30

Place = tuple[str, int]

EQUAL = equal()


@cache  # seconds of work: not while tests are collected
def every() -> dict[Place, str]:
    return {
        (gate.module, one.number): one.what
        for gate in gates()
        for one in mutants(gate.source, gate.only)
    }


def all_different() -> list[Place]:
    return [place for place, what in every().items() if (place[0], what) not in EQUAL]


def tried(places: Iterable[Place]) -> dict[Place, bool | None]:
    """Whether each was noticed; None where that was by never ending, or by breaking the process."""
    command = [
        sys.executable,
        str(Path(__file__).with_name("gates_trying.py")),
        str(os.cpu_count()),
    ]
    said = subprocess.run(
        command, input=json.dumps([*places]), stdout=subprocess.PIPE, text=True, cwd=ROOT
    ).stdout
    failed, *rest = (json.loads(line) for line in said.splitlines() if line.startswith("["))
    assert failed == [], "these fail as the code is"
    return {(module, number): it for module, number, it in rest}


def survivors(found: dict[Place, bool | None]) -> list[str]:
    return [f"{place[0]} {every()[place]}" for place, it in found.items() if it is False]


def test_what_is_said_to_make_no_difference_is_a_change_of_a_gate() -> None:
    changes = {(module, what) for (module, _), what in every().items()}
    assert changes >= EQUAL.keys()
    assert all(EQUAL.values())
    assert len(EQUAL) <= MOST_EQUAL


def test_a_sample_of_the_changes_is_noticed() -> None:
    quick = [
        place for place in all_different() if place[0].startswith(QUICK) and place[0] not in SLOWER
    ]
    found = tried(random.Random(SEED).sample(quick, SAMPLE))
    assert len(found) == SAMPLE
    assert share(found) >= LEAST_OF_THE_SAMPLE, survivors(found)


@pytest.mark.slow
def test_nearly_every_small_change_of_a_gate_is_noticed() -> None:
    found = tried(every())
    assert found.keys() == every().keys()
    different = {place: found[place] for place in all_different()}
    print("", *table(different), sep="\n", file=sys.stderr)
    assert share(different) >= LEAST_KILLED
    for module in {module for module, _ in different}:
        assert share(of(module, different)) >= LEAST_OF_A_MODULE, module
    noticed = {(place[0], every()[place]) for place, it in found.items() if it is not False}
    assert EQUAL.keys() & noticed == set(), "said to make no difference, and does"


def of(module: str, found: dict[Place, bool | None]) -> dict[Place, bool | None]:
    return {place: it for place, it in found.items() if place[0] == module}


def share(found: dict[Place, bool | None]) -> float:
    return 1 - len(survivors(found)) / len(found)


def table(found: dict[Place, bool | None]) -> Iterator[str]:
    for module in dict.fromkeys(module for module, _ in found):
        yield row(module, of(module, found))
    yield row("all", found)
    yield "hung, or broke their process: " + str(sum(it is None for it in found.values()))
    yield from (f"not noticed: {one}" for one in survivors(found))


def row(name: str, found: dict[Place, bool | None]) -> str:
    return f"{name:40} {len(found) - len(survivors(found)):5} of {len(found):5} {share(found):7.1%}"
