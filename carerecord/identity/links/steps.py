"""What holds of one of a source's own numbers, and what a step back restores. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Step = Literal["linked", "unlinked", "joined", "undone"]


class LinkRefused(Exception):
    """The step cannot be taken; the message says why and names nobody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one number: the person it is of, or another number of the same source that it was joined to."""

    person: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step, and what held after it."""

    place: int
    step: Step
    standing: Standing


NOWHERE = Standing()


def step_back(steps: Sequence[Taken]) -> tuple[int, Standing]:
    """The place of the last step that still counts, and what held before it. Raises `LinkRefused`."""
    counting: list[Taken] = []
    for one in steps:
        if one.step == "undone":
            counting.pop()
        else:
            counting.append(one)
    if not counting:
        raise LinkRefused("there is no step left to undo")
    last = counting.pop()
    return last.place, counting[-1].standing if counting else NOWHERE
