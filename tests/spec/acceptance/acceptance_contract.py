"""What an acceptance case is: the words of governance 3.15, and tries that say exactly what must come of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from acceptance_world import World

Outcome = Literal["permit", "challenge", "deny", "unavailable", ""]
"""Of every record opened in a try; "unavailable": nothing could be decided or shown; "": none was opened."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is so, or that somebody does, with the words for it."""

    words: str
    run: Callable[[World], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What is so, what is done, and everything that must come of it: no more and no less."""

    words: str
    given: tuple[Step, ...] = ()
    done: tuple[Step, ...]
    outcome: Outcome = ""
    rules: str = ""  # the rules that the decision names, in its order
    offered: str = ""  # what the viewer could declare to open it, or more of it
    told: tuple[str, ...] = ()  # “alert LR-16 to RNG01”: level, rule, whose privacy officer
    written: str | None = (
        ""  # kinds of the audit entries, in order; None: the log was tampered with
    )
    asked: str | None = None  # ids of the sources that were asked; None: not looked at
    found: str | None = None  # who the last search found; “nobody”
    shown: tuple[str, ...] = ()  # stands on a page
    sent: tuple[str, ...] = ()  # stands in the API's bundle
    hidden: tuple[str, ...] = ()  # in no byte of any page, nor of the bundle
    says: tuple[str, ...] = ()  # in the answer to what was done last
    then: tuple[Step, ...] = ()  # what must be so afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of governance 3.15: `words` and `expect` are its own."""

    number: str
    words: str
    expect: str
    tries: tuple[Try, ...]
    reading: str = ""  # how it is read where governance leaves room
    left: str = ""  # what of it belongs to later work, and why
