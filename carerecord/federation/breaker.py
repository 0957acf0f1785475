"""The circuit breaker of one source: states in, states out. No clock, no sockets.

closed ── failures in a row ──▶ open ── time passes ──▶ one probe ── well ──▶ closed
                                  ▲─────────────────────── fails ──┘
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Position = Literal["closed", "open", "probing"]


@dataclass(frozen=True, slots=True)
class Rules:
    failures: int = 5  # in a row before the source is paused
    seconds: float = 10.0  # paused for, then one probe


@dataclass(frozen=True, slots=True)
class Breaker:
    failures: int = 0
    opened_at: float | None = None
    probe_at: float | None = None  # since when one asking tries whether the source is back
    words: str = ""  # of the last failure


def may_ask(breaker: Breaker, rules: Rules, now: float) -> bool:
    """Closed; or open long enough, and nobody else is trying (a try that never ended counts no longer)."""
    if breaker.opened_at is None:
        return True
    since = breaker.opened_at if breaker.probe_at is None else breaker.probe_at
    return now - since >= rules.seconds


def position(breaker: Breaker) -> Position:
    if breaker.opened_at is None:
        return "closed"
    return "open" if breaker.probe_at is None else "probing"


def asked(breaker: Breaker, now: float) -> Breaker:
    """Somebody begins to ask; of a paused source this is the probe."""
    return breaker if breaker.opened_at is None else replace(breaker, probe_at=now)


def answered(_: Breaker) -> Breaker:
    return Breaker()


def failed(breaker: Breaker, rules: Rules, now: float, words: str) -> Breaker:
    failures = breaker.failures + 1
    if breaker.opened_at is not None or failures >= rules.failures:
        return Breaker(failures, opened_at=now, words=words)
    return Breaker(failures, words=words)


def given_up(breaker: Breaker) -> Breaker:
    """The asking ended without telling anything about the source: the next one may probe at once."""
    return breaker if breaker.probe_at is None else replace(breaker, probe_at=None)
