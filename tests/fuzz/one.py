"""One target in a process of its own: the fuzzer ends the process it runs in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import atheris

from fuzz.bounds import HANGS_SECONDS, MOST_KB, Tried, bounded, most_kb
from fuzz.seeds import LONGEST, words_in


class Target(Protocol):
    SEEDS: Sequence[bytes]
    tried: Tried


def said_of(name: str, folder: Path) -> Path:
    """Where the fuzzer says what it does."""
    return folder / name / "said.txt"


def begun(name: str, target: Target, folder: Path, seconds: int, seed: int = 0) -> int:
    """The process that fuzzes it, by id. What it learns stays in `folder`, and so does an input that crashed."""
    kept, seeds = folder / name / "corpus", folder / name / "seeds"
    kept.mkdir(parents=True, exist_ok=True)
    seeds.mkdir(exist_ok=True)
    for one in target.SEEDS:
        (seeds / sha256(one).hexdigest()[:16]).write_bytes(one)
    words = folder / name / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in words_in(target.SEEDS)))
    child = os.fork()
    if child == 0:
        _fuzz(target, said_of(name, folder), [
            f"-max_total_time={seconds}", f"-seed={seed}", f"-timeout={HANGS_SECONDS}", f"-max_len={LONGEST}",
            f"-rss_limit_mb={(most_kb() + MOST_KB) // 1024}", f"-dict={words}",
            f"-artifact_prefix={folder / name}/", "-print_final_stats=1", str(kept), str(seeds),
        ])  # fmt: skip
    return child


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _fuzz(target: Target, said: Path, options: list[str]) -> None:
    """Does not come back."""
    with said.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    atheris.Setup(["fuzz", *options], bounded(target.tried))
    atheris.Fuzz()
