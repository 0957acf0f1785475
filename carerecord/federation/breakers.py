"""What a worker remembers of each source between views: its breaker, and how many are asking it now."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from carerecord.config import Fanout
from carerecord.contract import Answer, FailureKind, SourceSettings
from carerecord.federation import breaker, measures
from carerecord.federation.breaker import Breaker, Position, Rules
from carerecord.federation.budget import Budget
from carerecord.federation.health.seen import Seen, Watching

Address = Literal["first", "replica"]
REMEMBERED = 100
"""Answers whose seconds are kept."""
ENOUGH = 20
"""Answers that show how long one usually takes."""

COUNTED: frozenset[FailureKind] = frozenset({"timeout", "refused", "reset", "error"})
"""Failures that say something of the source and not of one person's record."""


class Lane:
    """One address of a source: whether it may be asked, and a place in the queue to it (the bulkhead)."""

    def __init__(
        self, settings: SourceSettings, address: Address, rules: Rules, clock: Callable[[], float]
    ) -> None:
        self.places = asyncio.Semaphore(settings.most_at_once)
        self.budget = Budget()
        self._source = settings
        self._address = address
        self._took: deque[float] = deque(maxlen=REMEMBERED)
        self._state = Breaker()
        self._rules = rules
        self._clock = clock

    @property
    def position(self) -> Position:
        return breaker.position(self._state)

    @property
    def words(self) -> str:
        return self._state.words

    def begin(self) -> bool:
        """May it be asked now? If so, it is being asked."""
        if not breaker.may_ask(self._state, self._rules, self._clock()):
            return False
        self._become(breaker.asked(self._state, self._clock()))
        self.budget.asked()
        return True

    @property
    def usual_seconds(self) -> float:
        """19 in 20 answers took no longer; a quarter of its deadline until enough are known."""
        if len(self._took) < ENOUGH:
            return self._source.within_seconds / 4
        return sorted(self._took)[int(len(self._took) * 0.95)]

    def failed(self, kind: FailureKind, words: str) -> None:
        if kind in COUNTED:
            self._become(breaker.failed(self._state, self._rules, self._clock(), words))
        else:
            self.given_up()

    def answered(self, seconds: float | None = None) -> None:
        """`seconds`: how long a whole answer took."""
        if seconds is not None:
            self._took.append(seconds)
        self._become(breaker.answered(self._state))

    def given_up(self) -> None:
        self._become(breaker.given_up(self._state))

    def _become(self, state: Breaker) -> None:
        self._state = state
        measures.paused(self._source.id, self._address, self.position)


class Breakers:
    """One `Lane` for each address of each source. Make one for each worker and keep it."""

    def __init__(
        self, limits: Fanout | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        limits = limits or Fanout()
        self._rules = Rules(limits.breaker_failures, limits.breaker_seconds)
        self._clock = clock
        self._lanes: dict[tuple[str, Address], Lane] = {}
        self._watching: dict[str, Watching] = {}

    def note(self, answer: Answer) -> None:
        """What became of asking, for operators."""
        self._watching.setdefault(answer.source_id, Watching()).note(answer)

    def seen(self) -> dict[str, Seen]:
        """By source id."""
        return {
            source_id: one.seen(self._lanes[source_id, "first"].position)
            for source_id, one in self._watching.items()
        }

    def lane(self, settings: SourceSettings, address: Address = "first") -> Lane:
        named = settings.id, address
        if named not in self._lanes:
            self._lanes[named] = Lane(settings, address, self._rules, self._clock)
        return self._lanes[named]
