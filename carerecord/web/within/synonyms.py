"""Other names of one thing, from `synonyms.toml`; whoever types one is shown what was searched besides."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from carerecord.web.within.needles import tokens

FILE = Path(__file__).with_name("synonyms.toml")


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    read = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(tuple(group["names"]) for group in read["group"])


@cache
def _by_tokens() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Symmetric: each name of a group leads to all its others."""
    return {tokens(name): _others(group, name) for group in groups() for name in group}


def _others(group: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in group if other != name)


def synonyms_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    return _by_tokens().get(parts, ())


LONGEST_TERM = 4  # words of the longest name; a test holds it to the file
