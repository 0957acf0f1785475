"""What is counted of each source. Labels name sources and kinds of failure, nothing else."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from carerecord.contract import Answer
from carerecord.federation.breaker import Position

ASKS = Counter(
    "carerecord_source_asks", "Times a source was asked, by how it answered", ["source", "state"]
)
FAILURES = Counter(
    "carerecord_source_failures", "Answers that were missing or short", ["source", "kind"]
)
HELD_BACK = Counter("carerecord_source_held_back", "Items not shown to be the person's", ["source"])
SECONDS = Histogram(
    "carerecord_source_seconds",
    "Seconds until a source had answered or was given up",
    ["source"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15),
)

BREAKER = Gauge(
    "carerecord_source_breaker",
    "Whether it is asked: 0 always, 1 by one that tries, 2 not now",
    ["source", "address"],
)
HEDGES = Counter(
    "carerecord_source_hedges",
    "Questions asked of both addresses, by which answer was taken",
    ["source", "taken"],
)
_POSITIONS: dict[Position, int] = {"closed": 0, "probing": 1, "open": 2}


def paused(source_id: str, address: str, position: Position) -> None:
    BREAKER.labels(source_id, address).set(_POSITIONS[position])


def hedged(source_id: str, taken: str) -> None:
    HEDGES.labels(source_id, taken).inc()


def count(answer: Answer) -> None:
    ASKS.labels(answer.source_id, answer.state).inc()
    SECONDS.labels(answer.source_id).observe(answer.seconds)
    if answer.failure is not None:
        FAILURES.labels(answer.source_id, answer.failure.kind).inc()
    if answer.held_back:
        HELD_BACK.labels(answer.source_id).inc(len(answer.held_back))
