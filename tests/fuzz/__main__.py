"""Fuzz each target for so many seconds, and say what came of it: `python -m fuzz [--seconds N] [--seed N] [--at-once N] [--into FOLDER] [TARGET …]`.

Ends with 1 where an input crashed or took too long; it is named, and stands beside what the fuzzer said of it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import atheris

from fuzz.one import Target, begun, said_of
from fuzz.targets import NAMES

_EXECUTIONS = re.compile(r"number_of_executed_units: (\d+)")
_CRASHED = re.compile(r"Test unit written to (.+)")
_COVERAGE = re.compile(r"cov: (\d+)")
_SLOW = re.compile(r"TooSlow|libFuzzer: timeout")
_ROW = "{:10} {:>7} {:>10} {:>9} {:>5} {:>7} {:>8}"


@dataclass(frozen=True, slots=True)
class Came:
    """What one target came to."""

    target: str
    seconds: int
    executions: int
    covered: int
    new: int
    crashes: tuple[Path, ...]
    timeouts: int  # of those

    def __str__(self) -> str:
        return _ROW.format(
            self.target, self.seconds, self.executions, self.covered, self.new, len(self.crashes),
            self.timeouts,
        )  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    asked.add_argument("targets", nargs="*", default=NAMES)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=0, help="0: another each time")
    asked.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--into", type=Path, default=Path("build/fuzz"))
    options = asked.parse_args()
    print(
        _ROW.format("target", "seconds", "executions", "coverage", "new", "crashes", "timeouts"),
        flush=True,
    )
    all_is_well = True
    targets = _instrumented(options.targets)
    for name in _each(
        targets, options.into, options.seconds, options.seed, max(options.at_once, 1)
    ):
        came = _came(name, options.into, options.seconds)
        print(came, flush=True)
        for input in came.crashes:
            print(f"crashed: {input}; see {input.parent / 'said.txt'}")
        all_is_well = all_is_well and came.executions > 0 and not came.crashes
    return 0 if all_is_well else 1


def _instrumented(names: Sequence[str]) -> dict[str, Target]:
    """Which lines an input reaches is counted in our own code; what is said of each file of it is left out."""
    said = contextlib.redirect_stderr(io.StringIO())
    with said, atheris.instrument_imports(include=["carerecord"]):
        return {
            name: cast(Target, importlib.import_module(f"fuzz.targets.{name}")) for name in names
        }


def _each(
    targets: Mapping[str, Target], folder: Path, seconds: int, seed: int, at_once: int
) -> Iterator[str]:
    """Each target once it has been fuzzed, in their order; so many together."""
    waiting, running = list(targets), dict[str, int]()
    for name in targets:
        while waiting and len(running) < at_once:
            one = waiting.pop(0)
            running[one] = begun(one, targets[one], folder, seconds, seed)
        os.waitpid(running.pop(name), 0)
        yield name


def _came(name: str, folder: Path, seconds: int) -> Came:
    said = said_of(name, folder).read_text("utf-8", "replace")
    covered = [int(one) for one in _COVERAGE.findall(said)]
    done = _EXECUTIONS.search(said)
    crashes = tuple(map(Path, _CRASHED.findall(said)))
    return Came(
        name, seconds, int(done[1]) if done else 0, max(covered, default=0),
        max(covered, default=0) - (covered[0] if covered else 0),
        crashes, len(crashes) if _SLOW.search(said) else 0,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
