"""Which code is a gate, as `gates.toml` lists it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NO_GATES = ("__init__", "contract")  # names and shapes: nothing is decided there
ROOT = Path(__file__).parents[3]
LISTED = tomllib.loads(Path(__file__).with_name("gates.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Gate:
    """One module, or the functions of it named in `only`; and the files or folders of its tests."""

    module: str
    tests: tuple[str, ...]
    only: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        return ROOT / f"{self.module.replace('.', '/')}.py"

    @property
    def source(self) -> str:
        return self.path.read_text("utf-8")


def gates() -> Iterator[Gate]:
    for one in LISTED["gate"]:
        for path in sorted(ROOT.glob(f"{one['module'].replace('.', '/')}.py")):
            if path.stem not in NO_GATES:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield Gate(module, tuple(one["tests"]), tuple(one.get("only", ())))


def equal() -> dict[tuple[str, str], str]:
    """Why a change makes no difference, by module and change."""
    return {(one["module"], one["change"]): one["why"] for one in LISTED.get("equal", ())}
