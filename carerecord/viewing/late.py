"""What a page that is drawn does not have yet: sources that have not answered, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerecord.contract import Answer, SourceSettings
from carerecord.federation import Coming, Own

if TYPE_CHECKING:
    from carerecord.viewing.contract import View


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a page waits before it is drawn with what has come."""

    until: float  # of the monotonic clock
    own: Own  # whose session is shown later what comes later
    begun: Callable[[View, Mapping[str, str], Mapping[str, Coming]], None] = lambda *_: None
    """Told when it is decided and written down: the names of all sources by id, and those being asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """Answers on their way when the page was drawn, and those they are put beside."""

    coming: Mapping[str, Coming]  # by source id
    answers: Sequence[Answer]  # one of each source, as it came
    own: Own
    asked_by: str  # id of the view that asked first
    again: Callable[[Sequence[Answer], Collection[str]], Awaitable[View]]
    """The record of the same view from these answers, of which those of these sources are new."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """Sources that have answered since the page was drawn, or are waited for no longer."""

    sources: tuple[SourceSettings, ...]
    drawn: View  # of the page, with nothing more to keep for the next
    record: View  # with all that has come by then
    last: bool  # nothing more is waited for
