"""The words of the report, from their catalogue; and a few sentences made of them. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from carerecord.contract import Viewer
from carerecord.sections.words import several

HERE = Path(__file__).parent


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def say(name: str, /, **values: object) -> str:
    return catalogue()["say"][name].format(**values)


def easy(name: str, /, **values: object) -> str:
    return catalogue()["easy"][name].format(**values)


def why(rules: Sequence[str], declared: Sequence[str]) -> tuple[str, ...]:
    """What the rules stand for; in place of a bare claim or emergency, what was said."""
    words = catalogue()
    said = {one.split()[0]: words["said"][one] for one in declared if one in words["said"]}
    found = [said.get(rule) or words["why"][rule] for rule in rules if rule in words["why"]]
    return tuple(dict.fromkeys(found)) or (words["why"]["none"],)


def saw(sections: Sequence[str]) -> str:
    words = catalogue()["section"]
    named = [words.get(name, words["other"]) for name in sections]
    return sentence(several(tuple(dict.fromkeys(named)))) if named else say("saw_none")


def decision(step: str) -> str:
    return catalogue()["decision"][step]


def counted(name: str, n: int) -> str:
    """“1 look”, “3 looks”; the catalogue holds both."""
    return say(f"one_{name.rstrip('s')}" if n == 1 else name, n=n)


def times(n: int) -> str:
    return say({1: "once", 2: "twice"}.get(n, "times"), n=n)


def job(viewer: Viewer) -> str:
    """“emergency doctor”; a word all in capitals stays, such as GP."""
    name = viewer.role_name or viewer.role or "member of staff"
    first, _, rest = name.partition(" ")
    low = first if first.isupper() and len(first) > 1 else first.lower()
    return f"{low} {rest}".strip()


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def a(noun: str) -> str:
    """“an emergency doctor”, “a GP”."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
