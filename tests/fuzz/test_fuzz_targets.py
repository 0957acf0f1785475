"""R15: whatever is made of what others send, every reader reads or refuses it, in a second and without a heap of memory.

`FUZZ_SECONDS` is how long each target is fuzzed; a nightly run sets it to 60 and more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fuzz.bounds import TooMuch, TooSlow, bounded
from fuzz.targets import NAMES

pytest.importorskip("atheris", reason="atheris is built for Linux on x86 alone")
ROOT = Path(__file__).parents[2]
SECONDS = os.environ.get("FUZZ_SECONDS", "1")


def fuzz(into: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.run(
        [sys.executable, "-m", "fuzz", "--into", str(into), *arguments],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_no_input_crashes_any_target(tmp_path: Path):
    came = fuzz(tmp_path, "--seconds", SECONDS)
    print(came.stdout)
    rows = [line.split() for line in came.stdout.splitlines()]
    assert came.returncode == 0, came.stdout
    assert [row[0] for row in rows[1:]] == list(NAMES)
    assert all(int(executions) > 0 for _, _, executions, *_ in rows[1:])


def test_a_crash_is_found_and_named(tmp_path: Path):
    came = fuzz(tmp_path, "--seconds", "5", "planted")
    assert came.returncode == 1
    (input,) = (tmp_path / "planted").glob("crash-*")
    assert f"crashed: {input}" in came.stdout
    assert input.read_bytes() == b"crash"
    assert "KeyError" in (tmp_path / "planted/said.txt").read_text()


def test_an_input_that_takes_a_second_is_a_crash():
    def slow(_: bytes) -> None:
        until = time.process_time() + 0.03
        while time.process_time() < until:
            pass

    with pytest.raises(TooSlow):
        bounded(slow, most_seconds=0.02)(b"")


def test_an_input_that_fills_memory_is_a_crash():
    with pytest.raises(TooMuch):
        bounded(lambda _: bytearray(b"x") * (600 << 20) and None, most=100 << 10, most_seconds=60)(
            b""
        )


def test_every_target_is_fuzzed():
    there = {file.stem for file in Path(__file__).parent.glob("targets/*.py")}
    assert there - {"__init__", "planted"} == set(NAMES)
