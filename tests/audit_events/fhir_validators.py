"""npm's `@medplum/core` (structure and invariants) and `fhir` (required codes), asked line by line."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Validators:
    process: subprocess.Popen[str]

    def issues(self, resource: dict[str, Any]) -> list[Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(resource) + "\n")
        self.process.stdin.flush()
        found: list[Any] = json.loads(self.process.stdout.readline())
        return found


@contextmanager
def running_validators() -> Iterator[Validators]:
    node = shutil.which("node")
    assert node, "Node.js is missing: run `setup/tests`"
    assert (HERE / "node_modules").exists(), "the validators are not installed: run `setup/tests`"
    process = subprocess.Popen(
        [node, str(HERE / "validate.js")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Validators(process)
    finally:
        process.terminate()
        process.wait(10)
