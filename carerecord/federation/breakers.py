"""What a worker remembers of each source between views: its breaker, and how many are asking it now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from carerecord.config import Fanout
from carerecord.contract import FailureKind, SourceSettings
from carerecord.federation import breaker
from carerecord.federation.breaker import Breaker, Rules

COUNTED: frozenset[FailureKind] = frozenset({"timeout", "refused", "reset", "error"})
"""Failures that say something of the source and not of one person's record."""


class Lane:
    """One source: whether it may be asked, and a place in the queue to it (the bulkhead)."""

    def __init__(self, settings: SourceSettings, rules: Rules, clock: Callable[[], float]) -> None:
        self.places = asyncio.Semaphore(settings.most_at_once)
        self._state = Breaker()
        self._rules = rules
        self._clock = clock

    @property
    def words(self) -> str:
        return self._state.words

    def begin(self) -> bool:
        """May it be asked now? If so, it is being asked."""
        if not breaker.may_ask(self._state, self._rules, self._clock()):
            return False
        self._state = breaker.asked(self._state, self._clock())
        return True

    def failed(self, kind: FailureKind, words: str) -> None:
        if kind in COUNTED:
            self._state = breaker.failed(self._state, self._rules, self._clock(), words)
        else:
            self.given_up()

    def answered(self) -> None:
        self._state = breaker.answered(self._state)

    def given_up(self) -> None:
        self._state = breaker.given_up(self._state)


class Breakers:
    """One `Lane` for each source. Make one for each worker and keep it."""

    def __init__(
        self, limits: Fanout | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        limits = limits or Fanout()
        self._rules = Rules(limits.breaker_failures, limits.breaker_seconds)
        self._clock = clock
        self._lanes: dict[str, Lane] = {}

    def lane(self, settings: SourceSettings) -> Lane:
        if settings.id not in self._lanes:
            self._lanes[settings.id] = Lane(settings, self._rules, self._clock)
        return self._lanes[settings.id]
