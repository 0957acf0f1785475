"""Every log event and every measure is in the reference."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from carerecord.contract import FailureKind

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/log-events.md").read_text("utf-8")
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
EVENT = re.compile(r"[a-z_]+\.[a-z-]+")
MEASURE = re.compile(r"carerecord_[a-z_]+")


def calls() -> Iterator[ast.Call]:
    for path in (ROOT / "carerecord").rglob("*.py"):
        if "tests" not in path.parts and "node_modules" not in path.parts:
            yield from (
                node
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Call) and node.args
            )


def first_words(call: ast.Call) -> str:
    words = call.args[0]
    return words.value if isinstance(words, ast.Constant) and isinstance(words.value, str) else ""


def test_every_log_event_is_in_the_reference() -> None:
    events = {
        first_words(call)
        for call in calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
    }
    named = {event for event in events if EVENT.fullmatch(event)}
    named |= {f"source.{kind}" for kind in get_args(FailureKind)}
    assert sorted(event for event in named if f"`{event}`" not in REFERENCE) == []


def test_every_measure_is_in_the_reference() -> None:
    measures = {first_words(call) for call in calls() if MEASURE.fullmatch(first_words(call))}
    assert measures
    assert sorted(name for name in measures if f"`{name}`" not in REFERENCE) == []
