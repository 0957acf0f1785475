"""Runs the tests of the gates once for each change, each time in a process forked when they were collected.

    python gates_trying.py JOBS < places    (a JSON list of [module, number of the change])

First one process runs the tests as the code is and notes which of them reach which line. Then each change has a process
of its own, which puts it into the imported modules and runs the tests that reach it, quickest first, until one fails.
Answers in lines of JSON: which tests fail as the code is, then each place and whether it was noticed, null where its
process hung or broke.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from gates_changing import put
from gates_listed import LISTED, ROOT, Gate, gates
from gates_mutants import compiled, mutants
from hypothesis import Phase, settings

PATIENCE_SECONDS, TIMES = 20, 5  # this and so many times what the tests take as the code is
MOST_BYTES = 8 << 30
OPTIONS = (
    "-q", "--capture=no", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--no-header",
    "-o", "tmp_path_retention_policy=failed", "-k", LISTED["choose"],
)  # fmt: skip
Place = tuple[str, int]


class Reached:
    """Which lines of the gates each test reaches, and how long it takes."""

    def __init__(self, files: set[str]) -> None:
        self._files = files
        self._now: defaultdict[str, set[int]] = defaultdict(set)
        self.by_test: list[dict[str, Any]] = []

    def run(self, item: pytest.Item, after: pytest.Item | None) -> None:
        self._now.clear()
        started = time.monotonic()
        threading.settrace(self._called)  # what is written to the store runs in a thread of its own
        sys.settrace(self._called)
        passed = _passes(item, after)
        sys.settrace(None)
        threading.settrace(None)
        lines = {name: sorted(found) for name, found in self._now.items()}
        seconds = time.monotonic() - started
        self.by_test.append({"passed": passed, "seconds": seconds, "lines": lines})

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        return self._line if frame.f_code.co_filename in self._files else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Any:
        self._now[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line


class Trying:
    """A plugin of pytest: tries each place in place of running the tests."""

    def __init__(self, places: Sequence[Place], jobs: int) -> None:
        self._places, self._jobs = places, jobs
        asked = {module for module, _ in places}
        self.gates = {one.module: one for one in gates() if one.module in asked}
        self._mutants = {name: mutants(one.source, one.only) for name, one in self.gates.items()}
        self._by_test: list[dict[str, Any]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        stored = (one for one in session.items if "db" in getattr(one, "fixturenames", ()))
        if first := next(stored, None):
            _passes(first, session)  # the database that every process copies is made here, once
        self._by_test = _in_child(lambda: self._as_it_is(session.items), 15 * 60)() or []
        failed = [
            item.nodeid
            for item, its in zip(session.items, self._by_test, strict=False)
            if not its["passed"]
        ]
        _say(failed if self._by_test else ["the tests did not end"])
        waiting: list[tuple[Place, Callable[[], Any]]] = []
        for place in [] if failed else self._places:
            waiting.append((place, self._started(session.items, *place)))
            if len(waiting) >= self._jobs:
                _tell(*waiting.pop(0))
        for each in waiting:
            _tell(*each)
        return True

    def _as_it_is(self, items: Sequence[pytest.Item]) -> list[dict[str, Any]]:
        reached = Reached({str(one.path) for one in self.gates.values()})
        for name, gate in self.gates.items():  # put as it is, which nothing may notice
            put(sys.modules[name], compile(gate.source, str(gate.path), "exec"))
        for item, after in _with_next(items):
            reached.run(item, after)
        return reached.by_test

    def _started(self, items: Sequence[pytest.Item], module: str, number: int) -> Callable[[], Any]:
        """Whether the change is noticed."""
        gate = self.gates[module]
        able = self._able(items, gate, number)

        def trial() -> bool:
            put(sys.modules[module], compiled(gate.source, str(gate.path), number, gate.only))
            return not all(_passes(item, after) for item, after in _with_next([i for _, i in able]))

        return _in_child(trial, PATIENCE_SECONDS + TIMES * sum(seconds for seconds, _ in able))

    def _able(
        self, items: Sequence[pytest.Item], gate: Gate, number: int
    ) -> list[tuple[float, pytest.Item]]:
        """The tests that could notice, quickest first: of what runs at import, all there are."""
        mutant = self._mutants[gate.module][number]
        reaching = []
        for item, its in zip(items, self._by_test, strict=True):
            lines = its["lines"].get(str(gate.path), [])
            of_gate = bool(lines) or item.nodeid.startswith(gate.tests)
            if not mutant.lines.isdisjoint(lines) if mutant.inside else of_gate:
                reaching.append((its["seconds"], item))
        return sorted(reaching, key=lambda one: (one[0], one[1].nodeid))


def _with_next(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items, None][1:], strict=True)


def _passes(item: pytest.Item, after: Any) -> bool:
    """`after`: what of pytest's stays set up for whatever comes next."""
    return not any(one.failed for one in runtestprotocol(item, log=False, nextitem=after))


def _in_child(job: Callable[[], Any], seconds: float) -> Callable[[], Any]:
    """Starts it now; calling what comes back waits for it. None when it hung or broke."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            said = json.dumps(job()).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(said)
        os._exit(0)
    os.close(writing)

    def wait() -> Any:
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return json.loads(said) if said else None

    return wait


def _tell(place: Place, wait: Callable[[], Any]) -> None:
    _say([*place, wait()])


def _say(said: object) -> None:
    print(json.dumps(said), flush=True)


def main(jobs: int) -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    phases = [Phase.explicit, Phase.generate]  # who fails is enough: no smaller example is sought
    settings.register_profile("gates", database=None, derandomize=True, phases=phases)
    settings.load_profile("gates")
    trying = Trying([(module, number) for module, number in json.load(sys.stdin)], jobs)
    for module in trying.gates:
        importlib.import_module(module)
    tests = dict.fromkeys(test for gate in trying.gates.values() for test in gate.tests)
    memory = Path("/dev/shm")  # noqa: S108 - under a name nobody can guess
    with tempfile.TemporaryDirectory(
        prefix="gates-", dir=memory if memory.is_dir() else None
    ) as own:
        pytest.main([*OPTIONS, f"--basetemp={own}/tests", *tests], [trying])


if __name__ == "__main__":
    main(int(sys.argv[1]))
