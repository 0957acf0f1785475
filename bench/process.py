"""Start a process, hear where it is, tell it things, and read what it and its children cost from /proc."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    def __init__(self, *command: str, log: Path, heard: bool = True) -> None:
        """`heard`: somebody reads its lines; else they go to the log, or it would stop once a pipe is full."""
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if heard else self._log,
            stderr=self._log,
            text=True,
        )

    def line(self) -> str:
        """The next line it says, usually where it can be reached."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line:
            self._log.flush()
            said = Path(self._log.name).read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise SystemExit(f"A process of the benchmark did not start: {''.join(said)}")
        return line

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def cpu_seconds(self) -> float:
        return cpu_seconds_of(self._process.pid)

    def memory_mib(self) -> float:
        """The largest process of the tree, resident, at its highest so far."""
        return max(_peak_mib(pid) for pid in _tree(self._process.pid))

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def cpu_seconds_of(pid: int) -> float:
    """Of the whole tree, user and system."""
    return sum(_cpu_seconds(one) for one in _tree(pid))


def others_were_running(console: Console) -> None:
    """Says so, where they were: then a figure is too low."""
    busy, processors = os.getloadavg()[0], os.cpu_count() or 1
    if busy > processors:
        console.print(f"Load {busy:.1f} on {processors} processors: others were running too.")


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def _cpu_seconds(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS


def _peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
