"""What one worker, or all of them together, have seen of one source. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from carerecord.contract import Answer
from carerecord.federation.breaker import Position

REMEMBERED = 200
"""Answers whose seconds are kept, by each worker."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`failed` is why the last failure happened, in words that name no person."""

    counts: dict[str, int] = field(default_factory=dict)  # by state
    seconds: tuple[float, ...] = ()  # of the newest answers, sorted
    failed: str = ""
    failed_at: str = ""  # ISO 8601
    paused: int = 0  # workers that do not ask it now
    workers: int = 1

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    def slower_than(self, share: float) -> float | None:
        """Seconds that this share of the newest answers took no longer than."""
        if not self.seconds:
            return None
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


def together(many: Iterable[Seen]) -> Seen:
    """Of every worker; the newest failure is told."""
    every = list(many)
    counts: Counter[str] = Counter()
    for one in every:
        counts.update(one.counts)
    newest = max(every, key=lambda one: one.failed_at, default=Seen())
    return Seen(
        dict(counts),
        tuple(sorted(second for one in every for second in one.seconds)),
        newest.failed,
        newest.failed_at,
        sum(one.paused for one in every),
        len(every),
    )


@dataclass(slots=True)
class Watching:
    """One source, while a worker asks it."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    failed: str = ""
    failed_at: str = ""

    def note(self, answer: Answer) -> None:
        self.counts[answer.state] += 1
        paused = answer.failure is not None and answer.failure.kind == "paused"
        if not paused:
            self.seconds.append(round(answer.seconds, 3))
        if answer.failure is not None and not paused and answer.fetched_at:
            self.failed, self.failed_at = answer.failure.words, answer.fetched_at.isoformat()

    def seen(self, position: Position) -> Seen:
        return Seen(
            dict(self.counts),
            tuple(sorted(self.seconds)),
            self.failed,
            self.failed_at,
            int(position != "closed"),
        )
